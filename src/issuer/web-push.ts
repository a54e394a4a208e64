/** Notifications by Web Push (RFC 8030): encrypted for the subscription (RFC 8291) and signed with VAPID (RFC 8292) by the `web-push` package; Node's https carries them. */
import { request } from 'node:https';
import webPush from 'web-push';
import { fromBase64url } from '../core/codec/bytes.ts';
import { TesseraError } from '../core/errors.ts';
import { publicLookup } from './public-lookup.ts';
import type { PushSender } from './push.ts';

/** A VAPID key pair, base64url: the public key an uncompressed point (65 bytes), the private one 32 bytes. */
export interface VapidKeys {
  readonly publicKey: string;
  readonly privateKey: string;
}

export interface WebPushOptions {
  readonly keys: VapidKeys;
  /** Whom a push service may turn to: a `mailto:` or `https:` URL. */
  readonly subject: string;
  /** Milliseconds after which a push service is given up. Default: 10,000. */
  readonly patience?: number;
  /** Carries one push, and resolves to the status of its answer. Default: https, to public addresses only. */
  readonly post?: (push: Push, signal: AbortSignal) => Promise<number>;
}

/** One push as an HTTP request. */
export interface Push {
  readonly endpoint: string;
  readonly method: 'POST';
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
}

const SEND_TIMEOUT_MS = 10_000;

/** A new key pair. Keep it: accounts know the one that they were activated with, and no other notifies them. */
export function generateVapidKeys(): VapidKeys {
  return webPush.generateVAPIDKeys();
}

/**
 * A sender for {@link IssuerOptions.push}.
 * @throws TesseraError OUT_OF_RANGE for keys or a subject that are none.
 */
export function createWebPush({
  keys,
  subject,
  patience = SEND_TIMEOUT_MS,
  post = postPublicly,
}: WebPushOptions): PushSender {
  const vapidDetails = { subject, ...keys };
  return {
    publicKey: checked(vapidDetails),
    async send({ endpoint, p256dh, auth }, text, ttl) {
      try {
        const subscription = { endpoint, keys: { p256dh, auth } };
        const push = webPush.generateRequestDetails(subscription, text, {
          vapidDetails,
          TTL: ttl,
          urgency: 'high',
          contentEncoding: 'aes128gcm',
        });
        const status = await post(push, AbortSignal.timeout(patience));
        if (status === 404 || status === 410) return 'gone';
        return status >= 200 && status < 300 ? 'sent' : 'failed';
      } catch {
        return 'failed';
      }
    },
  };
}

/** Signs something once, so that a wrong key is found when the site starts and not when it first matters. */
function checked(details: VapidKeys & { readonly subject: string }): Uint8Array {
  try {
    const { subject, publicKey, privateKey } = details;
    webPush.getVapidHeaders('https://push.example', subject, publicKey, privateKey, 'aes128gcm');
    return fromBase64url(publicKey);
  } catch (cause) {
    throw new TesseraError('OUT_OF_RANGE', { cause });
  }
}

/** The answer's body is of no interest and not read; redirections are not followed. */
function postPublicly(
  { endpoint, method, headers, body }: Push,
  signal: AbortSignal,
): Promise<number> {
  return new Promise((resolve, reject) => {
    // An agent of its own: a connection that the site keeps open inside its network was never looked up here.
    const options = { method, headers, signal, lookup: publicLookup, agent: false };
    const sent = request(endpoint, options, (answer) => {
      resolve(answer.statusCode ?? 0);
      answer.destroy();
    });
    sent.on('error', reject);
    sent.end(body);
  });
}
