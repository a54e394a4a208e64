/** Signatures of webhooks, as a receiver with the package of Standard Webhooks verifies them. */
import { Webhook } from 'standardwebhooks';
import { expect, it } from 'vitest';

import type { TesseraEvent } from '../../../src/issuer/events/event-types.ts';
import {
  generateWebhookSecret,
  isWebhookSecret,
  signWebhook,
  webhookBody,
} from '../../../src/issuer/webhooks/signature.ts';

const nowSeconds = (): number => Math.floor(Date.now() / 1000);

const EVENT: TesseraEvent = {
  number: 48_211,
  id: '0d9f2c1e-0000-4000-8000-000000000001',
  type: 'request.approved',
  at: 1_790_000_042,
  owner: 'customer-17',
  device: '5f0c2ad1e9b7730a',
  serial: '7K2QD-M4XNP',
  request: '0b7e00112233aabb',
  reference: 'order-981',
  data: { by: 'service', wrongBefore: 4 },
};

it('is verified by the package of the specification', () => {
  const secret = generateWebhookSecret();
  const body = webhookBody(EVENT);
  const headers = signWebhook([secret], EVENT.id, nowSeconds(), body);
  expect(new Webhook(secret).verify(body, { ...headers })).toEqual({
    type: 'request.approved',
    timestamp: '2026-09-21T14:14:02.000Z',
    data: {
      number: 48_211,
      owner: 'customer-17',
      device: '5f0c2ad1e9b7730a',
      serial: '7K2QD-M4XNP',
      request: '0b7e00112233aabb',
      reference: 'order-981',
      notify: true,
      by: 'service',
      wrongBefore: 4,
    },
  });
});

it('equals the signature that the package makes', () => {
  const secret = generateWebhookSecret();
  const [id, time, body] = ['msg_1', 1_790_000_042, '{"type":"ä"}'] as const;
  const { 'webhook-signature': signature } = signWebhook([secret], id, time, body);
  expect(signature).toBe(new Webhook(secret).sign(id, new Date(time * 1000), body));
});

it('is taken under either secret during a change, and under no other', () => {
  const [former, next, foreign] = [1, 2, 3].map(generateWebhookSecret) as [string, string, string];
  const headers = signWebhook([next, former], EVENT.id, nowSeconds(), '{}');
  for (const secret of [former, next])
    expect(new Webhook(secret).verify('{}', { ...headers })).toEqual({});
  expect(() => new Webhook(foreign).verify('{}', { ...headers })).toThrow('No matching');
  expect(() => new Webhook(next).verify('{ }', { ...headers })).toThrow('No matching');
});

it.each([-301, 301])('is refused by a receiver whose clock differs by %i s', (seconds) => {
  const secret = generateWebhookSecret();
  const headers = signWebhook([secret], EVENT.id, nowSeconds() + seconds, '{}');
  expect(() => new Webhook(secret).verify('{}', { ...headers })).toThrow('timestamp');
});

it('knows a secret by its form', () => {
  expect(isWebhookSecret(generateWebhookSecret())).toBe(true);
  const base64 = (length: number) => Buffer.alloc(length, 1).toString('base64');
  for (const length of [24, 64]) expect(isWebhookSecret(`whsec_${base64(length)}`)).toBe(true);
  for (const wrong of [
    base64(32),
    `whsec_${base64(23)}`,
    `whsec_${base64(65)}`,
    'whsec_',
    'whsec_%',
  ])
    expect(isWebhookSecret(wrong), wrong).toBe(false);
});
