/** The studio's server: for its own page alone, and for its own folder alone. */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import type { IncomingMessage } from 'node:http';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { checkConfig } from '../../scripts/build-config.ts';
import { serveStudio } from '../../scripts/studio-server.mjs';

const read = (path: string) =>
  JSON.parse(readFileSync(new URL(`../../public/${path}`, import.meta.url), 'utf8')) as object;
const config = read('config.json');
const folder = mkdtempSync(join(tmpdir(), 'tessera-studio-'));
const root = join(folder, 'brands');
const built = join(folder, 'built');
let studio: Awaited<ReturnType<typeof serveStudio>>;
let host: string;

interface Answer {
  readonly status: number;
  readonly headers: IncomingMessage['headers'];
  readonly text: string;
  json(): unknown;
}

/** As a page of another site could, too: with whatever headers. */
function call(
  method: string,
  path: string,
  { body, headers = {} }: { body?: unknown; headers?: Record<string, string | undefined> } = {},
): Promise<Answer> {
  const given = {
    Host: host,
    'X-Studio-Token': studio.token,
    Origin: `http://${host}`,
    ...headers,
  };
  const known = Object.entries(given).filter(([, value]) => value !== undefined);
  return new Promise((resolve, reject) => {
    const sent = request(
      { host: '127.0.0.1', port: new URL(studio.url).port, method, path },
      (response) => {
        const { statusCode: status = 0, headers: got } = response;
        text(response).then(
          (all) => resolve({ status, headers: got, text: all, json: () => JSON.parse(all) }),
          reject,
        );
      },
    );
    sent.on('error', reject);
    for (const [name, value] of known) sent.setHeader(name, value!);
    sent.end(typeof body === 'string' ? body : body && JSON.stringify(body));
  });
}

const save = (name: string, body: unknown, headers: Record<string, string | undefined> = {}) =>
  call('PUT', `/api/brands/${name}`, { body, headers: { 'If-None-Match': '*', ...headers } });

beforeAll(async () => {
  mkdirSync(join(built, 'src/studio'), { recursive: true });
  writeFileSync(join(built, 'src/studio/index.html'), '<title>Studio</title>');
  writeFileSync(join(folder, 'secret.txt'), 'secret');
  const schema = read('config.schema.json');
  studio = await serveStudio({
    root,
    built,
    port: 0,
    schema,
    check: checkConfig,
  });
  ({ host } = new URL(studio.url));
});
afterAll(async () => {
  await studio.close();
  rmSync(folder, { recursive: true });
});

describe('whoever calls', () => {
  it('is the page that has the token', async () => {
    expect((await call('GET', '/api/brands')).json()).toEqual({ brands: [] });
    for (const token of [undefined, '', 'x', studio.token.toLowerCase(), `${studio.token}x`])
      expect(
        await call('GET', '/api/brands', { headers: { 'X-Studio-Token': token } }),
      ).toMatchObject({ status: 403 });
  });

  it('names this machine, and no name that came to mean it', async () => {
    for (const path of ['/', '/src/studio/index.html', '/api/brands'])
      expect(await call('GET', path, { headers: { Host: 'studio.example' } })).toMatchObject({
        status: 421,
      });
    const { port } = new URL(studio.url);
    expect(
      await call('GET', '/api/brands', { headers: { Host: `localhost:${port}` } }),
    ).toMatchObject({
      status: 200,
    });
  });

  it('writes from the studio’s own origin', async () => {
    for (const origin of [undefined, 'null', 'https://studio.example', `https://${host}`])
      expect(await save('harbour', { config }, { Origin: origin })).toMatchObject({ status: 403 });
    expect((await call('GET', '/api/brands')).json()).toMatchObject({ brands: [] });
  });
});

