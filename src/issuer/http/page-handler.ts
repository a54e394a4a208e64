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
import { askerCookie, askerIn, newAsker } from './page-asker.ts';
import { ASKING, PAGE_CALLS } from './page-calls.ts';
import { createEventStreams } from './page-events.ts';
import type { PageCall, PageHandlerOptions } from './page-options.ts';
import { pageProblem } from './page-problems.ts';

const BASE = /^(?:\/[^/?#]+)*$/;
/** What changes something says so in JSON; a DELETE names it by its path. */
const WITH_BODY = ['POST', 'PATCH'];
/** An id, a code of eight digits, or what a payment needs. */
const MAX_BODY_BYTES = 2048;

/**
 * The handler; `PAGE_CALLS` lists what it answers, `page-api.ts` with what.
 */
export function createPageHandler(options: PageHandlerOptions): Handler {
  inCall('createPageHandler', () => checkOptions(options));
  const { base = '/api', owner, asker, secure, report = console.error } = options;
  const openEvents = createEventStreams({ ...options, report, signal: options.signal });

  async function answer(request: Request): Promise<Response> {
    const { name, call, id } = callOf(request.method, pathBelow(base, request) ?? '');
    if (call === undefined) return pageProblem({ error: 'NOT_FOUND' });
    const signedIn = await owner(request);
    if (signedIn === undefined) return pageProblem({ error: 'SIGNED_OUT' });
    const bytes = await bodyBytes(request, MAX_BODY_BYTES);
    const body = WITH_BODY.includes(request.method)
      ? jsonObject(request, orEmptyObject(bytes))
      : {};
    const known = asker ? await asker(request) : askerIn(request, secure);
    if (known !== undefined) checkAsker(known);
    const events = (): Promise<Response> => openEvents(request, signedIn);
    const made = { ...options, signedIn, request, events, id, body };
    if (known !== undefined || name !== ASKING) return call({ ...made, session: known });
    const session = newAsker();
    const response = await call({ ...made, session });
    response.headers.append('Set-Cookie', askerCookie(request, session, secure));
    return response;
  }

  return async (request) => {
    try {
      return await answer(request);
    } catch (thrown) {
      if (thrown instanceof BodyRefused)
        return jsonResponse(thrown.status, { error: thrown.error });
      report(thrown);
      return pageProblem({ error: isUnreachable(thrown) ? 'BUSY' : 'UNEXPECTED' });
    }
  };
}

function checkOptions(options: PageHandlerOptions): void {
  checkObject('options', options);
  const { issuer, base, owner, secure, authenticator, signal } = options;
  const functions = ['account', 'ask', 'mayReplace', 'asker', 'waitUntil', 'report'] as const;
  checkAll(
    () => checkMethods('issuer', issuer, ['begin', 'inspect', 'list', 'watch']),
    () => checkOptional('base', base, checkBase),
    () => checkFunction('owner', owner),
    () => checkOptional('secure', secure, checkBoolean),
    ...functions.map((name) => () => checkOptional(name, options[name], checkFunction)),
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
): {
  readonly name: string;
  readonly call: ((call: PageCall) => Promise<Response>) | undefined;
  readonly id: string;
} {
  const match = /^\/([a-z]+)(?:\/([0-9a-f]{16}))?(?:\/([a-z-]+))?$/.exec(path);
  const [, first = '', id, action] = match ?? [];
  const name = `${method} ${first}${id === undefined ? '' : '/:id'}${action === undefined ? '' : `/${action}`}`;
  const call = Object.hasOwn(PAGE_CALLS, name) ? PAGE_CALLS[name] : undefined;
  return { name, call, id: id ?? '' };
}
