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
  for (const { name, suffix } of acceptedEncodings(acceptEncoding)) {
    const body = await readCopy(file, file + suffix);
    if (body) return { body, encoding: name, tag: tagOf(body) };
  }
  const body = await readFile(file).catch(() => undefined);
  return body && { body, tag: tagOf(body) };
}

/** Reads a compressed copy; one that is older than its file is of another version. */
async function readCopy(file, copy) {
  try {
    const [original, compressed] = await Promise.all([stat(file), stat(copy)]);
    return compressed.mtimeMs >= original.mtimeMs ? await readFile(copy) : undefined;
  } catch {
    return undefined;
  }
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
