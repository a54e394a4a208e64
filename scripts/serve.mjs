/**
 * Serves the built authenticator's files, with the headers that docs/deploying.md asks of a host;
 * Node alone.
 */
import { createHash } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import { createServer } from 'node:http';
import { extname, join, normalize, sep } from 'node:path';

import { acceptedEncodings } from './encodings.mjs';

const TYPES = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.webmanifest': 'application/manifest+json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
};

/** Resolves to a listening server; rejects with the system's error where the port is taken. */
export function serveFiles(folder, headers, port) {
  const server = createServer(
    (request, response) => void answerFile(folder, headers, request, response),
  );
  return listen(server, port);
}

/** Answers with a file of a folder; 404 where there is none. */
export async function answerFile(folder, headers, request, response) {
  for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
  if (request.method !== 'GET' && request.method !== 'HEAD') {
    response.writeHead(405, { Allow: 'GET, HEAD' }).end();
    return;
  }
  const file = fileFor(folder, request.url ?? '/');
  const sent = file && (await representation(file, request.headers['accept-encoding']));
  if (!sent) {
    response.writeHead(404, { 'Content-Type': 'text/plain; charset=utf-8' }).end('Not found\n');
    return;
  }
  response.setHeader('ETag', sent.tag);
  response.setHeader('Vary', 'Accept-Encoding');
  // Names under assets/ carry a hash of their content; everything else is asked for again.
  response.setHeader(
    'Cache-Control',
    file.includes(`${sep}assets${sep}`) ? 'public, max-age=31536000, immutable' : 'no-cache',
  );
  if (isKept(request.headers['if-none-match'], sent.tag)) {
    response.writeHead(304).end();
    return;
  }
  response.writeHead(200, {
    'Content-Type': TYPES[extname(file)] ?? 'application/octet-stream',
    'Content-Length': sent.body.length,
    ...(sent.encoding && { 'Content-Encoding': sent.encoding }),
  });
  response.end(request.method === 'HEAD' ? undefined : sent.body);
}

/** Reads what is sent for a file: the best copy that the request accepts, or the file as it is. */
async function representation(file, acceptEncoding) {
  const original = await statOf(file);
  if (!original) return undefined;
  for (const { name, suffix } of acceptedEncodings(acceptEncoding)) {
    const copy = await statOf(file + suffix);
    // One that is older than its file is of another version.
    const sent = copy && copy.mtimeMs >= original.mtimeMs && (await readOnce(file + suffix, copy));
    if (sent) return { ...sent, encoding: name };
  }
  return readOnce(file, original);
}

function statOf(file) {
  return stat(file).catch(() => undefined);
}

/** What was read, with its time and size: a page asks for the same files again and again. */
const read = new Map();

/** @returns the file's content and validator, as of `stats`; undefined where it can't be read */
async function readOnce(file, { mtimeMs, size }) {
  const before = read.get(file);
  if (before?.mtimeMs === mtimeMs && before.size === size) return before;
  const body = await readFile(file).catch(() => undefined);
  if (!body) return undefined;
  const sent = { body, tag: tagOf(body), mtimeMs, size };
  read.set(file, sent);
  return sent;
}

/** A strong validator (RFC 9110 §8.8.3): each encoding has its own. */
function tagOf(body) {
  return `"${createHash('sha256').update(body).digest('base64url')}"`;
}

function isKept(ifNoneMatch, tag) {
  const tags = (ifNoneMatch ?? '').split(',').map((each) => each.trim().replace(/^W\//, ''));
  return tags.includes('*') || tags.includes(tag);
}

function fileFor(folder, url) {
  let path;
  try {
    path = decodeURIComponent(new URL(url, 'http://localhost').pathname);
  } catch {
    return undefined;
  }
  if (path.includes('\0')) return undefined;
  const file = normalize(join(folder, path.endsWith('/') ? `${path}index.html` : path));
  return file.startsWith(folder + sep) ? file : undefined;
}

/** Resolves to the server once it listens, on this machine alone. */
export function listen(server, port) {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => resolve(server));
  });
}
