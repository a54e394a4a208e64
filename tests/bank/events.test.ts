/** Events of the bank's page over Node's http: each comes when it happens, not with the next. */
import { serve } from '@hono/node-server';
import { afterEach, expect, it } from 'vitest';

import { createBank } from '../../src/bank/server/bank.ts';
import { createIssuerFixture, granted } from '../issuer/issuer-fixture.ts';

const ADA = 'a'.repeat(32);
const closing = new AbortController();
let server: ReturnType<typeof serve>;
afterEach(() => new Promise((resolve) => server.close(resolve)));

it('arrive one by one, and the streams end with the bank', async () => {
  const { issuer } = createIssuerFixture();
  const bank = createBank({ issuer, signal: closing.signal });
  const port = await new Promise<number>((resolve) => {
    server = serve({ fetch: bank.fetch, port: 0, hostname: '127.0.0.1' }, (at) => resolve(at.port));
  });
  const response = await fetch(`http://127.0.0.1:${String(port)}/api/events`, {
    headers: { Customer: ADA },
  });
  expect(response.headers.get('Content-Type')).toBe('text/event-stream');
  const reader = response.body!.pipeThrough(new TextDecoderStream()).getReader();
  expect((await reader.read()).value).toBe('retry: 2000\n\n');
  for (const state of ['CREATED', 'FAILED']) {
    const { id } =
      state === 'CREATED'
        ? granted(await issuer.begin({ owner: ADA }))
        : (await issuer.list(ADA))[0]!;
    if (state === 'FAILED') await issuer.cancel(id);
    const data = JSON.stringify({ id, state });
    expect((await reader.read()).value).toBe(`event: changed\ndata: ${data}\n\n`);
  }
  closing.abort();
  expect((await reader.read()).done).toBe(true);
});
