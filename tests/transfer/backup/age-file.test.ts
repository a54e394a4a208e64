/** The age layer against age's own test vectors, published bytes, and hostile headers. */
import { createHash } from 'node:crypto';
import { gunzipSync, inflateSync } from 'node:zlib';

import * as vectors from 'cctv-age';
import { afterEach, describe, expect, it, vi } from 'vitest';

import { asciiBytes, fromHex } from '../../../src/core/codec/bytes.ts';
import { decryptAge, encryptAge, isAgeFile } from '../../../src/transfer/backup/age-file.ts';

const PASSPHRASE = 'K7QF-2MHX-9RTW-C4JN-8PVD';
const FIRST_URI =
  'otpauth://totp/Deno:Mason?secret=4SJHB4GSD43FZBAI7C2HLRJGPQ&issuer=Deno&algorithm=SHA1&digits=6&period=30\n';

const ARMORED = `-----BEGIN AGE ENCRYPTED FILE-----
YWdlLWVuY3J5cHRpb24ub3JnL3YxCi0+IHNjcnlwdCBBQUVDQXdRRkJnY0lDUW9M
REEwT0R3IDEwCjIvL2psNnVJT1o2V1lUTkRZMjdDc2VqWVhkRDJabTZ6WnNWblEv
V1ZrWVkKLS0tIFlmSjd6Vy95K2ZybGhOUDZrUmJCT2xyTU4vYnl6K2NrN2RzVGdY
ZmF5NFUKYGFiY2RlZmdoaWprbG1ub7vuC0tYxYg0fsDH0R4o7D1TP2IvM0F3mb9j
2/RdR60OgeAabiAw58IfO+70QZzefUQo/bKJduffEj7wdBwpyX66Yj41JEQzK64v
Li2Ug7nvFRpHn2BfaBV/iXa0Kyz7PTxMaCugf2A4MQZMPjw/BObXm6L9Fr2KAsyV
-----END AGE ENCRYPTED FILE-----
`;

afterEach(() => {
  vi.restoreAllMocks();
});

/** Gives `crypto.getRandomValues` the bytes `first`, `first` + 1, … in the order of the calls. */
function fixRandomness(...firsts: readonly number[]): void {
  const left = [...firsts];
  vi.spyOn(crypto, 'getRandomValues').mockImplementation((array) => {
    const first = left.shift();
    if (first === undefined) throw new Error('More randomness than expected');
    (array as Uint8Array).forEach((_, i, bytes) => (bytes[i] = first + i));
    return array;
  });
}

describe('the published file', () => {
  it('opens to the first URI, in any wrapping', async () => {
    for (const text of [ARMORED, `\r\n \t${ARMORED.replaceAll('\n', '\r\n')}\n\n`])
      expect(Buffer.from(await decryptAge(asciiBytes(text), PASSPHRASE)).toString()).toBe(
        FIRST_URI,
      );
  });

  it('is written byte by byte from its file key, salt and nonce', async () => {
    await encryptAge(new Uint8Array(1), PASSPHRASE, 1); // Loading the library draws numbers, too.
    fixRandomness(0x40, 0x00, 0x60);
    const file = await encryptAge(asciiBytes(FIRST_URI), PASSPHRASE, 10);
    const lines = ARMORED.split('\n').slice(1, -2);
    expect(Buffer.from(file).toString('base64')).toBe(lines.join(''));
  });
});

