/**
 * Notifications by Web Push (RFC 8030): encrypted for the subscription (RFC 8291) and signed with
 * VAPID (RFC 8292) by the `web-push` package; Node's https carries them.
 */
import webPush from 'web-push';

import { fromBase64url } from '../core/codec/bytes.ts';
import { argumentError, inCall } from './argument-error.ts';
import {
  checkAll,
  checkForm,
  checkFunction,
  checkObject,
  checkOptional,
  checkWhole,
} from './check.ts';
import { postForStatus, statusWithin } from './post-for-status.ts';
import { publicLookup } from './public-lookup.ts';
import type { PushAnswer, PushSender } from './push.ts';
import { isPublicName } from './push.ts';

/**
 * A VAPID key pair, base64url: the public key an uncompressed point (65 bytes), the private one 32
 * bytes.
 */
export interface VapidKeys {
  /** The public key. */
  readonly publicKey: string;
  /** The private key: a secret. */
  readonly privateKey: string;
}

/** What {@link createWebPush} needs. */
export interface WebPushOptions {
  /** The key pair that signs each push (RFC 8292). */
  readonly keys: VapidKeys;
  /**
   * Whom a push service may turn to: a `mailto:` or `https:` URL at a public name. Apple's refuses
   * every push of a subject at `localhost`, `.local` or `.invalid` (403 BadJwtToken).
   */
  readonly subject: string;
  /** Milliseconds that a push service has to answer. Default: 10,000. */
  readonly timeoutMs?: number;
  /**
   * Carries one push, and resolves to the status of its answer. Default: https, to public addresses
   * only.
   */
  readonly post?: (push: PushPost, signal: AbortSignal) => Promise<number>;
  /**
   * Called with what each push service answered, for the site's own log; what it returns or throws
   * changes nothing. Default: nothing is called. `Issuer.counts` has the statuses in any case.
   */
  readonly onAnswer?: (answer: PushServiceAnswer) => unknown;
}

/** What a push service answered. The subscription's own address, a secret, is left out. */
export interface PushServiceAnswer {
  /** Host name of the push service. */
  readonly service: string;
  /** HTTP status; absent where no answer came. */
  readonly status?: number;
}

/** One push as an HTTP request. */
export interface PushPost {
  /** The push service's URL for one subscription. */
  readonly endpoint: string;
  /** Always POST (RFC 8030 §5). */
  readonly method: 'POST';
  /** Headers, with the VAPID token. */
  readonly headers: Readonly<Record<string, string>>;
  /** The encrypted text (RFC 8291). */
  readonly body: Uint8Array;
}

const SEND_TIMEOUT_MS = 10_000;
/** Ten minutes. */
const MAX_TIMEOUT_MS = 600_000;
const SUBJECT = /^(?:mailto:|https:\/\/)./;
/** A mail address as far as its domain matters, without blanks, brackets and parameters. */
const MAILTO = /^mailto:[^\s<>@?]+@([^\s<>@?/:#]+)$/;
/** Names that lead nowhere (RFC 6761); no push service accepts them for long. */
const EMPTY_NAME = /(?:^|\.)(?:invalid|test)\.?$/;

/**
 * A new key pair. Keep it: accounts know the one that they were activated with, and no other
 * notifies them.
 */
export function generateVapidKeys(): VapidKeys {
  return webPush.generateVAPIDKeys();
}

/**
 * Creates a sender for the option `push` of an issuer.
 * @throws ArgumentError for keys or a subject that no push service accepts
 */
export function createWebPush(options: WebPushOptions): PushSender {
  inCall('createWebPush', () => checkOptions(options));
  const { keys, subject, timeoutMs = SEND_TIMEOUT_MS, post = postPublicly, onAnswer } = options;
  const vapidDetails = { subject, ...keys };
  return {
    publicKey: fromBase64url(keys.publicKey),
    async send({ endpoint, p256dh, auth }, text, ttl) {
      try {
        const subscription = { endpoint, keys: { p256dh, auth } };
        const push = webPush.generateRequestDetails(subscription, text, {
          vapidDetails,
          TTL: ttl,
          urgency: 'high',
          contentEncoding: 'aes128gcm',
        });
        const status = await statusWithin(timeoutMs, (signal) => post(push, signal));
        void tellAnswer(onAnswer, endpoint, status);
        return answerOf(status);
      } catch {
        return 'failed';
      }
    },
  };
}

/** What the site makes of an answer changes nothing of what came of the push. */
async function tellAnswer(
  onAnswer: WebPushOptions['onAnswer'],
  endpoint: string,
  status: number | undefined,
): Promise<void> {
  try {
    const service = new URL(endpoint).hostname;
    await onAnswer?.({ service, ...(status !== undefined && { status }) });
  } catch {
    // The site's own log failed.
  }
}

function answerOf(status: number | undefined): PushAnswer {
  if (status === undefined) return { result: 'failed' };
  if (status === 404 || status === 410) return { result: 'gone', status };
  return { result: status >= 200 && status < 300 ? 'sent' : 'failed', status };
}

function checkOptions(options: WebPushOptions): void {
  checkObject('options', options);
  const { keys, subject, timeoutMs, post, onAnswer } = options;
  checkAll(
    () => checkKeys(keys),
    () => checkForm('subject', subject, (text) => SUBJECT.test(text), 'a mailto: or https: URL'),
    () => checkOptional('timeoutMs', timeoutMs, checkTimeout),
    () => checkOptional('post', post, checkFunction),
    () => checkOptional('onAnswer', onAnswer, checkFunction),
  );
  checkForm('subject', subject, isContact, 'at a public name: push services refuse others');
  signOnce({ subject, ...keys });
}

function checkKeys(keys: VapidKeys): void {
  checkObject('keys', keys);
  const decodes = (length: number) => (text: string) => decodesTo(text, length);
  checkAll(
    () => checkForm('keys.publicKey', keys.publicKey, decodes(65), '65 bytes in base64url'),
    () => checkForm('keys.privateKey', keys.privateKey, decodes(32), '32 bytes in base64url'),
  );
}

function checkTimeout(field: string, timeout: unknown): void {
  checkWhole(field, timeout, 1, MAX_TIMEOUT_MS);
}

/** Returns true for an address that a push service can turn to. */
function isContact(subject: string): boolean {
  const domain = MAILTO.exec(subject)?.[1];
  try {
    const { protocol, hostname } = new URL(domain === undefined ? subject : `https://${domain}/`);
    return protocol === 'https:' && isPublicName(hostname) && !EMPTY_NAME.test(hostname);
  } catch {
    return false;
  }
}

function decodesTo(text: string, length: number): boolean {
  try {
    return fromBase64url(text).length === length;
  } catch {
    return false;
  }
}

/** Signs something once: a wrong key is found when the site starts, not with its first push. */
function signOnce({ subject, publicKey, privateKey }: VapidKeys & { subject: string }): void {
  try {
    webPush.getVapidHeaders('https://push.example', subject, publicKey, privateKey, 'aes128gcm');
  } catch (cause) {
    throw argumentError('keys', 'must be a VAPID key pair', cause);
  }
}

function postPublicly({ endpoint, headers, body }: PushPost, signal: AbortSignal): Promise<number> {
  return postForStatus({ url: endpoint, headers, body, lookup: publicLookup }, signal);
}
