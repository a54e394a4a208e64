/** What a site gives its page handler, and what each call of a page is made of. */
import type { BeginOptions } from '../begin.ts';
import type { InstanceView } from '../inspect.ts';
import type { Issuer } from '../issuer.ts';
import type { RequestOptions } from '../request-options.ts';
import type { Report } from './json.ts';
import type { Session, SessionOwner } from './page-session.ts';
import type { WaitForChange } from './page-wait.ts';

export type MaybePromise<T> = T | Promise<T>;

/** What the site itself decides. */
export interface PageHandlerOptions {
  /** The issuer whose calls the page makes. */
  readonly issuer: Issuer;
  /** The path below which the calls lie, without a slash at its end. Default: `/api`. */
  readonly base?: string;
  /**
   * Who is signed in, by whatever name the site knows people; undefined for nobody. A session that
   * may not do everything, such as one that has shown a password alone, says so: `{ owner, may }`.
   * Whoever may `activate` or `replace` gets a device that is as good as the others: give these
   * powers only to a person whom you would let in with it.
   *
   * (Calls that change something carry JSON, which a form on another site can't send; cookies
   * should be `SameSite` nevertheless.) It is asked again, with the same request, at each event and
   * each comment of `GET events`, which ends once the answer is another one, and after a wait. No
   * GET of this handler is the person's activity: pages make them by themselves.
   */
  readonly owner: (request: Request) => MaybePromise<SessionOwner>;
  /**
   * Told that this session has shown a code of one of the person's devices, before the call
   * answers, so that the site can raise its session in the same answer: the headers that it returns
   * are added. A request is told to the session that asked it (to the one where its code is typed,
   * where no session did), with each `GET requests/{id}` again, also where the approval came from
   * the authenticator. So raise the session as of `at`, which never changes, not as of now; and
   * look at `reference`. What it throws is a 500, and a one-time password is spent then.
   */
  readonly accepted?: (what: AcceptedProof, request: Request) => MaybePromise<AddedHeaders | void>;
  /**
   * What a new account is called and numbered. Default: no label, a random serial number. A
   * replacement keeps the labels of its account, where that has any.
   */
  readonly account?: (
    owner: string,
    /** The call itself, for the language of the label. */
    request: Request,
  ) => MaybePromise<Omit<BeginOptions, 'owner'>>;
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

/** A code of a person's device, shown by a session. Times are whole seconds since 1970 UTC. */
export interface AcceptedProof {
  /** A one-time password, or the approval of a request. */
  readonly kind: 'otp' | 'request';
  /** Who is signed in. */
  readonly owner: string;
  /** The device (its id). */
  readonly device: string;
  /** The request (its id). */
  readonly request?: string;
  /** The site's own name for what was asked. */
  readonly reference?: string;
  /** When the code, or the answer, was accepted. */
  readonly at: number;
}

/** Headers, as `Headers` or as names and values; of one name several (`Set-Cookie`) as pairs. */
export type AddedHeaders =
  | Iterable<readonly [name: string, value: string]>
  | Readonly<Record<string, string>>;

/** What a call can be given by whoever has its session at hand ({@link PageHandler.node}). */
export type SessionOptions = Pick<PageHandlerOptions, 'owner'> &
  Partial<Pick<PageHandlerOptions, 'accepted' | 'ask' | 'asker' | 'mayReplace'>>;

/** One call: who makes it, of which activation, device or request, with what. */
export interface PageCall extends PageHandlerOptions {
  /** Who is signed in. */
  readonly signedIn: string;
  /** What the session may do; undefined where it may do everything. */
  readonly may: Session['may'];
  /** Whether the session is still what it was when the call came. */
  readonly isStillSignedIn: () => Promise<boolean>;
  readonly wait: WaitForChange;
  /** The browser session; undefined where it has asked nothing yet. */
  readonly session: string | undefined;
  /** Opens the stream of this call's events. */
  readonly events: () => Promise<Response>;
  readonly id: string;
  readonly request: Request;
  /** Empty where the call has none. */
  readonly body: Readonly<Record<string, unknown>>;
}
