/**
 * Two hundred answers at once, typed and called, right and wrong: one wins, each token is good
 * once, and no count is stretched (docs/protocol.md §7, §8).
 */
import { describe, expect, it } from 'vitest';

import type { RequestOptions } from '../../src/issuer/request-options.ts';
import type { SignedCall } from '../../src/issuer/service-calls.ts';
import { answerPath, responseTo, SERVICE, tokenFor } from './authenticator-fixture.ts';
import { atOnce, servers, TRIES } from './concurrent-calls.ts';
import type { Bound, IssuerFixture } from './issuer-fixture.ts';
import { activate, createIssuerFixture, granted, mistyped } from './issuer-fixture.ts';

const LOGIN: RequestOptions = { kind: 'login', title: 'Log in' };

async function scene(): Promise<{
  readonly desks: [IssuerFixture, ...IssuerFixture[]];
  readonly bound: Bound;
  readonly id: string;
  readonly code: string;
  /** A signed call that answers with `code`; each with a token of its own. */
  readonly signed: () => Promise<SignedCall>;
}> {
  const fixtures = servers({ serviceUrl: SERVICE });
  const bound = await activate(fixtures[0]);
  // Without a number: an issuer without a service asks.
  const { issuer } = createIssuerFixture({ store: fixtures[0].store });
  const { id, message } = granted(await issuer.createRequest(bound.id, LOGIN));
  return {
    desks: fixtures,
    bound,
    id,
    code: await responseTo(bound.account, message),
    signed: async () => {
      const [method, path] = ['POST', answerPath(id)];
      const token = await tokenFor(fixtures[0], bound, { method, path });
      return { token, method, url: SERVICE + path };
    },
  };
}

describe('200 at once', () => {
  it('that ask, sixteen are open', async () => {
    const fixtures = servers();
    const bound = await activate(fixtures[0]);
    const counts = await atOnce<object>(fixtures, ({ issuer }) =>
      issuer.createRequest(bound.id, LOGIN),
    );
    expect(counts['ok']).toBe(16);
    expect(await fixtures[0].issuer.listRequests({ instance: bound.id })).toHaveLength(16);
  });

  it('with a right code, typed and called, one approves', async () => {
    const { desks: fixtures, bound, id, code, signed } = await scene();
    const calls = await Promise.all(Array.from({ length: TRIES / 2 }, signed));
    const counts = await atOnce(fixtures, ({ issuer }, i) =>
      i % 2
        ? issuer.verifyResponse(id, code)
        : issuer.service.answer(calls[i / 2]!, id, { decision: 'approve', code }),
    );
    const { already = 0, REQUEST_ANSWERED = 0 } = counts;
    expect([counts['ok'], already + REQUEST_ANSWERED]).toEqual([1, TRIES - 1]);
    expect((await fixtures[0].issuer.inspect(bound.id))?.attemptsLeft).toBe(5);
  });

  it('that approve, deny and take back, one settles it', async () => {
    const { desks: fixtures, id, code, signed } = await scene();
    const calls = await Promise.all(Array.from({ length: TRIES }, signed));
    const { ok, already, ...rest } = await atOnce<object>(fixtures, ({ issuer }, i) => {
      if (i % 4 === 0) return issuer.verifyResponse(id, code);
      if (i % 4 === 1) return issuer.cancelRequest(id);
      if (i % 4 === 2) return issuer.denyRequest(id);
      return issuer.service.answer(calls[i]!, id, { decision: 'deny' });
    });
    expect(ok).toBe(1);
    expect(Object.keys(rest)).toHaveLength(1);
    // A typed code that is right is told so again, after an approval alone.
    if (already !== undefined) expect(rest).toHaveProperty('REQUEST_ANSWERED');
    expect((await fixtures[0].issuer.inspectRequest(id))?.state).not.toBe('PENDING');
  });

  it('with wrong codes, typed and called, five are counted', async () => {
    const { desks: fixtures, id, code, signed } = await scene();
    const calls = await Promise.all(Array.from({ length: TRIES / 2 }, signed));
    const wrong = mistyped(code);
    const counts = await atOnce(fixtures, ({ issuer }, i) =>
      i % 2
        ? issuer.verifyResponse(id, wrong)
        : issuer.service.answer(calls[i / 2]!, id, { decision: 'approve', code: wrong }),
    );
    expect(counts).toEqual({ CODE_WRONG: 5, PAUSED: TRIES - 5 });
  });

  it('with one token one is heard, whatever the answer', async () => {
    const { desks: fixtures, bound, id, code, signed } = await scene();
    for (const decision of [
      { decision: 'approve', code: mistyped(code) },
      { decision: 'approve', code },
      { decision: 'deny' },
    ] as const) {
      const call = await signed();
      const { TOKEN_USED, ...heard } = await atOnce(fixtures, ({ issuer }) =>
        issuer.service.answer(call, id, decision),
      );
      expect(TOKEN_USED).toBe(TRIES - 1);
      expect(Object.values(heard)).toEqual([1]);
    }
    expect((await fixtures[0].issuer.inspect(bound.id))?.attemptsLeft).toBe(5);
  });

  it('with one token for the list all are heard, and nothing is written', async () => {
    const { desks: fixtures, bound } = await scene();
    const token = await tokenFor(fixtures[0], bound, { path: '/requests' });
    const call = { token, method: 'GET', url: `${SERVICE}/requests` };
    const counts = await atOnce(fixtures, ({ issuer }) => issuer.service.pending(call));
    expect(counts).toEqual({ ok: TRIES });
  });

  it('with tokens of their own all are heard, and the account goes on', async () => {
    const { desks: fixtures, bound } = await scene();
    const path = '/push-subscription';
    const calls = await Promise.all(
      Array.from({ length: TRIES }, () => tokenFor(fixtures[0], bound, { method: 'DELETE', path })),
    );
    const counts = await atOnce(fixtures, ({ issuer }, i) =>
      issuer.service.unsubscribe({ token: calls[i]!, method: 'DELETE', url: SERVICE + path }),
    );
    expect(counts).toEqual({ ok: TRIES });
  });
});