describe('what cannot be opened', () => {
  const [HEAD, BODY] = ['age-encryption.org/v1\n', '2//jl6uIOZ6WYTNDY27CsejYXdD2Zm6zZsVnQ/WVkYY'];
  const MAC = '--- YfJ7zW/y+frlhNP6kRbBOlrMN/byz+ck7dsTgXfay4U\n';
  const SALT = 'AAECAwQFBgcICQoLDA0ODw';
  const NO_PAYLOAD = 'x'.repeat(48);

  function header(...stanzas: readonly string[]): Uint8Array {
    return asciiBytes(
      HEAD + stanzas.map((stanza) => `${stanza}\n${BODY}\n`).join('') + MAC + NO_PAYLOAD,
    );
  }

  it.each([
    ['another passphrase', asciiBytes(ARMORED), 'another', 'FILE_PASSWORD_WRONG'],
    ['a work factor of 19', header(`-> scrypt ${SALT} 19`), PASSPHRASE, 'FILE_TOO_COSTLY'],
    [
      'an endless work factor',
      header(`-> scrypt ${SALT} 99999999999`),
      PASSPHRASE,
      'FILE_TOO_COSTLY',
    ],
    ['a work factor of 0', header(`-> scrypt ${SALT} 0`), PASSPHRASE, 'FILE_DAMAGED'],
    [
      'a work factor with a zero before',
      header(`-> scrypt ${SALT} 010`),
      PASSPHRASE,
      'FILE_DAMAGED',
    ],
    ['no work factor', header(`-> scrypt ${SALT}`), PASSPHRASE, 'FILE_DAMAGED'],
    ['a short salt', header('-> scrypt AAEC 10'), PASSPHRASE, 'FILE_DAMAGED'],
    [
      'two passphrases',
      header(`-> scrypt ${SALT} 10`, `-> scrypt ${SALT} 10`),
      PASSPHRASE,
      'FILE_DAMAGED',
    ],
    [
      'a passphrase and a key',
      header(`-> scrypt ${SALT} 10`, '-> X25519 abc'),
      PASSPHRASE,
      'FILE_DAMAGED',
    ],
    ['a key alone', header('-> X25519 abc'), PASSPHRASE, 'FILE_UNKNOWN'],
    ['another version', asciiBytes('age-encryption.org/v2\n'), PASSPHRASE, 'FILE_DAMAGED'],
    ['half of an armor', asciiBytes(ARMORED.slice(0, 300)), PASSPHRASE, 'FILE_DAMAGED'],
    ['another file', asciiBytes('{"version": 1}'), PASSPHRASE, 'FILE_UNKNOWN'],
    ['nothing', new Uint8Array(), PASSPHRASE, 'FILE_UNKNOWN'],
  ])('refuses %s', async (_, file, passphrase, code) => {
    await expect(decryptAge(file, passphrase)).rejects.toMatchObject({ code });
  });

  it('says that memory is missing where a buffer cannot be allocated', async () => {
    const Whole = Uint8Array;
    const refuse = new Proxy(Whole, {
      construct(target, given: unknown[], newTarget: typeof Whole) {
        if (typeof given[0] === 'number' && given[0] >= 1 << 20)
          throw new RangeError('Array buffer allocation failed');
        return Reflect.construct(target, given, newTarget) as object;
      },
    });
    vi.stubGlobal('Uint8Array', refuse);
    try {
      await expect(decryptAge(header(`-> scrypt ${SALT} 16`), PASSPHRASE)).rejects.toMatchObject({
        code: 'FILE_NO_MEMORY',
      });
    } finally {
      vi.unstubAllGlobals();
    }
  });

  it('refuses every file that was cut or changed in one byte', async () => {
    const file = await encryptAge(asciiBytes(FIRST_URI), PASSPHRASE, 1);
    for (let at = 0; at < file.length; at += 1) {
      await expect(decryptAge(file.slice(0, at), PASSPHRASE)).rejects.toThrow();
      const changed = file.slice();
      changed[at]! ^= 1;
      await expect(decryptAge(changed, PASSPHRASE)).rejects.toThrow();
    }
  });
});

describe("age's own test vectors", () => {
  interface Vector {
    readonly fields: ReadonlyMap<string, string>;
    readonly file: Uint8Array;
  }

  function parse(whole: Uint8Array): Vector {
    const text = Buffer.from(whole).toString('latin1');
    const end = text.indexOf('\n\n');
    const lines = text.slice(0, end).split('\n');
    const fields = new Map(
      lines.map((line) => [line.slice(0, line.indexOf(': ')), line.slice(line.indexOf(': ') + 2)]),
    );
    const stored = whole.slice(end + 2);
    const compressed = fields.get('compressed');
    const file =
      compressed === 'zlib' ? inflateSync(stored) : compressed ? gunzipSync(stored) : stored;
    return { fields, file: Uint8Array.from(file) };
  }

  const all = Object.entries(vectors as Readonly<Record<string, Uint8Array>>).map(
    ([name, whole]) => [name, parse(whole)] as const,
  );
  const WITH_PASSPHRASE = all.filter(([, { fields }]) => fields.has('passphrase'));

  it('are many', () => {
    expect(all.length).toBeGreaterThan(100);
    expect(WITH_PASSPHRASE.length).toBeGreaterThan(15);
  });

  it.each(all)('%s', async (_, { fields, file }) => {
    const opened = await decryptAge(file, fields.get('passphrase') ?? PASSPHRASE).catch(
      (thrown: unknown) => thrown,
    );
    if (fields.get('expect') === 'success' && fields.has('passphrase')) {
      expect(
        createHash('sha256')
          .update(opened as Uint8Array)
          .digest('hex'),
      ).toBe(fields.get('payload'));
      return;
    }
    expect(opened).toMatchObject({
      name: 'TesseraError',
      code: expect.stringMatching(/^FILE_/) as string,
    });
    const hasScrypt = Buffer.from(file).includes('\n-> scrypt ');
    if (fields.get('expect') === 'no match')
      expect(opened).toMatchObject({ code: hasScrypt ? 'FILE_PASSWORD_WRONG' : 'FILE_UNKNOWN' });
  });
});

it('recognises its files, binary and armored, and no others', () => {
  expect(isAgeFile(asciiBytes('age-encryption.org/v1\n-> '))).toBe(true);
  expect(isAgeFile(asciiBytes(`  \n${ARMORED}`))).toBe(true);
  for (const other of ['', '   ', 'age-', '-----BEGIN PGP MESSAGE-----', '{"version":1}'])
    expect(isAgeFile(asciiBytes(other))).toBe(false);
  expect(isAgeFile(fromHex('00ff'))).toBe(false);
});
