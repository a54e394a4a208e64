/** The Key URI: each deviation that is in use, what is written, and hostile text. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { fromBase32 } from '../../../src/core/codec/base32.ts';
import { toHex } from '../../../src/core/codec/bytes.ts';
import type { OtpAlgorithm } from '../../../src/core/codec/messages.ts';
import { MAX_ACCOUNT_TEXT } from '../../../src/core/codec/oath-bounds.ts';
import { isOathEntry, toOathEntry } from '../../../src/core/codec/oath-fields.ts';
import { MAX_OTPAUTH_LENGTH, readOtpauth, writeOtpauth } from '../../../src/core/codec/otpauth.ts';
import type { OathEntry } from '../../../src/core/oath-entry.ts';
import { anyCharacter } from '../../any-character.ts';
import { runs } from '../../chance.ts';
import { refusal, survives } from '../refusal.ts';
import { OTPAUTH_URIS } from './otpauth-uris.ts';

const KEY = '4SJHB4GSD43FZBAI7C2HLRJGPQ';

function entryOf(uri: string): OathEntry {
  const read = readOtpauth(uri);
  if (!isOathEntry(read)) throw new Error(`${uri} is unreadable: ${read.why}`);
  return read;
}

/** Issuer and label alone. */
function namesIn(uri: string): readonly [string, string] {
  const { issuer, label } = readOtpauth(uri);
  return [issuer, label];
}

describe('reads an account of each kind', () => {
  it('with everything said', () => {
    expect(entryOf(OTPAUTH_URIS.spdx[0])).toEqual({
      type: 'totp',
      issuer: 'SPDX',
      label: 'James',
      secret: fromBase32('5OM4WOOGPLQEF6UGN3CPEOOLWU'),
      otp: { algorithm: 'SHA256', digits: 7, period: 20 },
    });
    expect(entryOf(OTPAUTH_URIS.airCanada[0])).toEqual({
      type: 'hotp',
      issuer: 'Air Canada',
      label: 'Benjamin',
      secret: fromBase32('KUVJJOM753IHTNDSZVCNKL7GII'),
      otp: { algorithm: 'SHA256', digits: 7 },
      counter: 50,
    });
    const steam = { algorithm: 'SHA1', digits: 5, period: 30 };
    expect(entryOf(OTPAUTH_URIS.boeing[0])).toMatchObject({ type: 'steam', otp: steam });
  });

  it('with nothing said but the key', () => {
    expect(entryOf(`otpauth://totp/?secret=${KEY}`)).toMatchObject({
      issuer: '',
      label: '',
      otp: { algorithm: 'SHA1', digits: 6, period: 30 },
    });
    expect(entryOf(`otpauth://hotp?secret=${KEY}`)).toMatchObject({ type: 'hotp', counter: 0 });
  });

  it.each([
    `steam://${KEY}`,
    `STEAM://${KEY.toLowerCase()}`,
    `otpauth://totp/Steam:anna?secret=${KEY}&issuer=Steam`,
    `otpauth://totp/Steam:anna?secret=${KEY}`,
    `otpauth://totp/Valve:anna?secret=${KEY}&digits=5&steam`,
    `otpauth://steam/anna?secret=${KEY}&digits=6&algorithm=SHA512`,
  ])('and Steam as %s', (uri) => {
    expect(entryOf(uri)).toMatchObject({
      type: 'steam',
      otp: { algorithm: 'SHA1', digits: 5, period: 30 },
    });
    expect(toHex(entryOf(uri).secret)).toBe('e49270f0d21f365c8408f8b475c5267c');
  });

  it('but not as Steam what says that it is not, nor a counter’s', () => {
    expect(entryOf(`otpauth://totp/x?secret=${KEY}&steam=false`).type).toBe('totp');
    expect(entryOf(`otpauth://hotp/Steam:x?secret=${KEY}`).type).toBe('hotp');
    expect(entryOf(`otpauth://totp/steam:x?secret=${KEY}`).type).toBe('totp');
  });
});

