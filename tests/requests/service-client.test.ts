/** Calls to an issuer's service: what is sent, whose clock is right, and bad responses. */
import { expect, test, vi } from 'vitest';

import { TesseraError } from '../../src/core/errors.ts';
import { verifyServiceToken } from '../../src/protocol/service-token.ts';
import type { ServiceCall } from '../../src/requests/service-client.ts';
import { createServiceClient } from '../../src/requests/service-client.ts';
import { errorIn } from '../../src/requests/service-response.ts';

const KEY = new Uint8Array(32).fill(7);
const ACCOUNT = {
  id: '0011223344556677',
  serial: 'NW-1',
  serviceUrl: 'https://bank.example:8443/api/',
  clockOffset: 0,
};
const NOW = 1_790_000_000_400;
const LIST: ServiceCall = { method: 'GET', path: '/requests' };

type Answer = (request: Request) => Response | Promise<Response>;

function scene(
  answer: Answer,
  allowedOrigins: readonly string[] = ['https://bank.example:8443'],
  languages: string[] = [],
) {
  const sent: Request[] = [];
  const setClockOffset = vi.fn(async () => undefined);
  const service = createServiceClient({
    serviceKey: () =>
      crypto.subtle.importKey('raw', KEY, { name: 'HMAC', hash: 'SHA-256' }, false, ['sign']),
    fetch: async (input, init) => {
      const request = new Request(input as string, init);
      sent.push(request.clone());
      return answer(request);
    },
    now: () => NOW,
    language: () => languages.shift() ?? 'zh-Hans',
    setClockOffset,
    allowedOrigins,
  });
  return { service, sent, setClockOffset };
}

const json = (value: unknown, status = 200) => new Response(JSON.stringify(value), { status });
const time = Math.floor(NOW / 1000);
const code = (wanted: string) => expect.objectContaining({ code: wanted }) as unknown;

test('a call is signed for itself, and carries nothing else', async () => {
  const { service, sent, setClockOffset } = scene(() => json({ time, requests: [] }));
  const body = { decision: 'deny' };
  const call = { method: 'POST', path: '/requests/AAAA/answer', body } as const;
  expect(await service.call(ACCOUNT, call)).toEqual({ time, requests: [] });
  const [request] = sent as [Request];
  expect(request.url).toBe('https://bank.example:8443/api/requests/AAAA/answer');
  expect(request).toMatchObject({
    method: 'POST',
    credentials: 'omit',
    redirect: 'error',
    referrerPolicy: 'no-referrer',
    cache: 'no-store',
  });
  const bytes = new Uint8Array(await request.arrayBuffer());
  expect(JSON.parse(new TextDecoder().decode(bytes))).toEqual(body);
  const token = request.headers.get('Authorization')!.replace('Bearer ', '');
  const signedFor = { method: 'POST', url: request.url, body: bytes };
  await expect(verifyServiceToken(token, KEY, ACCOUNT, signedFor, time)).resolves.toBeTruthy();
  expect(setClockOffset).not.toHaveBeenCalled();
});

test('a call names the language in use when it is made', async () => {
  const { service, sent } = scene(() => json({ time }), undefined, ['de', 'ar']);
  for (let calls = 0; calls < 3; calls += 1) await service.call(ACCOUNT, LIST);
  expect(sent.map(({ headers }) => headers.get('Accept-Language'))).toEqual([
    'de',
    'ar',
    'zh-Hans',
  ]);
});

test('a service that the policy does not list is never called', async () => {
  for (const allowed of [[], ['https://bank.example'], ['http://bank.example:8443']]) {
    const { service, sent } = scene(() => json({ time }), allowed);
    await expect(service.call(ACCOUNT, LIST)).rejects.toEqual(code('SERVICE_NOT_ALLOWED'));
    expect(sent).toEqual([]);
  }
  const { service } = scene(() => json({ time }));
  const none = { id: ACCOUNT.id, serial: 'NW-1', clockOffset: 0 };
  await expect(service.call(none, LIST)).rejects.toEqual(code('SERVICE_NOT_ALLOWED'));
});

test('a clock that is off is set by a refusal too, and the call repeated once', async () => {
  const { service, sent, setClockOffset } = scene(() =>
    sent.length === 1
      ? json({ error: 'EXPIRED', time: time + 900 }, 401)
      : json({ time: time + 900 }),
  );
  await service.call(ACCOUNT, LIST);
  expect(setClockOffset.mock.calls).toEqual([[ACCOUNT.id, 900]]);
  const token = sent[1]!.headers.get('Authorization')!.replace('Bearer ', '');
  const call = { method: 'GET', url: sent[1]!.url };
  await expect(verifyServiceToken(token, KEY, ACCOUNT, call, time + 900)).resolves.toBeTruthy();
});

test('a call that the service knows already is not repeated, whatever its clock', async () => {
  const { service, sent } = scene(() => json({ error: 'TOKEN_USED', time: time + 900 }, 401));
  const thrown: unknown = await service.call(ACCOUNT, LIST).catch((error: unknown) => error);
  expect(thrown).toEqual(code('SERVICE_REFUSED'));
  expect(errorIn(thrown)).toBe('TOKEN_USED');
  expect(sent).toHaveLength(1);
});

