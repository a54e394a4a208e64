/** The page kit's calls: whom they name, by headers or a ticket, and what becomes of failures. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

import { createCalls } from '../../src/page-kit/calls.ts';
import { refusalEvent } from '../../src/page-kit/kit-events.ts';

let sent: { readonly url: string; readonly init: RequestInit }[];
let answers: Response[];

beforeEach(() => {
  sent = [];
  answers = [];
  vi.stubGlobal('fetch', async (url: string, init: RequestInit) => {
    sent.push({ url, init });
    const answer = answers.shift();
    if (!answer) throw new TypeError('Failed to fetch');
    return answer;
  });
});
afterEach(() => vi.unstubAllGlobals());

const namedBy = (i: number): unknown =>
  (sent[i]!.init.headers as Readonly<Record<string, string>>)['Authorization'];
const signedOut = () => Response.json({ error: 'SIGNED_OUT' }, { status: 401 });

describe('a call', () => {
  it('carries the headers of the site, and JSON where it changes something', async () => {
    const { call } = createCalls({ base: '/api', headers: () => ({ Customer: 'c' }) });
    answers = [Response.json({ id: '1' }), new Response(null, { status: 204 })];
    expect(await call('POST', 'activations')).toEqual({ ok: true, value: { id: '1' } });
    expect(await call('DELETE', 'activations/1')).toEqual({ ok: true, value: undefined });
    expect(sent[0]).toMatchObject({
      url: '/api/activations',
      init: { body: '{}', headers: { Customer: 'c', 'Content-Type': 'application/json' } },
    });
    expect(sent[1]!.init.headers).toEqual({ Customer: 'c' });
    expect(sent[0]!.init.credentials).toBeUndefined();
  });

  it('carries a ticket and no cookie, and another one once the first has ended', async () => {
    const ticket = vi.fn<() => Promise<string>>();
    ticket.mockResolvedValueOnce('one').mockResolvedValueOnce('two');
    const { call, headers } = createCalls({ base: 'https://issuer.example/p', ticket });
    answers = [Response.json({}), signedOut(), Response.json({ time: 1 })];
    await call('GET', 'overview');
    expect(await call('GET', 'overview')).toEqual({ ok: true, value: { time: 1 } });
    expect([0, 1, 2].map(namedBy)).toEqual(['Bearer one', 'Bearer one', 'Bearer two']);
    expect(sent.map(({ init }) => init.credentials)).toEqual(['omit', 'omit', 'omit']);
    expect(await headers()).toEqual({ Authorization: 'Bearer two' });
  });

  it('tells a ticket that stays refused, and fetches no third one', async () => {
    const ticket = vi.fn<() => Promise<string>>().mockResolvedValue('one');
    const { call } = createCalls({ base: '/p', ticket });
    answers = [signedOut(), signedOut()];
    expect(await call('GET', 'overview')).toEqual({ ok: false, problem: { error: 'SIGNED_OUT' } });
    expect(sent).toHaveLength(2);
    const fixed = createCalls({ base: '/p', ticket: 'fixed' });
    answers = [signedOut()];
    expect((await fixed.call('GET', 'overview')).ok).toBe(false);
    expect(sent).toHaveLength(3);
  });

  it('that has no answer of the handler’s is one that did not reach it', async () => {
    const { call } = createCalls({ base: '/api' });
    const unreachable = { ok: false, problem: { error: 'UNREACHABLE' } };
    expect(await call('GET', 'overview')).toEqual(unreachable);
    answers = [
      new Response('<h1>Bad gateway</h1>', { status: 502 }),
      Response.json([], { status: 500 }),
    ];
    expect(await call('GET', 'overview')).toEqual(unreachable);
    expect(await call('GET', 'overview')).toEqual(unreachable);
    const failing = createCalls({
      base: '/p',
      ticket: () => Promise.reject(new Error('no ticket')),
    });
    expect(await failing.call('GET', 'overview')).toEqual(unreachable);
  });
});

describe('the event of a refusal', () => {
  it('tells a code that was not taken, with what is counted', () => {
    expect(
      refusalEvent({ error: 'CODE_WRONG', attemptsLeft: 2, totalLeft: 17, pausedUntil: 9 }),
    ).toEqual({
      type: 'tessera-refused',
      detail: { reason: 'CODE_WRONG', attemptsLeft: 2, until: 9 },
    });
  });

  it.each(['UNREACHABLE', 'BUSY', 'SIGNED_OUT', 'NOT_ALLOWED', 'DEVICE_LIMIT'] as const)(
    'tells %s as a problem',
    (error) => {
      expect(refusalEvent({ error })).toEqual({
        type: 'tessera-problem',
        detail: { reason: error },
      });
    },
  );
});