describe('reads what servers and people write otherwise', () => {
  it.each([
    `apple-otpauth://totp/Deno:Mason?secret=${KEY}`,
    `OTPAUTH://TOTP/Deno:Mason?SECRET=${KEY}`,
    `otpauth:totp/Deno:Mason?secret=${KEY}`,
    `  otpauth://totp/Deno%3AMason?secret=${KEY}\r\n`,
    `otpauth://totp/Deno:%20Mason?secret=${KEY}&issuer=Deno`,
    `otpauth://totp/deno:Mason?secret=${KEY}&issuer=Deno`,
    `otpauth://totp/Mason?issuer=Deno&secret=${KEY}&image=https%3A%2F%2Fx.example%2Fi.png`,
    `pia://totp/Mason?secret=${KEY}&issuer=Deno&creator=privacyidea&serial=T1&pin=True`,
    `otpauth://totp/Mason?issuer=Denoperiod=30&secret=${KEY}`,
  ])('%s', (uri) => {
    const read = entryOf(uri);
    expect([read.issuer, read.label]).toEqual(['Deno', 'Mason']);
    expect(read.otp).toEqual({ algorithm: 'SHA1', digits: 6, period: 30 });
  });

  it.each([
    ['4sjh b4gs d43f zbai 7c2h lrjg pq', 'blanks'],
    ['4SJH-B4GS-D43F-ZBAI-7C2H-LRJG-PQ======', 'hyphens and padding'],
    ['4SJHB4GSD43FZBAI7C2HLRJGPQ%3D%3D', 'encoded padding'],
    ['4SJHB4GSD43FZBAI7C2HLRJGPR', 'spare bits'],
  ])('a key with %2$s: %1$s', (secret) => {
    const uri = `otpauth://totp/x?secret=${secret}`;
    expect(toHex(entryOf(uri).secret)).toBe('e49270f0d21f365c8408f8b475c5267c');
  });

  it.each([
    ['sha1', 'SHA1'],
    ['HmacSHA256', 'SHA256'],
    ['SHA-512', 'SHA512'],
    ['Algorithm.sha256', 'SHA256'],
    ['hmac-sha-256', 'SHA256'],
    ['', 'SHA1'],
  ])('the hash %j', (spelling, algorithm) => {
    const { otp } = entryOf(`otpauth://totp/x?secret=${KEY}&algorithm=${spelling}`);
    expect(otp.algorithm).toBe(algorithm);
  });

  it('a day password, whose period is hours', () => {
    const uri = `otpauth://daypassword/x?secret=${KEY}&period=43200`;
    expect(entryOf(uri)).toMatchObject({ type: 'totp', otp: { period: 43_200 } });
    const { otp } = entryOf(`otpauth://daypassword/x?secret=${KEY}`);
    expect(otp.period).toBe(86_400);
  });

  it.each([5, 7, 10])('%i digits', (digits) => {
    expect(entryOf(`otpauth://totp/x?secret=${KEY}&digits=${digits}`).otp.digits).toBe(digits);
  });
});

describe('names', () => {
  it.each([
    ['a:b:c', '', 'a', 'b:c'],
    ['a:b:c', 'a:b', 'a:b', 'c'],
    ['Bank:anna', 'Other', 'Other', 'Bank:anna'],
    ['me+tag@x.example', 'A+B', 'A B', 'me+tag@x.example'],
    ['a/b/c', 'X', 'X', 'a/b/c'],
    ['No#1:anna', '', 'No#1', 'anna'],
    ['100%:anna', '', '100%', 'anna'],
    ['%C3%84rzte:%F0%9F%94%91', '', 'Ärzte', '🔑'],
    ['%FF:anna', '', '%FF', 'anna'],
    ['a%00b%E2%80%AE:c%0Ad', '', 'ab', 'cd'],
    ['', 'Solo', 'Solo', ''],
    ['anna', '', '', 'anna'],
  ])('%s, issuer %j: %j, %j', (label, parameter, issuer, account) => {
    const rest = parameter === '' ? '' : `&issuer=${parameter}`;
    expect(namesIn(`otpauth://totp/${label}?secret=${KEY}${rest}`)).toEqual([issuer, account]);
  });

  it('are cut at 200 code points, none of them halved', () => {
    const long = encodeURIComponent('🔑'.repeat(300));
    const [issuer, label] = namesIn(
      `otpauth://totp/${long}?secret=${KEY}&issuer=${'x'.repeat(300)}`,
    );
    expect(label).toBe('🔑'.repeat(MAX_ACCOUNT_TEXT));
    expect(issuer).toBe('x'.repeat(MAX_ACCOUNT_TEXT));
  });
});

