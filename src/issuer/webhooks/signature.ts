/** Webhook messages and their signatures (Standard Webhooks 1.0.0, symmetric, `v1`). */
import { createHmac } from 'node:crypto';

import type { TesseraEvent } from '../events/event-types.ts';
import { isToNotify } from '../events/event-types.ts';

/** What a secret in text begins with. */
const SECRET_PREFIX = 'whsec_';
/** Bytes of a secret that is made here; the specification asks for 24 to 64. */
const SECRET_BYTES = 32;
const MIN_SECRET_BYTES = 24;
const MAX_SECRET_BYTES = 64;
const MILLISECONDS = 1000;

/** The headers of a message. */
export interface WebhookHeaders {
  /** The id of the event. */
  readonly 'webhook-id': string;
  /** Seconds since 1970 UTC, decimal. */
  readonly 'webhook-timestamp': string;
  /** `v1,` and a MAC in base64, for each secret. */
  readonly 'webhook-signature': string;
}

/** A secret by which a receiver knows whose a message is: `whsec_` and base64. */
export function generateWebhookSecret(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(SECRET_BYTES));
  return SECRET_PREFIX + Buffer.from(bytes).toString('base64');
}

/** Whether a text is a secret of 24 to 64 bytes. */
export function isWebhookSecret(secret: string): boolean {
  const text = secret.slice(SECRET_PREFIX.length);
  const bytes = Buffer.from(text, 'base64');
  return (
    secret.startsWith(SECRET_PREFIX) &&
    bytes.toString('base64') === text &&
    bytes.length >= MIN_SECRET_BYTES &&
    bytes.length <= MAX_SECRET_BYTES
  );
}

/** The body of an event's message. */
export function webhookBody(event: TesseraEvent): string {
  const { number, type, at, owner, device, serial, request, reference, data } = event;
  return JSON.stringify({
    type,
    timestamp: new Date(at * MILLISECONDS).toISOString(),
    data: {
      number,
      owner,
      device,
      serial,
      request,
      reference,
      ...(isToNotify(event) && { notify: true }),
      ...data,
    },
  });
}

/**
 * Signs a message at a time (seconds since 1970 UTC) with each of the secrets: the receiver takes
 * one that it knows, so a secret is changed while two are valid.
 */
export function signWebhook(
  secrets: readonly string[],
  id: string,
  time: number,
  body: string,
): WebhookHeaders {
  const signed = `${id}.${String(time)}.${body}`;
  const signatures = secrets.map((secret) => {
    const key = Buffer.from(secret.slice(SECRET_PREFIX.length), 'base64');
    return `v1,${createHmac('sha256', key).update(signed).digest('base64')}`;
  });
  return {
    'webhook-id': id,
    'webhook-timestamp': String(time),
    'webhook-signature': signatures.join(' '),
  };
}
