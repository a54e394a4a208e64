/** The limits of docs/protocol.md §1, §2, §5 and §7, on both sides of each. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import {
  decodeSecondPayload,
  encodeFirstPayload,
  encodeSecondPayload,
  readFirstFields,
} from '../../../src/core/codec/activation-payloads.ts';
import { concat, toHex } from '../../../src/core/codec/bytes.ts';
import { decodePayloadMap } from '../../../src/core/codec/cbor-fields.ts';
import {
  decodeChannelPayload,
  encodeChannelPayload,
} from '../../../src/core/codec/channel-payloads.ts';
import type { FirstMessage, Request, SecondMessage } from '../../../src/core/codec/messages.ts';
import { runs } from '../../chance.ts';
import { array, bytes, filled, hex, map, negative, text, uint } from '../hand-made.ts';
import { aFirst, anyFirst, anyRequest, anySecond, aRequest, aSecond } from '../messages.ts';
import { refusal } from '../refusal.ts';

const first = (payload: Uint8Array): FirstMessage => readFirstFields(decodePayloadMap(payload));

type Pair = [key: number, value: Uint8Array];

/** A payload by hand: the pairs of `base`, some replaced, added, or left out (undefined). */
function payload(base: readonly Pair[], changes: Record<number, Uint8Array | undefined> = {}) {
  const pairs = new Map<number, Uint8Array | undefined>(base);
  for (const [key, value] of Object.entries(changes)) pairs.set(Number(key), value);
  const order = (key: number): number => (key < 0 ? 1e6 - key : key);
  return map(
    ...[...pairs]
      .sort(([a], [b]) => order(a) - order(b))
      .flatMap(([key, value]): [Uint8Array, Uint8Array][] =>
        value === undefined ? [] : [[key < 0 ? negative(key) : uint(key), value]],
      ),
  );
}

const FIRST: readonly Pair[] = [
  [1, uint(1)],
  [2, bytes(filled(8))],
  [3, bytes(filled(16))],
  [4, bytes(filled(33))],
  [5, uint(1_790_000_600)],
  [6, text('Bank')],
  [8, uint(1_790_000_000)],
];
const OTP: readonly Pair[] = [
  [1, text('SHA256')],
  [2, uint(6)],
  [3, uint(30)],
];
const SECOND: readonly Pair[] = [
  [1, uint(2)],
  [10, text('A-1')],
  [11, uint(1)],
  [12, payload(OTP)],
  [13, text('OCRA-1:HOTP-SHA256-8:QH64')],
  [14, uint(1_790_000_000)],
];
const REQUEST: readonly Pair[] = [
  [1, uint(3)],
  [20, bytes(filled(8))],
  [21, uint(1_790_000_000)],
  [22, uint(1_790_000_300)],
  [23, text('login')],
  [24, text('Sign in')],
  [25, array()],
  [26, uint(0)],
];
const DEACTIVATION: readonly Pair[] = [
  [1, uint(4)],
  [20, bytes(filled(8))],
  [21, uint(1)],
];

/** Keys that any payload may or may not have. */
const ANY: [string, Record<number, Uint8Array | undefined>, boolean][] = [
  ['as it is', {}, true],
  ['an unknown key', { 99: text('ignored') }, true],
  ['an unknown key 0', { 0: uint(1) }, true],
  ['an unknown critical key', { [-1]: uint(1) }, false],
  ['another kind', { 1: uint(9) }, false],
  ['a kind that is text', { 1: text('1') }, false],
  ['no kind', { 1: undefined }, false],
];

const TEXTS: [string, Uint8Array, boolean][] = [
  ['plain', text('Ada’s account · 1 €'), true],
  ['right-to-left letters', text('בנק שלום'), true],
  ['emoji with joiners', text('👩‍👩‍👧'), true],
  ['a null', text('a\u0000'), false],
  ['a line break', text('a\nb'), false],
  ['delete', text('a\u007f'), false],
  ['a C1 control', text('a\u0085'), false],
  ['a right-to-left override', text('a\u202eb'), false],
  ['a left-to-right embedding', text('a\u202ab'), false],
  ['an isolate', text('a\u2066b'), false],
  ['a pop of an isolate', text('a\u2069b'), false],
  ['a byte string', bytes(filled(3)), false],
];

const astral = (length: number): Uint8Array => text('😀'.repeat(length));

