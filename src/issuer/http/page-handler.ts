/**
 * The calls that a site's page makes: activations, devices and requests of whoever is signed in,
 * and nobody else's.
 */
import { asciiBytes } from '../../core/codec/bytes.ts';
import { inCall } from '../argument-error.ts';
import {
  checkAll,
  checkBoolean,
  checkFault,
  checkForm,
  checkFunction,
  checkMethods,
  checkObject,
  checkOptional,
} from '../check.ts';
import { isUnreachable } from '../stores/store-error.ts';
import { checkAsker } from '../validate-arguments.ts';
import type { Handler } from './json.ts';
import { bodyBytes, BodyRefused, jsonObject, jsonResponse, pathBelow } from './json.ts';
import type { NodeBody, NodeRequest, NodeResponse } from './node-http.ts';
import { serveNode } from './node-http.ts';
import { askerCookie, askerIn, newAsker } from './page-asker.ts';
import { ASKING, PAGE_CALLS } from './page-calls.ts';
import { createEventStreams } from './page-events.ts';
import type { PageHandlerOptions, SessionOptions } from './page-options.ts';
import type { CallName } from './page-powers.ts';
import { NEEDS, refuseUnless } from './page-powers.ts';
import { pageProblem } from './page-problems.ts';
import { isSameSession, readSession } from './page-session.ts';
import { createWaits } from './page-wait.ts';

const BASE = /^(?:\/[^/?#]+)*$/;
/** What changes something says so in JSON; a DELETE names it by its path. */
const WITH_BODY = ['POST', 'PATCH'];
/** Options that are functions, if they are there at all. */
const FUNCTIONS = [
  'account',
  'accepted',
  'ask',
  'mayReplace',
  'asker',
  'waitUntil',
  'report',
] as const;
/** An id, a code of eight digits, or what a payment needs. */
const MAX_BODY_BYTES = 2048;

/** Serves Fetch API requests, and those of Node's http and the frameworks over it. */
export interface PageHandler extends Handler {
  /**
   * Serves a request of Node's `http`, of Express, or the raw one of Fastify: `owner` (and, where
   * they need the session too, `accepted`, `ask`, `asker`, `mayReplace`) in the place of the
   * handler's own, so that they can look at the framework's session. A body that the framework has
   * parsed is taken from `req.body`, or from `body`. Resolves when the answer is written or the
   * connection is closed, and never rejects.
   */
  readonly node: (
    req: NodeRequest,
    res: NodeResponse,
    session: SessionOptions & NodeBody,
  ) => Promise<void>;
}

/**
 * The handler; `PAGE_CALLS` lists what it answers, `page-api.ts` with what.
 */
export function createPageHandler(options: PageHandlerOptions): PageHandler {
  inCall('createPageHandler', () => checkOptions(options));
  const { issuer, base = '/api', secure, report = console.error, signal } = options;
  const openEvents = createEventStreams({ issuer, report, signal });
  const wait = createWaits(issuer, signal);

  async function answer(request: Request, site: PageHandlerOptions): Promise<Response> {
    const { name, id } = callOf(request.method, pathBelow(base, request) ?? '');
    if (name === undefined) return pageProblem({ error: 'NOT_FOUND' });
    const session = readSession(await site.owner(request));
    if (session === undefined) return pageProblem({ error: 'SIGNED_OUT' });
    const refused = refuseUnless(session, NEEDS[name]);
    if (refused) return refused;
    const bytes = await bodyBytes(request, MAX_BODY_BYTES);
    const body = WITH_BODY.includes(request.method)
      ? jsonObject(request, orEmptyObject(bytes))
      : {};
    const { owner: signedIn, may } = session;
    async function isStillSignedIn(): Promise<boolean> {
      return isSameSession(readSession(await site.owner(request)), session!);
    }
    const events = (): Promise<Response> =>
      openEvents(request, { owner: signedIn, isStillSignedIn });
    const call = { ...site, signedIn, may, isStillSignedIn, wait, request, events, id, body };
    const asker = site.asker ? await site.asker(request) : askerIn(request, secure);
    if (asker !== undefined) checkAsker(asker);
    const perform = PAGE_CALLS[name];
    if (asker !== undefined || name !== ASKING) return perform({ ...call, session: asker });
    const given = newAsker();
    const response = await perform({ ...call, session: given });
    response.headers.append('Set-Cookie', askerCookie(request, given, secure));
    return response;
  }

  async function handle(request: Request, site: PageHandlerOptions): Promise<Response> {
    try {
      return await answer(request, site);
    } catch (thrown) {
      if (thrown instanceof BodyRefused)
        return jsonResponse(thrown.status, { error: thrown.error });
      report(thrown);
      return pageProblem({ error: isUnreachable(thrown) ? 'BUSY' : 'UNEXPECTED' });
    }
  }

  return Object.assign((request: Request) => handle(request, options), {
    node: (req: NodeRequest, res: NodeResponse, { body, ...session }: SessionOptions & NodeBody) =>
      serveNode((request) => handle(request, { ...options, ...session }), { req, res, body }),
  });
}

function checkOptions(options: PageHandlerOptions): void {
  checkObject('options', options);
  const { issuer, base, owner, secure, authenticator, signal } = options;
  checkAll(
    () => checkMethods('issuer', issuer, ['begin', 'inspect', 'list', 'watch']),
    () => checkOptional('base', base, checkBase),
    () => checkFunction('owner', owner),
    () => checkOptional('secure', secure, checkBoolean),
    ...FUNCTIONS.map((name) => () => checkOptional(name, options[name], checkFunction)),
    () => checkOptional('signal', signal, checkSignal),
    () => checkOptional('authenticator', authenticator, checkUrl),
  );
}

function checkBase(field: string, base: unknown): void {
  const isBase = typeof base === 'string' && BASE.test(base);
  checkFault(field, base, isBase ? undefined : 'must begin with / and have none at its end');
}

function checkSignal(field: string, signal: unknown): void {
  checkMethods(field, signal, ['addEventListener']);
}

function checkUrl(field: string, url: unknown): void {
  checkForm(field, url, (text) => URL.canParse(text), 'a URL');
}

/** A call that has nothing to say may leave out its braces, but not its type. */
function orEmptyObject(body: Uint8Array): Uint8Array {
  return body.length === 0 ? asciiBytes('{}') : body;
}

/** `POST /devices/0123456789abcdef/revoke` → the call `POST devices/:id/revoke`, and the id. */
function callOf(
  method: string,
  path: string,
): { readonly name: CallName | undefined; readonly id: string } {
  const match = /^\/([a-z-]+)(?:\/([0-9a-f]{16}))?(?:\/([a-z-]+))?$/.exec(path);
  const [, first = '', id, action] = match ?? [];
  const ofWhat = id === undefined ? first : `${first}/:id`;
  const name = `${method} ${action === undefined ? ofWhat : `${ofWhat}/${action}`}`;
  return { name: isCall(name) ? name : undefined, id: id ?? '' };
}

function isCall(name: string): name is CallName {
  return Object.hasOwn(PAGE_CALLS, name);
}
