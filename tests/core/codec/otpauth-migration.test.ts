/** Google Authenticator's export: one code, several in any order, hostile bytes. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { fromBase32 } from '../../../src/core/codec/base32.ts';
import { asciiBytes, concat, fromHex } from '../../../src/core/codec/bytes.ts';
import {
  addMigrationPart,
  migrated,
  readMigration,
} from '../../../src/core/codec/otpauth-migration.ts';
import { runs } from '../../chance.ts';
import { refusal, survives } from '../refusal.ts';

const HEAD = 'otpauth-migration://offline?data=';
const ONE =
  'CiUKEOSScPDSHzZchAj4tHXFJnwSBU1hc29uGgREZW5vIAEoATACCi4KEMOcxF7S6ZvozC%2BhS2VO3WcSC0lzc3V1' +
  'OkphbWVzGgVJc3N1dSABKAEwATgBEAEYASAAKJWa7zo%3D';
const TWO = [
  'CiUKEOSScPDSHzZchAj4tHXFJnwSBU1hc29uGgREZW5vIAEoATACEAEYAiAAKE0%3D',
  'CiUKEOSScPDSHzZchAj4tHXFJnwSBU1hc29uGgREZW5vIAEoATACEAEYAiABKE0%3D',
] as const;

const DENO = {
  type: 'totp',
  issuer: 'Deno',
  label: 'Mason',
  secret: fromBase32('4SJHB4GSD43FZBAI7C2HLRJGPQ'),
  otp: { algorithm: 'SHA1', digits: 6, period: 30 },
};

/** The URI of a message. */
function uriOf(message: Uint8Array): string {
  return HEAD + encodeURIComponent(Buffer.from(message).toString('base64'));
}

/** A field of bytes, shorter than 128. */
function bytesField(number: number, bytes: Uint8Array): Uint8Array {
  return concat(Uint8Array.of((number << 3) | 2, bytes.length), bytes);
}

/** A field with a small number. */
function varintField(number: number, value: number): Uint8Array {
  return Uint8Array.of(number << 3, value);
}

/** The message of one account with these fields. */
function codeOf(...fields: readonly Uint8Array[]): Uint8Array {
  return bytesField(1, concat(...fields));
}

const SECRET = bytesField(1, asciiBytes('12345678901234567890'));

describe('reads one code', () => {
  it('with two accounts', () => {
    expect(readMigration(HEAD + ONE)).toEqual({
      batch: 123_456_789,
      index: 0,
      size: 1,
      accounts: {
        entries: [
          DENO,
          {
            type: 'hotp',
            issuer: 'Issuu',
            label: 'James',
            secret: fromBase32('YOOMIXWS5GN6RTBPUFFWKTW5M4'),
            otp: { algorithm: 'SHA1', digits: 6 },
            counter: 1,
          },
        ],
        unreadable: [],
        others: 0,
      },
    });
  });

  it('whose plus signs a scanner turned into blanks, and without padding', () => {
    const plain = decodeURIComponent(ONE);
    const message = Buffer.from(plain, 'base64');
    // 0xfb, 0xef, 0xbe are four plus signs in base64.
    const withPlus = concat(message, bytesField(9, Uint8Array.of(0xfb, 0xef, 0xbe, 0xfb, 0xef)));
    const text = Buffer.from(withPlus).toString('base64');
    expect(text).toContain('+');
    const { accounts } = readMigration(HEAD + text.replaceAll('+', ' ').replace(/=+$/, ''));
    expect(accounts.entries).toHaveLength(2);
    expect(readMigration(HEAD + plain).accounts.entries).toHaveLength(2);
    expect(readMigration(`OTPAUTH-MIGRATION://OFFLINE/?data=${ONE}\n`).size).toBe(1);
  });

  it('of a batch with a negative number', () => {
    const message = concat(codeOf(SECRET), fromHex('28f9d2b4ffffffffffff01'));
    expect(readMigration(uriOf(message)).batch).toBe(-1_234_567);
  });

  it('with fields that are not known, of each wire type', () => {
    const unknown = concat(
      fromHex('4001'), // 8, varint
      fromHex('490102030405060708'), // 9, 64 bits
      bytesField(10, asciiBytes('unique')),
      fromHex('5d01020304'), // 11, 32 bits
    );
    const { accounts } = readMigration(uriOf(concat(codeOf(SECRET, unknown), unknown)));
    expect(accounts.entries).toMatchObject([{ type: 'totp', otp: { digits: 6, period: 30 } }]);
  });

  it.each([
    ['a hash that is not known', varintField(4, 4), 'algorithm'],
    ['a hash of no name', varintField(4, 9), 'algorithm'],
    ['digits of no number', varintField(5, 3), 'range'],
    ['another type', varintField(6, 3), 'kind'],
    ['a negative counter', concat(varintField(6, 1), fromHex('38ffffffffffffffffff01')), 'range'],
  ])('and names an account with %s', (_, field, why) => {
    const name = bytesField(2, asciiBytes('Deno:Mason'));
    const { accounts } = readMigration(uriOf(codeOf(SECRET, name, field)));
    expect(accounts).toEqual({
      entries: [],
      unreadable: [{ issuer: 'Deno', label: 'Mason', why }],
      others: 0,
    });
  });

  it('and names an account without a key', () => {
    const { accounts } = readMigration(uriOf(codeOf(bytesField(2, asciiBytes('x')))));
    expect(accounts.unreadable).toEqual([{ issuer: '', label: 'x', why: 'key' }]);
  });

  it.each([
    ['eight digits and SHA-512', concat(varintField(4, 3), varintField(5, 2)), 'SHA512', 8],
    ['nothing said', concat(varintField(4, 0), varintField(5, 0), varintField(6, 0)), 'SHA1', 6],
  ])('with %s', (_, fields, algorithm, digits) => {
    const { accounts } = readMigration(uriOf(codeOf(SECRET, fields)));
    expect(accounts.entries).toMatchObject([{ type: 'totp', otp: { algorithm, digits } }]);
  });
});