const FIRST_CASES: typeof ANY = [
  ...ANY,
  ...TEXTS.map(([name, value, fine]): (typeof ANY)[0] => [
    `a name with ${name}`,
    { 6: value },
    fine,
  ]),
  ['a name of 40 code points', { 6: astral(40) }, true],
  ['a name of 41', { 6: astral(41) }, false],
  ['an empty name', { 6: text('') }, false],
  ['no name', { 6: undefined }, false],
  ['a label of 60', { 7: astral(60) }, true],
  ['a label of 61', { 7: astral(61) }, false],
  ['an empty label', { 7: text('') }, true],
  ['an id of 7 bytes', { 2: bytes(filled(7)) }, false],
  ['no id', { 2: undefined }, false],
  ['a secret of 17 bytes', { 3: bytes(filled(17)) }, false],
  ['a key of 32 bytes', { 4: bytes(filled(32)) }, false],
  ['no key', { 4: undefined }, false],
  ['a time before 1970', { 8: negative(-1) }, false],
  ['a time that is text', { 5: text('now') }, false],
  ['no time', { 5: undefined }, false],
  ['an end before its beginning', { 5: uint(1_789_999_999) }, false],
  ['an end at its beginning', { 5: uint(1_790_000_000) }, true],
  ['the last of all times', { 5: uint(Number.MAX_SAFE_INTEGER) }, true],
  ['a serial number', { 9: text('A-z09') }, true],
  ['an empty serial number', { 9: text('') }, false],
  ['a serial number with a space', { 9: text('A 1') }, false],
];

const SECOND_CASES: typeof ANY = [
  ...ANY,
  ['a serial number of 20', { 10: text('A'.repeat(20)) }, true],
  ['a serial number of 21', { 10: text('A'.repeat(21)) }, false],
  ['a serial number with an umlaut', { 10: text('Ä1') }, false],
  ['a serial number with a line break', { 10: text('A1\n') }, false],
  ['the sequence number 2^32 − 1', { 11: uint(2 ** 32 - 1) }, true],
  ['the sequence number 2^32', { 11: uint(2 ** 32) }, false],
  ['an empty label', { 7: text('') }, true],
  ['a label of 61', { 7: text('a'.repeat(61)) }, false],
  ['the last time', { 14: uint(2 ** 40) }, true],
  ['a time after the last', { 14: uint(2 ** 40 + 1) }, false],
  ['5 digits', { 12: payload(OTP, { 2: uint(5) }) }, false],
  ['8 digits', { 12: payload(OTP, { 2: uint(8) }) }, true],
  ['9 digits', { 12: payload(OTP, { 2: uint(9) }) }, false],
  ['a period of 14', { 12: payload(OTP, { 3: uint(14) }) }, false],
  ['a period of 15', { 12: payload(OTP, { 3: uint(15) }) }, true],
  ['a period of 120', { 12: payload(OTP, { 3: uint(120) }) }, true],
  ['a period of 121', { 12: payload(OTP, { 3: uint(121) }) }, false],
  ['SHA1', { 12: payload(OTP, { 1: text('SHA1') }) }, true],
  ['SHA512', { 12: payload(OTP, { 1: text('SHA512') }) }, true],
  ['MD5', { 12: payload(OTP, { 1: text('MD5') }) }, false],
  ['sha1', { 12: payload(OTP, { 1: text('sha1') }) }, false],
  ['no algorithm', { 12: payload(OTP, { 1: undefined }) }, false],
  ['an unknown key in the policy', { 12: payload(OTP, { 9: uint(1) }) }, true],
  ['a critical key in the policy', { 12: payload(OTP, { [-1]: uint(1) }) }, false],
  ['a policy that is an array', { 12: array() }, false],
  ['a suite of numeric questions', { 13: text('OCRA-1:HOTP-SHA1-6:QN08') }, false],
  ['a suite of SHA-1 and 6 digits', { 13: text('OCRA-1:HOTP-SHA1-6:QH64') }, true],
  ['a suite of 9 digits', { 13: text('OCRA-1:HOTP-SHA1-9:QH64') }, false],
  ['no suite', { 13: undefined }, false],
  ['an https service', { 15: text('https://bank.example:8443/a/b') }, true],
  ['a service at the root', { 15: text('https://bank.example') }, true],
  ['a service on localhost', { 15: text('http://localhost:4174/service') }, true],
  ['a service by plain http', { 15: text('http://bank.example/') }, false],
  ['a host that begins as localhost', { 15: text('http://localhost.example/') }, false],
  ['a service with a user name', { 15: text('https://bank.example@evil.example/') }, false],
  ['a service with a query', { 15: text('https://bank.example/?a') }, false],
  ['a service with a fragment', { 15: text('https://bank.example/#a') }, false],
  ['a script', { 15: text('javascript:alert(1)') }, false],
  ['a path', { 15: text('/service') }, false],
  ['a VAPID key', { 16: bytes(filled(65, 4)) }, true],
  ['a compressed VAPID key', { 16: bytes(filled(33, 2)) }, false],
];

