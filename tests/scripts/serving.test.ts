/** What both servers send of a built file: in which encoding, under which validator (RFC 9110). */
import { mkdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import type { IncomingHttpHeaders, OutgoingHttpHeaders, Server } from 'node:http';
import { request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { brotliDecompressSync, gunzipSync, gzipSync } from 'node:zlib';

import { serve } from '@hono/node-server';
import { build } from 'vite';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { digestOf } from '../../scripts/digest.mjs';
import { precompress } from '../../scripts/precompress.ts';
import { serveFiles } from '../../scripts/serve.mjs';
import { createBank } from '../../src/bank/server/bank.ts';
import { createIssuerFixture } from '../issuer/issuer-fixture.ts';
import { temporaryFolder } from '../issuer/stores-under-test.ts';

const { folder, remove } = temporaryFolder();
const built = join(folder, 'built');
/** Larger than its copies, unlike the other file. */
const WORDS = `export default '${'a word and another, '.repeat(100)}';\n`;

interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

beforeAll(async () => {
  const source = join(folder, 'source');
  mkdirSync(join(source, 'public'), { recursive: true });
  writeFileSync(join(source, 'index.html'), '<!doctype html><title>Page</title>');
  writeFileSync(join(source, 'public/words.js'), WORDS);
  writeFileSync(join(source, 'public/tiny.js'), '0');
  writeFileSync(join(source, 'public/picture.png'), Buffer.alloc(1000));
  await build({
    configFile: false,
    root: source,
    logLevel: 'error',
    plugins: [precompress()],
    build: { outDir: built },
  });
});
afterAll(remove);

const SERVERS: readonly (readonly [string, () => Promise<Server>])[] = [
  [
    'the authenticator’s',
    async () => (await serveFiles(built, { 'X-Content-Type-Options': 'nosniff' }, 0)) as Server,
  ],
  [
    'the bank’s',
    () => {
      const bank = createBank({ issuer: createIssuerFixture().issuer, page: built });
      return new Promise((resolve) => {
        const server = serve({ fetch: bank.fetch, port: 0, hostname: '127.0.0.1' }, () =>
          resolve(server as Server),
        );
      });
    },
  ],
];

describe.each(SERVERS)('the %s server', (_, start) => {
  let server: Server;
  beforeAll(async () => void (server = await start()));
  afterAll(() => void server.close());

  /** Asks without what `fetch` adds and takes away. */
  function ask(path: string, headers: OutgoingHttpHeaders = {}, method = 'GET'): Promise<Answer> {
    const { port } = server.address() as AddressInfo;
    return new Promise((resolve, reject) => {
      request({ host: '127.0.0.1', port, path, method, headers, agent: false }, (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('end', () =>
          resolve({
            status: response.statusCode!,
            headers: response.headers,
            body: Buffer.concat(chunks),
          }),
        );
      })
        .on('error', reject)
        .end();
    });
  }

  const accepting = (value: string) => ask('/words.js', { 'Accept-Encoding': value });

  it.each([
    ['br', 'br'],
    ['gzip, deflate, br, zstd', 'br'],
    ['gzip, deflate', 'gzip'],
    ['GZIP', 'gzip'],
    ['br;q=0, gzip', 'gzip'],
    ['br;q=0.2, gzip;q=0.8', 'gzip'],
    ['br;q=0.5 , gzip; q=0.5', 'br'],
    ['*', 'br'],
    ['*;q=0.1, br;q=0', 'gzip'],
    ['identity;q=0.1, gzip', 'gzip'],
    ['identity, br', 'br'],
  ])('sends for "%s" the copy in %s', async (header, encoding) => {
    const { status, headers, body } = await accepting(header);
    const unpack = encoding === 'br' ? brotliDecompressSync : gunzipSync;
    expect(status).toBe(200);
    expect(headers['content-encoding']).toBe(encoding);
    expect(headers['content-type']).toMatch(/^text\/javascript/);
    expect(headers['content-length']).toBe(String(body.length));
    expect(headers.vary).toBe('Accept-Encoding');
    expect(headers['x-content-type-options']).toBe('nosniff');
    expect(unpack(body).toString()).toBe(WORDS);
  });

  it.each([
    [''],
    ['deflate, zstd'],
    ['br;q=0, gzip;q=0'],
    ['*;q=0'],
    ['identity, br;q=0.5, gzip;q=0.5'],
  ])('sends for "%s" the file as it is', async (header) => {
    const { headers, body } = await accepting(header);
    expect(headers['content-encoding']).toBeUndefined();
    expect(headers['content-length']).toBe(String(WORDS.length));
    expect(headers.vary).toBe('Accept-Encoding');
    expect(body.toString()).toBe(WORDS);
  });

  it('sends as it is what no copy makes smaller, or what is compressed already', async () => {
    for (const path of ['/tiny.js', '/picture.png']) {
      const { status, headers } = await ask(path, { 'Accept-Encoding': 'br, gzip' });
      expect([status, headers['content-encoding']], path).toEqual([200, undefined]);
    }
  });

  it('gives each encoding a validator of its own, which saves sending it again', async () => {
    const tags = new Set<string>();
    for (const encoding of ['br', 'gzip', 'identity']) {
      const { headers } = await accepting(encoding);
      tags.add(headers.etag!);
      for (const known of [headers.etag!, `"other", W/${headers.etag}`, '*']) {
        const again = await ask('/words.js', {
          'Accept-Encoding': encoding,
          'If-None-Match': known,
        });
        expect([again.status, again.body.length], known).toEqual([304, 0]);
        expect(again.headers.etag).toBe(headers.etag);
        expect(again.headers.vary).toBe('Accept-Encoding');
        expect(again.headers['cache-control']).toBe('no-cache');
      }
      const changed = await ask('/words.js', { 'If-None-Match': '"other"' });
      expect(changed.status).toBe(200);
    }
    expect(tags.size).toBe(3);
  });

  it('says of a file what it would send, and sends nothing, for HEAD', async () => {
    const headers = { 'Accept-Encoding': 'br' };
    const { headers: sent } = await ask('/words.js', headers);
    const asked = await ask('/words.js', headers, 'HEAD');
    expect([asked.status, asked.body.length]).toEqual([200, 0]);
    for (const name of ['content-encoding', 'content-length', 'content-type', 'etag', 'vary'])
      expect(asked.headers[name], name).toBe(sent[name]);
  });

  it('sends the whole file for a part of it, and offers no parts', async () => {
    const answer = await ask('/words.js', { 'Accept-Encoding': 'br', Range: 'bytes=0-9' });
    expect(answer.status).toBe(200);
    expect(answer.headers['accept-ranges']).toBeUndefined();
    expect(brotliDecompressSync(answer.body).toString()).toBe(WORDS);
  });
});

describe('a compressed copy', () => {
  const words = join(built, 'words.js');

  it('does not count in the digest, unless it unpacks to something else', () => {
    const digest = digestOf(built);
    const copy = readFileSync(`${words}.gz`);
    rmSync(`${words}.gz`);
    expect(digestOf(built)).toBe(digest);
    for (const other of ['not gzip', gzipSync('other words')]) {
      writeFileSync(`${words}.gz`, other);
      expect(digestOf(built)).not.toBe(digest);
    }
    writeFileSync(`${words}.gz`, copy);
  });

  it('is not sent where its file is newer', async () => {
    const server = (await serveFiles(built, {}, 0)) as Server;
    const { port } = server.address() as AddressInfo;
    const bytes = () =>
      fetch(`http://127.0.0.1:${port}/words.js`, { headers: { 'Accept-Encoding': 'br' } }).then(
        (sent) => sent.text(),
      );
    const [before, after] = [new Date(0), new Date(1000)];
    writeFileSync(words, 'new');
    utimesSync(words, after, after);
    utimesSync(`${words}.br`, after, after);
    expect(await bytes()).toBe(WORDS);
    for (const suffix of ['.br', '.gz']) utimesSync(words + suffix, before, before);
    expect(await bytes()).toBe('new');
    server.close();
    server.closeAllConnections();
  });
});
