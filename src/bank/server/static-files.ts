/**
 * The built page as files, each in the best encoding that a request accepts (RFC 9110 §12.5.3):
 * names with a hash are kept by the browser for good, everything else is asked for again.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';

import type { MiddlewareHandler } from 'hono';
import { parseAccept } from 'hono/utils/accept';
import { getMimeType } from 'hono/utils/mime';

import { customerLanguage } from './customer-language.ts';

const FOREVER = 'public, max-age=31536000, immutable';

/** The build's compressed copies beside a file, the preferred one first. */
const ENCODINGS = [
  { name: 'br', suffix: '.br' },
  { name: 'gzip', suffix: '.gz' },
];

/** Serves the files that a folder has at this moment. */
export function pageFiles(folder: string): MiddlewareHandler {
  const files = readFiles(folder);
  return async (c, next) => {
    const isPage = c.req.path === '/' || c.req.path === '/index.html';
    const own = `/index.${customerLanguage(c.req.raw)}.html`;
    const page = files.has(own) ? own : '/index.html';
    const path = isPage ? page : c.req.path;
    const file = files.get(path);
    if (!file) return next();
    const encoding = acceptedEncodings(c.req.header('Accept-Encoding')).find(({ suffix }) =>
      files.has(path + suffix),
    );
    const body = encoding ? files.get(path + encoding.suffix)! : file;
    return c.body(body, 200, {
      'Content-Type': getMimeType(path) ?? 'application/octet-stream',
      'Content-Length': String(body.length),
      'Cache-Control': path.startsWith('/assets/') ? FOREVER : 'no-cache',
      Vary: isPage ? 'Accept-Encoding, Accept-Language, Cookie' : 'Accept-Encoding',
      ...(encoding && { 'Content-Encoding': encoding.name }),
    });
  };
}

function readFiles(folder: string): ReadonlyMap<string, Uint8Array<ArrayBuffer>> {
  const paths = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
  return new Map(
    paths.map((path) => [
      `/${relative(folder, path).split(sep).join('/')}`,
      new Uint8Array(readFileSync(path)),
    ]),
  );
}

/** The encodings that a request accepts, the best first; the file as it is comes besides. */
function acceptedEncodings(header: string | undefined) {
  const accepted = parseAccept(header ?? '');
  const find = (name: string) => accepted.find(({ type }) => type.toLowerCase() === name);
  const weightOf = ({ name }: { name: string }) => (find(name) ?? find('*'))?.q ?? 0;
  const asIs = find('identity')?.q ?? 0;
  return ENCODINGS.filter((each) => weightOf(each) > 0 && weightOf(each) >= asIs).sort(
    (one, other) => weightOf(other) - weightOf(one),
  );
}