const pair = (label: Uint8Array, value: Uint8Array): Uint8Array => array(label, value);
const approvedAt = (at: number): Uint8Array =>
  map([uint(1), array(array(bytes(filled(4)), uint(at)))]);
const otpAt = (at: number): Uint8Array => map([uint(2), uint(at)]);
const REQUEST_CASES: typeof ANY = [
  ...ANY,
  ...TEXTS.map(([name, value, fine]): (typeof ANY)[0] => [
    `a title with ${name}`,
    { 24: value },
    fine,
  ]),
  ...TEXTS.map(([name, value, fine]): (typeof ANY)[0] => [
    `a value with ${name}`,
    { 25: array(pair(text('To'), value)) },
    fine,
  ]),
  ['an id of 9 bytes', { 20: bytes(filled(9)) }, false],
  ['a life of 24 hours', { 22: uint(1_790_086_400) }, true],
  ['a life of a second more', { 22: uint(1_790_086_401) }, false],
  ['an end before its beginning', { 22: uint(1_789_999_999) }, false],
  ['a transaction', { 23: text('transaction') }, true],
  ['another kind of request', { 23: text('vote') }, false],
  ['an empty title', { 24: text('') }, false],
  ['a title of 60', { 24: astral(60) }, true],
  ['a title of 61', { 24: astral(61) }, false],
  ['16 fields', { 25: array(...Array<Uint8Array>(16).fill(pair(text('a'), text('')))) }, true],
  ['17 fields', { 25: array(...Array<Uint8Array>(17).fill(pair(text('a'), text('')))) }, false],
  ['a label of 40', { 25: array(pair(astral(40), text('b'))) }, true],
  ['a label of 41', { 25: array(pair(astral(41), text('b'))) }, false],
  ['an empty label', { 25: array(pair(text(''), text('b'))) }, false],
  ['a value of 120', { 25: array(pair(text('a'), text('b'.repeat(120)))) }, true],
  ['a value of 121', { 25: array(pair(text('a'), text('b'.repeat(121)))) }, false],
  ['a field of three', { 25: array(array(text('a'), text('b'), text('c'))) }, false],
  ['a field of one', { 25: array(array(text('a'))) }, false],
  ['a field that is text', { 25: array(text('ab')) }, false],
  ['fields that are a map', { 25: map() }, false],
  ['no fields', { 25: undefined }, false],
  ['no flags', { 26: undefined }, false],
  ['flags below zero', { 26: negative(-1) }, false],
  ['an unknown flag', { 26: uint(2) }, true],
  ['the last time', { 21: uint(2 ** 40), 22: uint(2 ** 40) }, true],
  ['a time after the last', { 21: uint(2 ** 40 + 1), 22: uint(2 ** 40 + 1) }, false],
  ['an approval of 60 seconds later', { 27: approvedAt(1_790_000_060) }, true],
  ['an approval of 61 seconds later', { 27: approvedAt(1_790_000_061) }, false],
  ['an approval at no time', { 27: approvedAt(2 ** 50) }, false],
  ['a one-time password of 60 seconds later', { 27: otpAt(1_790_000_060) }, true],
  ['a one-time password of 61 seconds later', { 27: otpAt(1_790_000_061) }, false],
  ['a one-time password at no time', { 27: otpAt(2 ** 50) }, false],
];

const DEACTIVATION_CASES: typeof ANY = [
  ...ANY,
  ['the last time', { 21: uint(2 ** 40) }, true],
  ['a time after the last', { 21: uint(2 ** 40 + 1) }, false],
];

