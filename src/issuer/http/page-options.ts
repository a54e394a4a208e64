/** What a site gives its page handler, and what each call of a page is made of. */
import type { BeginOptions } from '../begin.ts';
import type { InstanceView } from '../inspect.ts';
import type { Issuer } from '../issuer.ts';
import type { RequestOptions } from '../request-options.ts';
import type { Report } from './json.ts';

export type MaybePromise<T> = T | Promise<T>;

/** What the site itself decides. */
export interface PageHandlerOptions {
  /** The issuer whose calls the page makes. */
  readonly issuer: Issuer;
  /** The path below which the calls lie, without a slash at its end. Default: `/api`. */
  readonly base?: string;
  /**
   * Who is signed in, by whatever name the site knows people; undefined for nobody. (Calls that
   * change something carry JSON, which a form on another site can't send; cookies should be
   * `SameSite` nevertheless.) It is asked again, with the same request, at each event and each
   * comment of `GET events`, which ends once the answer is another one. No GET of this handler is
   * the person's activity: pages make them by themselves.
   */
  readonly owner: (request: Request) => MaybePromise<string | undefined>;
  /**
   * What a new account is called and numbered. Default: no label, a random serial number. A
   * replacement keeps the labels of its account, where that has any.
   */
  readonly account?: (owner: string) => MaybePromise<Omit<BeginOptions, 'owner'>>;
  /**
   * What a person is asked when the page sends `body` (`POST devices/{id}/requests`): the site's
   * own wording of what it knows, never the page's. Undefined refuses. Default: nothing can be
   * asked from the page.
   */
  readonly ask?: (
    body: Readonly<Record<string, unknown>>,
    owner: string,
    /** The call itself, for what it tells of the browser. */
    request: Request,
  ) => MaybePromise<RequestOptions | undefined>;
  /**
   * Whether this session may begin a replacement of a device without a code of it (a blocked or a
   * lost one): only where you have identified the person as strongly as when the account was first
   * activated. Default: never.
   */
  readonly mayReplace?: (
    owner: string,
    device: InstanceView,
    request: Request,
  ) => MaybePromise<boolean>;
  /**
   * The browser session that makes a call, by an unguessable value such as the session's id (22–200
   * visible ASCII characters): what a request shows is for the session that asked only. Default: a
   * cookie of the handler's own (`HttpOnly`, `SameSite=Strict`; see `secure`).
   */
  readonly asker?: (request: Request) => MaybePromise<string>;
  /**
   * Whether browsers call by https: the handler's own cookie is `Secure` and named `__Host-` then.
   * Default: true, unless the request's URL is http on a loopback host; so where a proxy ends TLS
   * and hides the outer host, give true.
   */
  readonly secure?: boolean;
  /**
   * The authenticator's address, for links that open it on the same device. Default: no such links.
   */
  readonly authenticator?: string;
  /** Keeps a serverless runtime alive until a notification is sent. */
  readonly waitUntil?: (sent: Promise<unknown>) => void;
  /** Aborted when the site closes: streams of events end then, and none is opened any more. */
  readonly signal?: AbortSignal;
  /** Default: `console.error`. */
  readonly report?: Report;
}

/** One call: who makes it, of which activation, device or request, with what. */
export interface PageCall extends PageHandlerOptions {
  readonly signedIn: string;
  /** The browser session; undefined where it has asked nothing yet. */
  readonly session: string | undefined;
  /** Opens the stream of this call's events. */
  readonly events: () => Promise<Response>;
  readonly id: string;
  readonly request: Request;
  /** Empty where the call has none. */
  readonly body: Readonly<Record<string, unknown>>;
}
