/** The calls that a site's page makes: activations, devices and requests of whoever is signed in, and nobody else's. */
import { asciiBytes } from '../../core/codec/bytes.ts';
import type { BeginOptions } from '../begin.ts';
import { checkForm, checkFunction, checkMethods, checkObject } from '../check.ts';
import type { Issuer } from '../issuer.ts';
import type { RequestOptions } from '../request-options.ts';
import { BodyRefused, bodyBytes, json, jsonObject, pathBelow } from './json.ts';
import type { Handler, Report } from './json.ts';
import { PAGE_CALLS } from './page-calls.ts';
import { pageProblem } from './page-problems.ts';
import { isUnreachable } from '../stores/store-error.ts';

type MaybePromise<T> = T | Promise<T>;

/** What the site itself decides. */
export interface PageHandlerOptions {
  readonly issuer: Issuer;
  /** The path below which the calls lie, without a slash at its end. Default: `/api`. */
  readonly base?: string;
  /**
   * Who is signed in, by whatever name the site knows people; undefined for nobody. (Calls that change something carry JSON,
   * which a form on another site can't send; cookies should be `SameSite` nevertheless.)
   */
  readonly owner: (request: Request) => MaybePromise<string | undefined>;
  /** What a new account is called and numbered. Default: no label, a random serial number. */
  readonly account?: (owner: string) => MaybePromise<Omit<BeginOptions, 'owner'>>;
  /**
   * What a person is asked when the page sends `body` (`POST devices/{id}/requests`): the site's own wording of what it knows,
   * never the page's. Undefined refuses. Default: nothing can be asked from the page.
   */
  readonly ask?: (
    body: Readonly<Record<string, unknown>>,
    owner: string,
  ) => MaybePromise<RequestOptions | undefined>;
  /** The authenticator's address, for links that open it on the same device. Default: no such links. */
  readonly authenticator?: string;
  /** Keeps a serverless runtime alive until a notification is sent. */
  readonly waitUntil?: (sent: Promise<unknown>) => void;
  /** Default: `console.error`. */
  readonly report?: Report;
}

/** One call: who makes it, of which activation, device or request, with what. */
export interface PageCall extends PageHandlerOptions {
  readonly signedIn: string;
  readonly id: string;
  /** Empty where the call has none. */
  readonly body: Readonly<Record<string, unknown>>;
}

const BASE = /^(?:\/[^/?#]+)*$/;
/** An id, a code of eight digits, or what a payment needs. */
const LONGEST_BODY = 2048;

/**
 * The handler; `PAGE_CALLS` lists what it answers, `page-api.ts` with what.
 */
export function createPageHandler(options: PageHandlerOptions): Handler {
  checkOptions(options);
  const { base = '/api', owner, report = console.error } = options;

  async function answer(request: Request): Promise<Response> {
    const { call, id } = callOf(request.method, pathBelow(base, request) ?? '');
    if (call === undefined) return pageProblem({ error: 'NOT_FOUND' });
    const signedIn = await owner(request);
    if (signedIn === undefined) return pageProblem({ error: 'SIGNED_OUT' });
    const bytes = await bodyBytes(request, LONGEST_BODY);
    const body = request.method === 'POST' ? jsonObject(request, orEmptyObject(bytes)) : {};
    return call({ ...options, signedIn, id, body });
  }

  return async (request) => {
    try {
      return await answer(request);
    } catch (thrown) {
      if (thrown instanceof BodyRefused) return json(thrown.status, { error: thrown.error });
      report(thrown);
      return pageProblem({ error: isUnreachable(thrown) ? 'BUSY' : 'UNEXPECTED' });
    }
  };
}

function checkOptions(options: PageHandlerOptions): void {
  checkObject('options', options);
  const { issuer, base, owner, authenticator } = options;
  checkMethods('issuer', issuer, ['begin', 'inspect', 'list']);
  if (base !== undefined)
    checkForm('base', base, (text) => BASE.test(text), 'a path without a slash at its end');
  checkFunction('owner', owner);
  for (const name of ['account', 'ask', 'waitUntil', 'report'] as const)
    if (options[name] !== undefined) checkFunction(name, options[name]);
  if (authenticator !== undefined)
    checkForm('authenticator', authenticator, (text) => URL.canParse(text), 'a URL');
}

/** A call that has nothing to say may leave out its braces, but not its type. */
function orEmptyObject(body: Uint8Array): Uint8Array {
  return body.length === 0 ? asciiBytes('{}') : body;
}

/** `POST /devices/0123456789abcdef/revoke` → the call `POST devices/:id/revoke`, and the id. */
function callOf(
  method: string,
  path: string,
): { readonly call: ((call: PageCall) => Promise<Response>) | undefined; readonly id: string } {
  const match = /^\/([a-z]+)(?:\/([0-9a-f]{16}))?(?:\/([a-z-]+))?$/.exec(path);
  const [, first = '', id, action] = match ?? [];
  const name = `${method} ${first}${id === undefined ? '' : '/:id'}${action === undefined ? '' : `/${action}`}`;
  const call = Object.hasOwn(PAGE_CALLS, name) ? PAGE_CALLS[name] : undefined;
  return { call, id: id ?? '' };
}
