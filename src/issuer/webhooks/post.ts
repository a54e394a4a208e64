/**
 * Carries one message to a receiver by HTTPS: to public addresses only unless the site allows
 * others, without following redirections, and within a time for the whole answer.
 */
import { request as requestPlainly } from 'node:http';
import { request as requestSecurely } from 'node:https';

import { publicLookup } from '../public-lookup.ts';
import { isPublicName } from '../push.ts';

/** One message. */
export interface WebhookPost {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
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
  return (post, signal) =>
    isReceiver(post.url, rules)
      ? send(post, signal, rules)
      : Promise.reject(new Error('not a receiver that may be called'));
}

function send(
  { url, headers, body }: WebhookPost,
  signal: AbortSignal,
  { isPrivateAllowed }: ReceiverRules,
): Promise<number> {
  const request = url.startsWith('https:') ? requestSecurely : requestPlainly;
  return new Promise((resolve, reject) => {
    // An agent of its own: a connection that the site keeps open inside its network was never
    // looked up here.
    const sent = request(
      url,
      {
        method: 'POST',
        headers: { ...headers, 'content-type': 'application/json' },
        signal,
        agent: false,
        ...(!isPrivateAllowed && { lookup: publicLookup }),
      },
      (answer) => {
        // The status is the whole answer: a body that never ends is not waited for.
        resolve(answer.statusCode ?? 0);
        answer.destroy();
      },
    );
    sent.on('error', reject);
    sent.end(body);
  });
}