describe('names what cannot be brought in', () => {
  it.each([
    [`otpauth://yaotp/Yandex:anna?secret=${KEY}`, 'kind', 'Yandex', 'anna'],
    [`otpauth://pipush/P1?url=https%3A%2F%2Fx.example&issuer=PI`, 'kind', 'PI', 'P1'],
    ['motp://Firm:anna?secret=e3152afee62599c8', 'kind', 'Firm', 'anna'],
    [`otpauth://totp/T1?secret=${KEY}&2step_salt=8&issuer=PI`, 'kind', 'PI', 'T1'],
    [`otpauth://totp/Deno:Mason?secret=${KEY}&algorithm=MD5`, 'algorithm', 'Deno', 'Mason'],
    [`otpauth://totp/Deno:Mason?secret=${KEY}&digits=4`, 'range', 'Deno', 'Mason'],
    [`otpauth://totp/Deno:Mason?secret=${KEY}&digits=11`, 'range', 'Deno', 'Mason'],
    [`otpauth://totp/Deno:Mason?secret=${KEY}&digits=six`, 'range', 'Deno', 'Mason'],
    [`otpauth://totp/Deno:Mason?secret=${KEY}&period=9`, 'range', 'Deno', 'Mason'],
    [`otpauth://totp/Deno:Mason?secret=${KEY}&period=0`, 'range', 'Deno', 'Mason'],
    [`otpauth://totp/Deno:Mason?secret=${KEY}&period=86401`, 'range', 'Deno', 'Mason'],
    [`otpauth://hotp/Deno:Mason?secret=${KEY}&counter=-1`, 'range', 'Deno', 'Mason'],
    [`otpauth://hotp/Deno:Mason?secret=${KEY}&counter=9007199254740992`, 'range', 'Deno', 'Mason'],
    ['otpauth://totp/Deno:Mason', 'key', 'Deno', 'Mason'],
    ['otpauth://totp/Deno:Mason?secret=', 'key', 'Deno', 'Mason'],
    ['otpauth://totp/Deno:Mason?secret=4SJHB1', 'key', 'Deno', 'Mason'],
    [`otpauth://totp/Deno:Mason?secret=${'A'.repeat(206)}B`, 'key', 'Deno', 'Mason'],
    ['otpauth://totp/Deno:Mason?secret=AAAAAAAAAAAAAAAA', 'weak', 'Deno', 'Mason'],
    [`otpauth://totp/x?secret=${KEY}&issuer=${'y'.repeat(MAX_OTPAUTH_LENGTH)}`, 'form', '', ''],
  ])('%s: %s', (uri, why, issuer, label) => {
    expect(readOtpauth(uri)).toEqual({ why, issuer, label });
  });

  it.each([
    '',
    'https://x.example/otpauth://totp/x',
    'otpauth-migration://offline?data=',
    'TES1:A',
  ])('and knows %j to be something else', (text) => {
    expect(() => readOtpauth(text)).toThrow(refusal('NOT_OURS'));
  });

  it('overwrites a key that it refuses', () => {
    const secret = fromBase32(KEY);
    expect(toOathEntry({ type: 'totp', secret, digits: 4 })).toMatchObject({ why: 'range' });
    expect(secret).toEqual(new Uint8Array(16));
  });
});