test('a clock is corrected for one call where nothing can keep it', async () => {
  const sent: Request[] = [];
  const service = createServiceClient({
    serviceKey: () =>
      crypto.subtle.importKey('raw', KEY, { name: 'HMAC', hash: 'SHA-256' }, false, ['sign']),
    fetch: async (input, init) => {
      sent.push(new Request(input as string, init));
      const refused = sent.length === 1;
      return json(refused ? { error: 'EXPIRED', time: time + 900 } : {}, refused ? 401 : 200);
    },
    now: () => NOW,
    language: () => 'en',
    allowedOrigins: ['https://bank.example:8443'],
  });
  await service.call(ACCOUNT, LIST);
  const token = sent[1]!.headers.get('Authorization')!.replace('Bearer ', '');
  const call = { method: 'GET', url: sent[1]!.url };
  await expect(verifyServiceToken(token, KEY, ACCOUNT, call, time + 900)).resolves.toBeTruthy();
});

test('what can be called is said before', () => {
  const { service } = scene(() => json({ time }));
  expect(service.canCall(ACCOUNT)).toBe(true);
  for (const serviceUrl of ['https://bank.example', 'http://bank.example:8443', 'no address'])
    expect(service.canCall({ serviceUrl })).toBe(false);
  expect(service.canCall({})).toBe(false);
});

test('what was taken counts, also where its time cannot be kept', async () => {
  const { service, setClockOffset } = scene(() => json({ time: time + 900 }));
  setClockOffset.mockRejectedValue(new TesseraError('STORAGE_FULL'));
  await expect(service.call(ACCOUNT, LIST)).resolves.toMatchObject({ time: time + 900 });
});

test('a refusal that is not the clock’s is not repeated', async () => {
  for (const status of [401, 403, 400, 422]) {
    const { service, sent } = scene(() => json({ error: 'BLOCKED', time }, status));
    await expect(service.call(ACCOUNT, LIST)).rejects.toEqual(code('SERVICE_REFUSED'));
    expect(sent).toHaveLength(1);
  }
  const { service, sent } = scene(() => json({ error: 'EXPIRED', time: time + 900 }, 401));
  await expect(service.call(ACCOUNT, LIST)).rejects.toEqual(code('SERVICE_REFUSED'));
  expect(sent).toHaveLength(2);
});

test('a few seconds, and a time that is none, leave the clock alone', async () => {
  for (const told of [time + 4, time - 4, -1, 1.5, 2 ** 50, '1790000900', null]) {
    const { service, setClockOffset } = scene(() => json({ time: told }));
    await service.call(ACCOUNT, LIST);
    expect(setClockOffset).not.toHaveBeenCalled();
  }
});

test('what is no answer is a service that cannot be reached', async () => {
  const endless = () =>
    new ReadableStream<Uint8Array>({ pull: (to) => to.enqueue(new Uint8Array(65_536).fill(32)) });
  const answers: Answer[] = [
    () => Promise.reject(new TypeError('Failed to fetch')),
    () => new Response('<html>', { status: 200 }),
    () => new Response(null, { status: 204 }),
    () => new Response(Uint8Array.of(34, 255, 34)),
    () => new Response(endless()),
    () => json({ error: 'BUSY', time }, 503),
    () => json({ error: 'BUSY', time }, 429),
  ];
  for (const answer of answers) {
    const { service } = scene(answer);
    await expect(service.call(ACCOUNT, LIST)).rejects.toEqual(code('SERVICE_UNREACHABLE'));
  }
});

test('what was answered elsewhere is said apart', async () => {
  for (const status of [404, 409, 410]) {
    const { service } = scene(() => json({ error: 'WRONG_STATE', time }, status));
    await expect(service.call(ACCOUNT, LIST)).rejects.toEqual(code('REQUEST_GONE'));
  }
});

test('who gives up is not kept waiting', async () => {
  const stop = new AbortController();
  const { service } = scene(
    (request) =>
      new Promise((_, reject) => {
        request.signal.addEventListener('abort', () => reject(new Error('aborted')));
        stop.abort();
      }),
  );
  const call = service.call(ACCOUNT, LIST, stop.signal);
  await expect(call).rejects.toEqual(code('SERVICE_UNREACHABLE'));
});

test('a service that never answers, in whole or in part, cannot be reached', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date'] });
  try {
    const silent: Answer[] = [
      () => new Promise(() => undefined),
      () => new Response(new ReadableStream({ pull: () => new Promise(() => undefined) })),
    ];
    for (const answer of silent) {
      const { service, sent } = scene(answer);
      const call = service.call(ACCOUNT, LIST).catch((thrown: unknown) => thrown);
      // Signing is real work, which no clock hurries.
      await vi.waitFor(() => expect(sent).toHaveLength(1));
      await vi.advanceTimersByTimeAsync(15_000);
      expect(await call).toEqual(code('SERVICE_UNREACHABLE'));
    }
  } finally {
    vi.useRealTimers();
  }
});