describe.each([
  { name: 'first', base: FIRST, cases: FIRST_CASES, read: first },
  { name: 'second', base: SECOND, cases: SECOND_CASES, read: decodeSecondPayload },
  { name: 'request', base: REQUEST, cases: REQUEST_CASES, read: decodeChannelPayload },
  {
    name: 'deactivation',
    base: DEACTIVATION,
    cases: DEACTIVATION_CASES,
    read: decodeChannelPayload,
  },
])('the $name payload', ({ base, cases, read }) => {
  it.each(cases.filter(([, , fine]) => fine))('accepts %s', (_, changes) => {
    expect(read(payload(base, changes))).toBeTypeOf('object');
  });

  it.each(cases.filter(([, , fine]) => !fine))('refuses %s', (_, changes) => {
    expect(() => read(payload(base, changes))).toThrow(refusal('OUT_OF_RANGE'));
  });
});

describe('payloads', () => {
  it('are one map with integer keys', () => {
    for (const bad of [hex('80'), hex('01'), map([text('1'), uint(1)]), concat(map(), hex('00'))]) {
      expect(() => decodePayloadMap(bad)).toThrow(refusal('DAMAGED'));
      expect(() => decodeSecondPayload(bad)).toThrow(refusal('OUT_OF_RANGE'));
      expect(() => decodeChannelPayload(bad)).toThrow(refusal('OUT_OF_RANGE'));
    }
  });

  it('tell by their flags whether the PIN is required', () => {
    for (const [flags, pinRequired] of [
      [0, false],
      [1, true],
      [2, false],
      [3, true],
    ] as const) {
      const read = decodeChannelPayload(payload(REQUEST, { 26: uint(flags) }));
      expect(read).toMatchObject({ request: { pinRequired } });
    }
  });

  it('are not written with a time that no reader takes', () => {
    const at = aRequest.issuedAt + 61;
    const approvals = [{ idPrefix: filled(4), at }];
    for (const lastAccepted of [{ approvals }, { approvals: [], otpAt: at }]) {
      const written = { kind: 'request', request: { ...aRequest, lastAccepted } } as const;
      expect(() => encodeChannelPayload(written)).toThrow(refusal('OUT_OF_RANGE'));
    }
  });

  it('read back as what was written', () => {
    fc.assert(
      fc.property(anyFirst, anySecond, anyRequest, (one, two, three) => {
        expect(first(encodeFirstPayload(one))).toEqual(one);
        expect(decodeSecondPayload(encodeSecondPayload(two))).toEqual(two);
        const channel = { kind: 'request', request: three } as const;
        expect(decodeChannelPayload(encodeChannelPayload(channel))).toEqual(channel);
      }),
      runs(),
    );
  });

  it('are written as made by hand', () => {
    expect(toHex(encodeFirstPayload(first(payload(FIRST))))).toBe(toHex(payload(FIRST)));
    const second = decodeSecondPayload(payload(SECOND));
    expect(toHex(encodeSecondPayload(second))).toBe(toHex(payload(SECOND)));
    for (const base of [REQUEST, DEACTIVATION]) {
      const channel = decodeChannelPayload(payload(base));
      expect(toHex(encodeChannelPayload(channel))).toBe(toHex(payload(base)));
    }
  });

  it('are not written beyond their limits', () => {
    const firsts: Partial<FirstMessage>[] = [
      { issuerName: '' },
      { issuerName: 'a\u202eb' },
      { issuerName: '\ud800' },
      { secret: filled(15) },
      { expiresAt: 1.5 },
      { expiresAt: 0 },
      { replaces: 'a b' },
    ];
    for (const change of firsts) {
      expect(() => encodeFirstPayload({ ...aFirst, ...change })).toThrow(refusal('OUT_OF_RANGE'));
    }
    const seconds: Partial<SecondMessage>[] = [
      { sequence: 2 ** 32 },
      { serial: '' },
      { otp: { algorithm: 'SHA1', digits: 9, period: 30 } },
      { serviceUrl: 'http://bank.example' },
    ];
    for (const change of seconds) {
      expect(() => encodeSecondPayload({ ...aSecond, ...change })).toThrow(refusal('OUT_OF_RANGE'));
    }
    const requests: Partial<Request>[] = [
      { title: '' },
      { expiresAt: aRequest.issuedAt + 86_401 },
      { fields: [['', 'a']] },
    ];
    for (const change of requests) {
      const request = { ...aRequest, ...change };
      expect(() => encodeChannelPayload({ kind: 'request', request })).toThrow(
        refusal('OUT_OF_RANGE'),
      );
    }
  });
});