describe('collects a batch', () => {
  const parts = TWO.map((data) => readMigration(HEAD + data));
  const [first, second] = parts as [(typeof parts)[0], (typeof parts)[0]];

  it('in any order, each once', () => {
    const one = addMigrationPart(undefined, second);
    expect([one.parts.length, one.wanted]).toEqual([1, 2]);
    expect(addMigrationPart(one, readMigration(HEAD + TWO[1]))).toBe(one);
    const both = addMigrationPart(one, first);
    expect([both.parts.length, both.wanted]).toEqual([2, 2]);
    expect(migrated(both).entries).toEqual([DENO, DENO]);
    expect(migrated(both).entries[0]).toBe(first.accounts.entries[0]);
  });

  it('and another export beside it', () => {
    const other = readMigration(HEAD + ONE);
    const both = addMigrationPart(addMigrationPart(undefined, first), other);
    expect([both.parts.length, both.wanted]).toEqual([2, 3]);
    expect(migrated(both).entries.map(({ issuer }) => issuer)).toEqual(['Deno', 'Deno', 'Issuu']);
  });
});

describe('refuses', () => {
  it.each(['', 'otpauth://totp/x?secret=AA', 'otpauth-migration://online?data=AA'])(
    'as something else: %j',
    (text) => {
      expect(() => readMigration(text)).toThrow(refusal('NOT_OURS'));
    },
  );

  it.each([
    ['base64 that is none', `${HEAD}%25%25`],
    ['a code that is cut short', uriOf(codeOf(SECRET).slice(0, -1))],
    ['a length beyond the end', uriOf(fromHex('0affffffffffffffffff01'))],
    ['a number that never ends', uriOf(fromHex('18ffffffffffffffffffffffff'))],
    ['a group', uriOf(fromHex('0b0c'))],
    ['an index beyond the number of codes', uriOf(fromHex('18022002'))],
    ['a negative number of codes', uriOf(fromHex('18ffffffffffffffffff01'))],
    ['a million codes', uriOf(fromHex('18c0843d'))],
    ['a megabyte', HEAD + 'A'.repeat(1_000_000)],
  ])('%s', (_, uri) => {
    expect(() => readMigration(uri)).toThrow(refusal('DAMAGED'));
  });

  it('or reads any bytes', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 300 }), (bytes) =>
        survives(() => readMigration(uriOf(bytes))),
      ),
      runs(1000),
    );
  });

  it('or reads a code with any byte changed', async () => {
    const message = Buffer.from(decodeURIComponent(ONE), 'base64');
    const place = fc.nat(message.length - 1);
    await fc.assert(
      fc.asyncProperty(place, fc.nat(255), (at, byte) =>
        survives(() => readMigration(uriOf(Uint8Array.from(message).fill(byte, at, at + 1)))),
      ),
      runs(1000),
    );
  });
});
