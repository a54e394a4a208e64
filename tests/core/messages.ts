/** Messages for tests: one of each, and arbitrary ones for fast-check. */
import fc from 'fast-check';

import type { Bytes } from '../../src/core/codec/bytes.ts';
import { fromHex } from '../../src/core/codec/bytes.ts';
import type { FirstMessage, Request, SecondMessage } from '../../src/core/codec/messages.ts';
import { textFault } from '../../src/core/codec/written-text.ts';
import { anyCharacter } from '../any-character.ts';

export const aFirst: FirstMessage = {
  activationId: fromHex('0102030405060708'),
  secret: fromHex('000102030405060708090a0b0c0d0e0f'),
  issuerKey: fromHex(`02${'6b17d1f2e12c4247f8bce6e563a440f277037d812deb33a0f4a13945d898c296'}`),
  expiresAt: 1_790_000_600,
  issuerName: 'Northwind Bank',
  issuedAt: 1_790_000_000,
};

export const aSecond: SecondMessage = {
  serial: 'TES0000001',
  sequence: 1,
  otp: { algorithm: 'SHA256', digits: 6, period: 30 },
  ocraSuite: 'OCRA-1:HOTP-SHA256-8:QH64',
  time: 1_790_000_100,
};

export const aRequest: Request = {
  requestId: fromHex('1112131415161718'),
  issuedAt: 1_790_000_000,
  expiresAt: 1_790_000_300,
  kind: 'transaction',
  title: 'Confirm payment',
  fields: [['Amount', '1 250.00 EUR']],
  pinRequired: false,
};

/** Any byte string of one length. */
function anyBytes(length: number): fc.Arbitrary<Bytes> {
  return fc
    .uint8Array({ minLength: length, maxLength: length })
    .map((data) => new Uint8Array(data));
}

/** Any text that a writer may write. */
function anyText(minLength: number, maxLength: number): fc.Arbitrary<string> {
  return fc
    .string({ unit: anyCharacter, minLength, maxLength })
    .map((text) => text.replace(/./gsu, (symbol) => (isSound(`a${symbol}a`) ? symbol : 'x')))
    .map((text) => (isSound(text) ? text : 'x'.repeat(minLength)));
}

function isSound(text: string): boolean {
  return textFault(text, { min: 0, max: Infinity, is: 'name' }) === undefined;
}

const anySerial = fc.stringMatching(/^[A-Za-z0-9-]{1,20}$/);
const anyTime = fc.integer({ min: 0, max: 2 ** 40 });

/** Small enough to fit into a message whatever the rest. */
export const anyFirst: fc.Arbitrary<FirstMessage> = fc.record(
  {
    activationId: anyBytes(8),
    secret: anyBytes(16),
    issuerKey: anyBytes(33),
    issuedAt: anyTime,
    expiresAt: anyTime.map((time) => 2 ** 40 + time),
    issuerName: anyText(1, 40),
    label: anyText(0, 20),
    replaces: anySerial,
  },
  { requiredKeys: ['activationId', 'secret', 'issuerKey', 'issuedAt', 'expiresAt', 'issuerName'] },
);

export const anySecond: fc.Arbitrary<SecondMessage> = fc.record(
  {
    serial: anySerial,
    sequence: fc.integer({ min: 0, max: 2 ** 32 - 1 }),
    otp: fc.record({
      algorithm: fc.constantFrom('SHA1', 'SHA256', 'SHA512'),
      digits: fc.integer({ min: 6, max: 8 }),
      period: fc.integer({ min: 15, max: 120 }),
    }),
    ocraSuite: fc.stringMatching(/^OCRA-1:HOTP-SHA(1|256|512)-[678]:QH64$/),
    time: anyTime,
    label: anyText(0, 20),
    serviceUrl: fc.constantFrom('https://bank.example/a', 'http://localhost:4174'),
    vapidKey: anyBytes(65),
  },
  { requiredKeys: ['serial', 'sequence', 'otp', 'ocraSuite', 'time'] },
);

export const anyRequest: fc.Arbitrary<Request> = fc
  .record({
    requestId: anyBytes(8),
    issuedAt: anyTime,
    life: fc.integer({ min: 0, max: 86_400 }),
    kind: fc.constantFrom('login' as const, 'transaction' as const),
    title: anyText(1, 20),
    fields: fc.array(fc.tuple(anyText(1, 10), anyText(0, 20)), { maxLength: 3 }),
    pinRequired: fc.boolean(),
  })
  .map(({ life, ...request }) => ({ ...request, expiresAt: request.issuedAt + life }));
