/**
 * Carries one message to a receiver by HTTPS: to public addresses only unless the site allows
 * others, without following redirections, and within a time for the whole answer.
 */
import { postForStatus } from '../post-for-status.ts';
import { publicLookup } from '../public-lookup.ts';
import { isPublicName } from '../push.ts';
import { createTimedLookup } from '../timed-lookup.ts';

/** One message. */
export interface WebhookPost {
  /** Where to. */
  readonly url: string;
  /** Names and values of headers. */
  readonly headers: Readonly<Record<string, string>>;
  /** JSON. */
  readonly body: string;
}

/** Which receivers a site allows. */
export interface ReceiverRules {
  /** Addresses in the site's own network, and plain HTTP. */
  readonly isPrivateAllowed: boolean;
}

/** Resolves to the status of the answer; rejects where there is none in time. */
export type PostWebhook = (post: WebhookPost, signal: AbortSignal) => Promise<number>;

/** Whether a URL may be called: https at a public name, unless the site allows others. */
export function isReceiver(url: string, { isPrivateAllowed }: ReceiverRules): boolean {
  if (!URL.canParse(url)) return false;
  const { protocol, hostname, username, password, hash } = new URL(url);
  if (username !== '' || password !== '' || hash !== '') return false;
  if (isPrivateAllowed) return protocol === 'https:' || protocol === 'http:';
  return protocol === 'https:' && isPublicName(hostname);
}

/** A carrier under these rules. */
export function createWebhookPost(rules: ReceiverRules): PostWebhook {
  const lookup = rules.isPrivateAllowed ? createTimedLookup() : publicLookup;
  return ({ url, headers, body }, signal) => {
    if (!isReceiver(url, rules))
      return Promise.reject(new Error('not a receiver that may be called'));
    const typed = { ...headers, 'content-type': 'application/json' };
    return postForStatus({ url, headers: typed, body, lookup }, signal);
  };
}
