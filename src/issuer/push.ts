/**
 * Push subscriptions as browsers hand them out (Push API §8), and what an issuer is willing to send
 * to.
 */
import { fromBase64url } from '../core/codec/bytes.ts';
import type { PushTarget } from './instance.ts';

/** What came of telling the authenticator of a request. Whatever it is, the request stands. */
export type PushOutcome = 'sent' | 'no-subscription' | 'failed';

/** What came of one push. */
export type PushResult = 'sent' | 'gone' | 'failed';

/** What came of one push, with what the push service said. */
export interface PushAnswer {
  /** `gone`: the subscription has ended. */
  readonly result: PushResult;
  /** HTTP status of the answer; absent where none came. */
  readonly status?: number;
}

/** The way to a push service; `createWebPush` makes one. */
export interface PushSender {
  /** Public VAPID key, an uncompressed point of 65 bytes: key 16 of second messages. */
  readonly publicKey: Uint8Array;
  /**
   * Sends one text, to be kept for at most `ttl` seconds. Never rejects. A status is counted by
   * {@link Issuer.counts} (`push.201`), else the result is (`push.failed`).
   */
  send(target: PushTarget, text: string, ttl: number): Promise<PushResult | PushAnswer>;
}

const MAX_ENDPOINT_LENGTH = 2048;
/** Names that are found in one's own network only (RFC 6761, RFC 6762, RFC 8375, RFC 9476). */
const PRIVATE_NAME =
  /(?:^|\.)(?:localhost|local|internal|intranet|lan|home|corp|private|home\.arpa)$/;

/**
 * The subscription in a PushSubscription's JSON; undefined unless it is whole and leads to a named
 * host with https on its usual port: whoever subscribes must not choose where in the site's own
 * network a POST goes. (Names that resolve to private addresses are refused when it is sent.)
 */
export async function pushTarget(json: unknown): Promise<PushTarget | undefined> {
  const endpoint = ownMember(json, 'endpoint');
  const [p256dh, auth] = ['p256dh', 'auth'].map((name) => ownMember(ownMember(json, 'keys'), name));
  if (typeof endpoint !== 'string' || typeof p256dh !== 'string' || typeof auth !== 'string')
    return undefined;
  const sound = isPublicEndpoint(endpoint) && isSecret(auth) && (await isPoint(p256dh));
  return sound ? { endpoint, p256dh, auth } : undefined;
}

function ownMember(value: unknown, name: string): unknown {
  const own = typeof value === 'object' && value !== null && Object.hasOwn(value, name);
  return own ? (value as Readonly<Record<string, unknown>>)[name] : undefined;
}

function isPublicEndpoint(endpoint: string): boolean {
  // Printable ASCII: what a header may carry, and no look-alikes.
  if (endpoint.length > MAX_ENDPOINT_LENGTH || !/^[\x21-\x7e]+$/.test(endpoint)) return false;
  const url = toUrl(endpoint);
  if (url?.protocol !== 'https:' || url.port !== '' || url.username !== '' || url.password !== '')
    return false;
  return isPublicName(url.hostname);
}

/**
 * Whether a URL's host is a name that can be found from anywhere. An address in any of its
 * spellings has become `[…]` or four numbers, and is none.
 */
export function isPublicName(hostname: string): boolean {
  const host = hostname.replace(/\.$/, '');
  return /\.[a-z][a-z0-9-]*$/.test(host) && !PRIVATE_NAME.test(host);
}

function toUrl(url: string): URL | undefined {
  try {
    return new URL(url);
  } catch {
    return undefined;
  }
}

function isSecret(auth: string): boolean {
  return decodeKey(auth)?.length === 16;
}

async function isPoint(p256dh: string): Promise<boolean> {
  const point = decodeKey(p256dh);
  if (point?.length !== 65) return false;
  try {
    await crypto.subtle.importKey('raw', point, { name: 'ECDH', namedCurve: 'P-256' }, false, []);
    return true;
  } catch {
    return false;
  }
}

function decodeKey(text: string): Uint8Array<ArrayBuffer> | undefined {
  try {
    return text.length > 100 ? undefined : fromBase64url(text);
  } catch {
    return undefined;
  }
}
