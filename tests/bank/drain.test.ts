/** A bank that is ended over Node's http: calls under way are answered, and pages let go. */
import type { ServerType } from '@hono/node-server';
import { serve } from '@hono/node-server';
import { expect, it } from 'vitest';

import { createBank } from '../../src/bank/server/bank.ts';
import { drain } from '../../src/bank/server/drain.ts';
import { createIssuerFixture } from '../issuer/issuer-fixture.ts';

const ADA = 'a'.repeat(32);
/** Milliseconds that no test waits for. */
const NEVER_MS = 600_000;

type Fetch = (request: Request) => Response | Promise<Response>;

async function serving(fetch: Fetch): Promise<{ server: ServerType; url: string }> {
  return new Promise((resolve) => {
    const server = serve({ fetch, port: 0, hostname: '127.0.0.1' }, ({ port }) =>
      resolve({ server, url: `http://127.0.0.1:${port}` }),
    );
  });
}

it('a call under way is answered', async () => {
  let answer: (response: Response) => void = () => undefined;
  let begun: () => void = () => undefined;
  const hasBegun = new Promise<void>((resolve) => (begun = resolve));
  const { server, url } = await serving(() => {
    begun();
    return new Promise<Response>((resolve) => (answer = resolve));
  });
  const called = fetch(url, { method: 'POST', body: '{}' });
  await hasBegun;
  const drained = drain(server, () => undefined, NEVER_MS);
  answer(new Response('counted', { headers: { Connection: 'close' } }));
  expect(await (await called).text()).toBe('counted');
  await drained;
  await expect(fetch(url)).rejects.toThrow();
});

it('pages that listen are let go', async () => {
  const closing = new AbortController();
  const bank = createBank({ issuer: createIssuerFixture().issuer, signal: closing.signal });
  const { server, url } = await serving(bank.fetch);
  const response = await fetch(`${url}/api/events`, { headers: { Customer: ADA } });
  const reader = response.body!.getReader();
  await reader.read();
  const drained = drain(server, () => closing.abort(), NEVER_MS);
  expect((await reader.read()).done).toBe(true);
  await drained;
});

it('a call that never ends is cut off', async () => {
  let begun: () => void = () => undefined;
  const hasBegun = new Promise<void>((resolve) => (begun = resolve));
  const { server, url } = await serving(() => {
    begun();
    return new Promise<Response>(() => undefined);
  });
  const called = expect(fetch(url)).rejects.toThrow();
  await hasBegun;
  await drain(server, () => undefined, 1);
  await called;
});