/** A text as an account has it. */
const text = fc
  .string({ unit: anyCharacter, maxLength: 40 })
  .map((each) => each.replace(/[\p{Cc}\p{Cs}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu, ''))
  .map((each) => each.trim());
const algorithm = fc.constantFrom<OtpAlgorithm>('SHA1', 'SHA256', 'SHA512');
const digits = fc.integer({ min: 5, max: 10 });
const making = fc.oneof(
  fc.record({
    type: fc.constant('totp' as const),
    otp: fc.record({ algorithm, digits, period: fc.integer({ min: 10, max: 86_400 }) }),
  }),
  fc.record({
    type: fc.constant('hotp' as const),
    otp: fc.record({ algorithm, digits }),
    counter: fc.maxSafeNat(),
  }),
  fc.constant({
    type: 'steam' as const,
    otp: { algorithm: 'SHA1' as const, digits: 5, period: 30 },
  }),
);
const entry: fc.Arbitrary<OathEntry> = fc
  .tuple(
    making,
    fc.record({
      issuer: text.filter((issuer) => issuer !== 'Steam'),
      label: text,
      secret: fc
        .uint8Array({ minLength: 1, maxLength: 128 })
        .filter((key) => key.some((byte) => byte !== 0))
        .map((key) => new Uint8Array(key)),
    }),
    fc.record(
      { ownName: text.filter((name) => name !== ''), addedAt: fc.maxSafeNat() },
      { requiredKeys: [] },
    ),
  )
  .map(([how, what, more]) => ({ ...how, ...what, ...more }));

describe('writes', () => {
  it('the form that most programs read', () => {
    expect(writeOtpauth(entryOf(OTPAUTH_URIS.deno[0]))).toBe(OTPAUTH_URIS.deno[0]);
    expect(writeOtpauth(entryOf(OTPAUTH_URIS.boeing[0]))).toBe(OTPAUTH_URIS.boeing[0]);
    expect(writeOtpauth(entryOf(OTPAUTH_URIS.airCanada[0]))).toBe(
      OTPAUTH_URIS.airCanada[0].replace('Air+Canada', 'Air%20Canada'),
    );
    const own = { ...entryOf(OTPAUTH_URIS.deno[0]), ownName: "Anna's (2)", addedAt: 1_790_000_001 };
    expect(writeOtpauth(own)).toBe(
      `${OTPAUTH_URIS.deno[0]}&tessera_name=Anna%27s%20%282%29&tessera_at=1790000001`,
    );
  });

  it('what it reads back', () => {
    fc.assert(
      fc.property(entry, (account) => {
        expect(readOtpauth(writeOtpauth(account))).toEqual(account);
      }),
      runs(500, 20_000),
    );
  });

  it('no more than it reads, for the longest account', () => {
    const longest: OathEntry = {
      ...entryOf(OTPAUTH_URIS.wwe[0]),
      issuer: '🔑'.repeat(200),
      label: '🔒'.repeat(200),
      ownName: '🔓'.repeat(60),
      secret: new Uint8Array(128).fill(0xa5),
      counter: Number.MAX_SAFE_INTEGER,
      addedAt: Number.MAX_SAFE_INTEGER,
    };
    expect(readOtpauth(writeOtpauth(longest))).toEqual(longest);
  });
});

describe('survives', () => {
  it('any text behind any scheme', async () => {
    const scheme = fc.constantFrom('otpauth://totp/', 'otpauth://', 'steam://', 'motp://', 'pia:');
    const symbols = fc.string({
      unit: fc.constantFrom(...'?&=%:/#+ ab2\u202e\0🔑'),
      maxLength: 60,
    });
    await fc.assert(
      fc.asyncProperty(scheme, fc.oneof(symbols, fc.string({ unit: anyCharacter })), (head, rest) =>
        survives(() => readOtpauth(head + rest)),
      ),
      runs(2000),
    );
  });

  it.each(['&', '%', '%C3', 'issuer=', '+', ':', '/', '=', '\0', '\ud83d'])(
    'a megabyte of %j',
    (part) => {
      const long = part.repeat(Math.ceil(1_000_000 / part.length));
      expect(readOtpauth(`otpauth://totp/x?secret=${KEY}&${long}`)).toMatchObject({ why: 'form' });
      expect(() => readOtpauth(long)).toThrow(refusal('NOT_OURS'));
    },
  );
});
