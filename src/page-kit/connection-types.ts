/** What a site gives its connection, and what it gets. */
import type { Asked, Device, PageRequest, Power, Problem } from '../issuer/http/page-api.ts';

/** A refusal of the server's, or that it could not be reached. */
export type CallProblem = Problem | { readonly error: 'UNREACHABLE' };

export type ApiResult<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly problem: CallProblem };

/** How a page's calls reach its handler, and whom they name. */
export interface CallOptions {
  /** The path or the URL below which the handler lies, without a slash at its end. */
  readonly base: string;
  /**
   * A ticket of the issuer's service: each call carries it, and no cookie. A function fetches one,
   * and is asked again when the last one has ended.
   */
  readonly ticket?: string | (() => Promise<string>);
  /** Sent with each call, where the session is neither in a cookie nor a ticket. */
  readonly headers?: () => Readonly<Record<string, string>>;
}

/** How a site signs a person in without leaving its page. */
export interface Session {
  /** Whether this browser session was signed in before: it then signs in by its person alone. */
  isKnown(): boolean;
  signIn(): Promise<ApiResult<unknown>>;
}

/** Whom to call: the same in every language, or by language. */
export type Contact = string | ((language: string) => string | undefined);

/** What a site says of itself. */
export interface SiteOptions {
  readonly session?: Session;
  /** The issuer's name, as the authenticator shows it. */
  readonly issuer?: string;
  /**
   * Whom to call, as a sentence names them: `the bank`; a function is asked by the language (`en`,
   * `zh-Hans`). Default, and where it returns undefined: `support` in that language.
   */
  readonly contact?: Contact;
}

/** What a site says of itself, and of the place of its page handler. */
export type ConnectionOptions = CallOptions & SiteOptions;

/** One site and one person: give the same one to each element of a page. */
export interface ActivationConnection {
  /** The devices of the person, newest first. */
  readonly devices: readonly Device[];
  /** Whether a call is under way. */
  readonly isBusy: boolean;
  /** Whether the session may do this, as the site said last: the elements offer nothing else. */
  isAllowed(power: Power): boolean;
  /** Fetches everything anew. */
  refresh(): Promise<void>;
}

/** One site and one person: give the same one to each element of a page. */
export interface PageConnection extends ActivationConnection {
  /** The open request that this browser session asked. */
  readonly request: PageRequest | undefined;
  /** What is asked in other sessions of the person, newest first. */
  readonly elsewhere: readonly Asked[];
  /** Asks a device; `content` is what the `ask` of the site's page handler understands. */
  ask(device: string, content: object): Promise<void>;
}
