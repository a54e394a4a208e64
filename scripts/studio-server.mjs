/**
 * Serves the studio: its built page, and the brands of one folder to that page alone; Node alone.
 * Other sites that the person has open can neither read nor write (Host, Origin and a token), and
 * nothing outside the folder is written.
 */
import { randomBytes, timingSafeEqual } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { join } from 'node:path';

import {
  BrandError,
  brandFolder,
  brandVersion,
  listBrands,
  readBrand,
  writeBrand,
} from './brand-folder.mjs';
import { answerFile, listen } from './serve.mjs';

const PAGE = '/src/studio/index.html';
const HEADERS = {
  'Content-Security-Policy': "frame-ancestors 'self'",
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Referrer-Policy': 'no-referrer',
  'X-Content-Type-Options': 'nosniff',
};
/** Icons and a logo, as Base64 in JSON. */
const BODY_LIMIT = 8 * 1024 * 1024;

/** An answer other than 200, in the words of RFC 9457. */
class Problem extends Error {
  constructor(status, title, { detail, headers, findings } = {}) {
    super(title);
    this.status = status;
    this.headers = headers ?? {};
    this.body = { title, ...(detail && { detail }), ...(findings && { findings }) };
  }
}

/**
 * Resolves to the address and a way to close; rejects with the system's error where the port is
 * taken.
 * @param {object} options
 * @param {string} options.root the folder of brands, or one brand's
 * @param {string} options.built dist/studio
 * @param {number} options.port 0 takes any
 * @param {object} options.schema that of the configuration
 * @param {Function} options.check `checkConfig` of build-config.ts
 */
export async function serveStudio({ root, built, port, schema, check }) {
  const token = randomBytes(32).toString('base64url');
  const server = createServer((request, response) => {
    void respond(request, response).catch((thrown) => send(response, problemOf(thrown)));
  });
  await listen(server, port);
  const own = server.address().port;
  const hosts = [`127.0.0.1:${own}`, `localhost:${own}`];

  async function respond(request, response) {
    for (const [name, value] of Object.entries(HEADERS)) response.setHeader(name, value);
    // A site whose name has come to mean this machine would be of the same origin otherwise.
    if (!hosts.includes(request.headers.host)) throw new Problem(421, 'Not this host');
    const { pathname } = new URL(request.url, 'http://localhost');
    if (pathname.startsWith('/api/')) return send(response, await call(request, pathname.slice(5)));
    if (pathname === '/') return void response.writeHead(302, { Location: PAGE }).end();
    if (pathname === PAGE && request.method === 'GET') return sendPage(response);
    return answerFile(built, HEADERS, request, response);
  }

  async function sendPage(response) {
    const html = await readFile(join(built, PAGE), 'utf8');
    response.writeHead(200, {
      'Content-Type': 'text/html; charset=utf-8',
      'Cache-Control': 'no-store',
    });
    const meta = `<meta name="studio-token" content="${token}" />`;
    response.end(html.replace('</title>', `</title>${meta}`));
  }

  async function call(request, path) {
    if (!isToken(request.headers['x-studio-token'], token)) throw new Problem(403, 'No token');
    const isReading = request.method === 'GET';
    if (!isReading && !hosts.some((host) => request.headers.origin === `http://${host}`))
      throw new Problem(403, 'Another origin');
    const [, name] = /^brands\/([^/]+)$/.exec(path) ?? [];
    switch (`${request.method} ${name === undefined ? path : 'brands/NAME'}`) {
      case 'GET schema':
        return { body: schema };
      case 'GET brands':
        return { body: { brands: listBrands(root).map((each) => ({ name: each })) } };
      case 'GET brands/NAME':
        return brandAnswer(readBrand(folderOf(name)));
      case 'POST check':
        return { body: { findings: check((await bodyOf(request)).config, schema).findings } };
      case 'PUT brands/NAME':
        return save(folderOf(name), await bodyOf(request), request.headers);
      default:
        throw new Problem(404, 'No such call');
    }
  }

  function save(folder, { config: given, files = {} }, headers) {
    const { config, findings } = check(given, schema);
    if (!config) throw new Problem(422, 'The configuration has errors', { findings });
    const before = brandVersion(folder);
    const isAsKnown =
      headers['if-none-match'] === '*' ? before === undefined : headers['if-match'] === tag(before);
    if (!isAsKnown)
      throw new Problem(412, 'Saved elsewhere meanwhile', {
        headers: before === undefined ? {} : { ETag: tag(before) },
      });
    // As it was given: the schema's defaults stay the schema's.
    const saved = writeBrand(folder, given, files);
    return { body: { saved }, headers: { ETag: tag(brandVersion(folder)) } };
  }

  function folderOf(name) {
    return brandFolder(root, name);
  }

  return {
    url: `http://127.0.0.1:${own}/`,
    token,
    close: () =>
      new Promise((resolve) => {
        server.close(resolve);
        server.closeAllConnections();
      }),
  };
}

function brandAnswer({ config, files, version }) {
  return { body: { config, files }, headers: { ETag: tag(version) } };
}

function tag(version) {
  return `"${version}"`;
}

function isToken(given, token) {
  const [one, other] = [Buffer.from(String(given)), Buffer.from(token)];
  return one.length === other.length && timingSafeEqual(one, other);
}

/** @throws Problem for one that is too long or is not an object in JSON */
async function bodyOf(request) {
  const parts = [];
  let length = 0;
  for await (const part of request) {
    length += part.length;
    if (length > BODY_LIMIT) throw new Problem(413, 'At most 8 MB');
    parts.push(part);
  }
  try {
    const body = JSON.parse(Buffer.concat(parts).toString('utf8'));
    if (typeof body === 'object' && body !== null) return body;
  } catch {
    // The same as for JSON of another kind.
  }
  throw new Problem(400, 'Not a JSON object');
}

function problemOf(thrown) {
  if (thrown instanceof Problem) return thrown;
  if (thrown instanceof BrandError)
    return new Problem(422, thrown.message, {
      findings: [{ path: thrown.path, level: 'error', text: thrown.message }],
    });
  return new Problem(500, 'The folder could not be used', { detail: String(thrown?.message) });
}

function send(response, { status = 200, body, headers }) {
  if (response.headersSent) return void response.destroy();
  response.writeHead(status, {
    'Content-Type': status === 200 ? 'application/json' : 'application/problem+json',
    'Cache-Control': 'no-store',
    // What was refused may not have been read to its end.
    ...(status !== 200 && { Connection: 'close' }),
    ...headers,
  });
  response.end(JSON.stringify(body));
}
