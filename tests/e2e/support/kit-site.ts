/**
 * A site of its own with the built page kit: the examples of docs/page-kit.md, an issuer in memory,
 * and the strictest policy under which the kit promises to work.
 */
import { readFileSync } from 'node:fs';
import type { Server } from 'node:http';
import { createServer } from 'node:http';
import { extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { getRequestListener } from '@hono/node-server';

import type { Power } from '../../../src/issuer/http/page-api.ts';
import { createPageHandler } from '../../../src/issuer/http/page-handler.ts';
import type { Issuer } from '../../../src/issuer/issuer.ts';
import { createIssuer } from '../../../src/issuer/issuer.ts';
import { generateIssuerKey } from '../../../src/issuer/signing-key.ts';
import { freePort } from '../../support/free-port.ts';

const ROOT = fileURLToPath(new URL('../../../', import.meta.url));
const EXAMPLES = join(ROOT, 'docs/examples/page-kit');

/** docs/page-kit.md says that this is enough. */
const STRICT_POLICY =
  "default-src 'none'; script-src 'self'; connect-src 'self'; " +
  "require-trusted-types-for 'script'; trusted-types lit-html";

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
};

export interface KitSite {
  readonly url: string;
  readonly issuer: Issuer;
  close(): Promise<void>;
}

export interface KitSiteOptions {
  /** Files besides the examples, by their paths. */
  readonly files?: Readonly<Record<string, string>>;
  /** Default: {@link STRICT_POLICY}. */
  readonly policy?: string;
  /** What each session may do, asked at each call. Default: everything. */
  readonly may?: () => readonly Power[];
}

export async function openKitSite({
  files = {},
  policy = STRICT_POLICY,
  may,
}: KitSiteOptions = {}): Promise<KitSite> {
  const issuer = createIssuer({ name: 'Northwind Bank', key: await generateIssuerKey() });
  const api = createPageHandler({
    issuer,
    owner: () => (may ? { owner: 'customer-17', may: may() } : 'customer-17'),
    ask: () => ({ kind: 'login', title: 'Sign in' }),
  });
  const answer = async (request: Request): Promise<Response> => {
    const { pathname } = new URL(request.url);
    if (pathname.startsWith('/api/')) return api(request);
    const text = files[pathname] ?? fileAt(pathname);
    if (text === undefined) return new Response(null, { status: 404 });
    return new Response(text, {
      headers: {
        'Content-Type': TYPES[extname(pathname)] ?? 'text/plain',
        'Content-Security-Policy': policy,
      },
    });
  };
  const port = await freePort();
  const server: Server = createServer((request, response) => void listener(request, response));
  const listener = getRequestListener(answer);
  await new Promise<void>((resolve) => server.listen(port, resolve));
  return {
    url: `http://localhost:${port}`,
    issuer,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function fileAt(pathname: string): string | undefined {
  const [, kit] = /^\/page-kit\/((?:words\/)?[\w.-]+\.js)$/.exec(pathname) ?? [];
  const [, example] = /^\/(plain\.html|plain\.js|react\.html)$/.exec(pathname) ?? [];
  if (kit !== undefined) return readFileSync(join(ROOT, 'dist/page-kit', kit), 'utf8');
  return example === undefined ? undefined : readFileSync(join(EXAMPLES, example), 'utf8');
}
