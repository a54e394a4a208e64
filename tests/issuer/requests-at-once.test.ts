/**
 * Many calls at once about requests with a number, over two servers on each store: no limit is
 * stretched, nothing is answered twice, and a reason is given once (docs/protocol.md §7, §8).
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import type { Outcome, RefusalReason } from '../../src/issuer/outcome.ts';
import type { RequestOptions } from '../../src/issuer/request-options.ts';
import type { ServiceAnswer, SignedCall } from '../../src/issuer/service-calls.ts';
import { isUnreachable } from '../../src/issuer/stores/store-error.ts';
import {
  answerPath,
  numberedResponse,
  responseTo,
  SERVICE,
  tokenFor,
} from './authenticator-fixture.ts';
import { atOnce as callAtOnce } from './concurrent-calls.ts';
import type { Bound, IssuerFixture } from './issuer-fixture.ts';
import { activate, createIssuerFixture, granted, mistyped } from './issuer-fixture.ts';
import type { Servers } from './stores-under-test.ts';
import {
  hasPglite,
  memoryServers,
  pgliteServers,
  postgresServers,
  startCluster,
} from './stores-under-test.ts';

const LOGIN: RequestOptions = { kind: 'login', title: 'Log in' };

const cluster = await startCluster();
afterAll(() => cluster?.stop());

suite('memory', memoryServers);
if (hasPglite('requests-at-once', cluster)) suite('PGlite', pgliteServers);
if (cluster) suite('PostgreSQL', () => postgresServers(cluster));

/**
 * A call that waits too long for one of a store's few connections has written nothing, and is
 * answered with 503; on a slow machine that befalls some of many.
 */
async function reached(call: Promise<Outcome>): Promise<Outcome> {
  try {
    return await call;
  } catch (thrown) {
    if (!isUnreachable(thrown)) throw thrown;
    return { ok: false, reason: 'UNREACHABLE' as RefusalReason };
  }
}