it('gives the token to its page alone, which no other site can read', async () => {
  const page = await call('GET', '/src/studio/index.html');
  expect(page.text).toContain(`<meta name="studio-token" content="${studio.token}" />`);
  expect(page.headers).toMatchObject({
    'cache-control': 'no-store',
    'cross-origin-resource-policy': 'same-origin',
    'content-security-policy': "frame-ancestors 'self'",
    'x-content-type-options': 'nosniff',
  });
  expect(page.headers['access-control-allow-origin']).toBeUndefined();
  expect(await call('GET', '/')).toMatchObject({ status: 302 });
});

it('serves no file outside its build', async () => {
  for (const path of ['/../secret.txt', '/%2e%2e/secret.txt', '/src/..%2f..%2f..%2fsecret.txt'])
    expect((await call('GET', path)).status).toBe(404);
});

it('saves, reads back, and saves over what it knows', async () => {
  const first = await save('harbour', { config });
  expect(first.json()).toEqual({ saved: ['config.json'] });
  const loaded = await call('GET', '/api/brands/harbour');
  expect(loaded.json()).toEqual({ config, files: {} });
  expect(loaded.headers.etag).toBe(first.headers.etag);
  const known = { 'If-None-Match': undefined, 'If-Match': loaded.headers.etag };
  const other = { ...config, name: 'Harbour Key' };
  expect((await save('harbour', { config: other }, known)).status).toBe(200);
  expect((await call('GET', '/api/brands/harbour')).json()).toMatchObject({ config: other });
});

it('saves over nothing that it does not know', async () => {
  await save('woodgrove', { config });
  const { headers } = await call('GET', '/api/brands/woodgrove');
  for (const known of [
    { 'If-None-Match': '*' },
    { 'If-None-Match': undefined },
    { 'If-None-Match': undefined, 'If-Match': '"other"' },
  ]) {
    const refused = await save('woodgrove', { config: { ...config, name: 'Other' } }, known);
    expect(refused).toMatchObject({ status: 412, headers: { etag: headers.etag } });
  }
  expect((await call('GET', '/api/brands/woodgrove')).json()).toMatchObject({ config });
});

it('saves over nothing that it cannot read', async () => {
  mkdirSync(join(root, 'damaged'), { recursive: true });
  writeFileSync(join(root, 'damaged/config.json'), '<<<<<<< HEAD');
  expect(await call('GET', '/api/brands/damaged')).toMatchObject({ status: 422 });
  expect(await save('damaged', { config })).toMatchObject({ status: 412 });
  expect(readFileSync(join(root, 'damaged/config.json'), 'utf8')).toBe('<<<<<<< HEAD');
});

it('saves no configuration that the build would refuse, and says why', async () => {
  const refused = await save('contoso', { config: { ...config, pinLength: 3 } });
  expect(refused.status).toBe(422);
  expect(refused.json()).toMatchObject({ findings: [{ path: 'pinLength', level: 'error' }] });
  const logo = await save('contoso', { config: { ...config, logo: 'none.svg' } });
  expect(logo).toMatchObject({ status: 422 });
  expect(logo.json()).toMatchObject({ findings: [{ path: 'logo' }] });
  expect((await call('GET', '/api/brands/contoso')).status).toBe(422);
});

it('judges without saving', async () => {
  const { findings } = (
    await call('POST', '/api/check', { body: { config: { ...config, colour: 1 } } })
  ).json() as { findings: object[] };
  expect(findings).toContainEqual({
    path: 'colour',
    level: 'error',
    text: 'There is no such key: it may be misspelt.',
  });
});

it.each([
  ['not JSON', '{', 400],
  ['no object', '3', 400],
  ['too long', `"${'x'.repeat(9 * 1024 * 1024)}"`, 413],
])('refuses a body that is %s', async (_, body, status) => {
  expect((await save('harbour', body)).status).toBe(status);
});

it('knows no other call, name or method', async () => {
  for (const [method, path] of [
    ['GET', '/api/'],
    ['GET', '/api/brands/'],
    ['DELETE', '/api/brands/harbour'],
    ['POST', '/api/schema'],
  ] as const)
    expect((await call(method, path)).status).toBe(404);
  expect((await save('..%2fother', { config })).status).toBe(422);
  expect((await save('Harbour', { config })).status).toBe(422);
});
