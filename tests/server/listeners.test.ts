/** The service's listeners beside the proxy before them: who ends an idle connection first. */
import { readFileSync } from 'node:fs';

import { expect, it } from 'vitest';

import { KEEP_ALIVE_MS, listen } from '../../src/server/listeners.ts';

const PLACE = { host: '127.0.0.1', port: 0 };
const NGINX = readFileSync('docs/deploy/nginx.conf', 'utf8');

it('keep an idle connection longer than the proxy does', async () => {
  const upstreams = [...NGINX.matchAll(/^upstream \w+ \{([^}]+)\}/gm)];
  expect(upstreams.length).toBeGreaterThan(1);
  for (const [, upstream] of upstreams) {
    const [, seconds] = /^\s*keepalive_timeout (\d+)s;/m.exec(upstream!) ?? [];
    expect(Number(seconds) * 1000).toBeLessThan(KEEP_ALIVE_MS);
  }
  const application = {
    fetch: () => new Response('ok'),
    request: () => new Response('ok'),
  };
  const { ports, close } = await listen(
    { pages: application, api: application, operations: application } as never,
    { listeners: { public: PLACE, api: PLACE, operations: PLACE } } as never,
  );
  for (const port of Object.values(ports)) {
    const response = await fetch(`http://127.0.0.1:${port}/`);
    expect(response.headers.get('Keep-Alive')).toBe(`timeout=${KEEP_ALIVE_MS / 1000}`);
  }
  await close();
});