function suite(name: string, open: () => Promise<Servers>): void {
  describe(`many at once, ${name}`, () => {
    let opened: Servers;
    let servers: readonly [IssuerFixture, IssuerFixture];
    let owners = 0;

    beforeAll(async () => {
      opened = await open();
      const [first, second] = opened.stores;
      const options = { serviceUrl: SERVICE };
      servers = [
        createIssuerFixture({ ...options, store: first }),
        createIssuerFixture({ ...options, store: second }),
      ];
    });
    afterAll(() => opened.close());

    const atOnce = (
      fixtures: readonly IssuerFixture[],
      call: (at: IssuerFixture, i: number) => Promise<Outcome>,
    ) => callAtOnce(fixtures, call, opened.tries);

    async function activateFor(owner: string): Promise<Bound> {
      return activate(servers[0], granted(await servers[0].issuer.begin({ owner })));
    }

    async function scene() {
      owners += 1;
      const bound = await activateFor(`customer ${owners}`);
      const { issuer } = servers[0];
      const { id, message, number } = granted(await issuer.createRequest(bound.id, LOGIN));
      const path = answerPath(id);
      return {
        bound,
        id,
        typed: await responseTo(bound.account, message),
        code: await numberedResponse(bound.account, message, number!),
        signed: async (): Promise<SignedCall> => ({
          token: await tokenFor(servers[0], bound, { method: 'POST', path }),
          method: 'POST',
          url: SERVICE + path,
        }),
      };
    }

    const each = (made: () => Promise<SignedCall>): Promise<SignedCall[]> =>
      Promise.all(Array.from({ length: opened.tries }, made));

    it('ask on two devices of an owner: three are open, with three numbers', async () => {
      const owner = `customer ${(owners += 1)}`;
      const [one, two] = [await activateFor(owner), await activateFor(owner)];
      const counts = await atOnce(servers, ({ issuer }, i) =>
        reached(issuer.createRequest(i % 3 ? one.id : two.id, LOGIN)),
      );
      const { UNREACHABLE = 0, TOO_MANY_REQUESTS = 0 } = counts;
      expect([counts['ok'], UNREACHABLE + TOO_MANY_REQUESTS]).toEqual([3, opened.tries - 3]);
      const listed = await servers[1].issuer.listRequests({ owner });
      const rows = await Promise.all(listed.map(({ id }) => opened.stores[1].request(id)));
      expect(new Set(rows.map((row) => row?.number)).size).toBe(3);
    });

    it('ask after three that came to nothing: two more in the hour', async () => {
      const owner = `customer ${(owners += 1)}`;
      const { id } = await activateFor(owner);
      const { issuer } = servers[0];
      for (let i = 0; i < 3; i++)
        granted(await issuer.cancelRequest(granted(await issuer.createRequest(id, LOGIN)).id));
      const counts = await atOnce(servers, (at) => at.issuer.createRequest(id, LOGIN));
      expect(counts).toEqual({ ok: 2, TOO_MANY_REQUESTS: opened.tries - 2 });
    });

    it('ask without a number, on two devices: sixteen are open', async () => {
      const owner = `customer ${(owners += 1)}`;
      const [one, two] = [await activateFor(owner), await activateFor(owner)];
      const plain = opened.stores.map((store) => createIssuerFixture({ store }));
      const counts = await atOnce(plain, ({ issuer }, i) =>
        reached(issuer.createRequest(i % 2 ? one.id : two.id, LOGIN)),
      );
      const { UNREACHABLE = 0, TOO_MANY_REQUESTS = 0 } = counts;
      expect([counts['ok'], UNREACHABLE + TOO_MANY_REQUESTS]).toEqual([16, opened.tries - 16]);
    });

    it('answer wrongly through the service: two are counted, and the request is over', async () => {
      const { bound, id, code, signed } = await scene();
      const calls = await each(signed);
      const wrong = { decision: 'approve', code: mistyped(code), number: true } as const;
      const counts = await atOnce(servers, ({ issuer }, i) =>
        issuer.service.answer(calls[i]!, id, wrong),
      );
      expect(counts).toEqual({ CODE_WRONG: 2, REQUEST_ANSWERED: opened.tries - 2 });
      expect((await servers[1].issuer.inspectRequest(id))?.state).toBe('REFUSED');
      expect((await servers[1].issuer.inspect(bound.id))?.attemptsLeft).toBe(3);
    });

    it('answer rightly, typed and called, some wrongly: one approves, or two wrong ones end it', async () => {
      const { bound, id, typed, code, signed } = await scene();
      const calls = await each(signed);
      const answers: readonly ServiceAnswer[] = [
        { decision: 'approve', code, number: true },
        { decision: 'approve', code: typed },
        { decision: 'approve', code: mistyped(code), number: true },
      ];
      const counts = await atOnce(servers, ({ issuer }, i) =>
        i % 4 === 0
          ? issuer.verifyResponse(id, typed)
          : issuer.service.answer(calls[i]!, id, answers[(i % 4) - 1]!),
      );
      const { ok = 0, already = 0, CODE_WRONG = 0, REQUEST_ANSWERED = 0 } = counts;
      expect(ok + already + CODE_WRONG + REQUEST_ANSWERED).toBe(opened.tries);
      const row = (await opened.stores[1].request(id))!;
      const instance = (await opened.stores[1].instance(bound.id))!;
      expect([row.state, ok]).toEqual(CODE_WRONG === 2 ? ['REFUSED', 0] : ['APPROVED', 1]);
      expect(row.version).toBe(1 + CODE_WRONG + ok);
      expect(instance.lastAccepted?.approvals.map((each) => each.id) ?? []).toEqual(
        ok === 1 ? [id] : [],
      );
      if (ok === 0) expect(already).toBe(0);
    });

    it('say that it was not they: the reason is written once', async () => {
      const { id, signed } = await scene();
      granted(await servers[0].issuer.service.answer(await signed(), id, { decision: 'deny' }));
      const calls = await each(signed);
      const before = (await opened.stores[0].request(id))!.version;
      const counts = await atOnce(servers, ({ issuer }, i) =>
        issuer.service.answer(calls[i]!, id, { decision: 'deny', reason: 'not-me' }),
      );
      expect(counts).toEqual({ ok: 1, already: opened.tries - 1 });
      const row = (await opened.stores[1].request(id))!;
      expect([row.version, row.reason]).toEqual([before + 1, 'not-me']);
    });
  });
}
