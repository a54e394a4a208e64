/** A move's request, numbers and whole, against an independent implementation's values. */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { deflateRawSync } from 'node:zlib';

import { Encrypter, identityToRecipient } from 'age-encryption';
import { afterEach, describe, expect, it, vi } from 'vitest';

import { concat, fromHex, toHex } from '../../../src/core/codec/bytes.ts';
import { comparisonNumber } from '../../../src/transfer/move/compare.ts';
import { createOneTimeKey, recipientOf } from '../../../src/transfer/move/one-time-key.ts';
import { createPartWriter, digestOf } from '../../../src/transfer/move/part-writer.ts';
import { receiptOf } from '../../../src/transfer/move/receipt.ts';
import { readRequest, writeRequest } from '../../../src/transfer/move/request.ts';
import { openWhole, sealWhole } from '../../../src/transfer/move/whole.ts';
import {
  codeOf,
  COUNT,
  counting,
  EPHEMERAL,
  FILE_KEY,
  LIST,
  LIST_DIGEST,
  LIST_WITH_FIRST_LINE,
  NONCE,
  NUMBER,
  PARTS,
  PUBLIC_KEY,
  RECEIPT,
  RECEIPT_SECRET,
  REQUEST,
  sha256Hex,
  WHOLE,
} from './vectors.ts';

/** Debian's. */
const AGE = '/usr/bin/age';
const IDENTITY_FILE = 'tests/vectors/moving/v-id.txt';
const identity = readFileSync(IDENTITY_FILE, 'utf8').trim();

afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
});

/** The vector's whole, made by the code itself with the vector's randomness. */
async function vectorWhole(): Promise<Uint8Array> {
  const drawn = [FILE_KEY, EPHEMERAL, NONCE];
  vi.stubGlobal('CompressionStream', undefined);
  vi.spyOn(crypto, 'getRandomValues').mockImplementation((array) => {
    (array as unknown as Uint8Array).set(drawn.shift()!);
    return array;
  });
  const { whole } = await sealWhole(
    { list: LIST, count: COUNT },
    fromHex(PUBLIC_KEY),
    () => new Uint8Array(RECEIPT_SECRET),
  );
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
  return whole;
}

/** An age file to the vector's key around a plaintext of our choosing. */
async function sealed(...plaintext: readonly Uint8Array[]): Promise<Uint8Array<ArrayBuffer>> {
  const encrypter = new Encrypter();
  encrypter.addRecipient(recipientOf(fromHex(PUBLIC_KEY)));
  return new Uint8Array(await encrypter.encrypt(concat(...plaintext)));
}

async function refusal(whole: Uint8Array, key: CryptoKey | string = identity): Promise<string> {
  return codeOf(openWhole(whole, await digestOf(whole), key));
}

describe('a request', () => {
  it('is written and read as the vector says', () => {
    expect(writeRequest(fromHex(PUBLIC_KEY))).toBe(REQUEST);
    expect(toHex(readRequest(REQUEST))).toBe(PUBLIC_KEY);
  });

  it('has the number of the vector', () => {
    expect(comparisonNumber(fromHex(PUBLIC_KEY))).toBe(NUMBER);
  });

  it('is nothing else', () => {
    const refused = (text: string) => {
      try {
        readRequest(text);
        return 'read';
      } catch (thrown) {
        return (thrown as { code: string }).code;
      }
    };
    expect(refused('TES1:ABC')).toBe('NOT_OURS');
    expect(refused(REQUEST.toLowerCase())).toBe('NOT_OURS');
    expect(refused(`${REQUEST}0`)).toBe('DAMAGED');
    expect(refused(REQUEST.replace('TESM:QJ', 'TESM:RJ'))).toBe('DAMAGED');
    expect(refused(REQUEST.replace(/.$/, '?'))).toBe('DAMAGED');
  });
});

describe('a one-time key', () => {
  it('is named as age names it', async () => {
    expect(recipientOf(fromHex(PUBLIC_KEY))).toBe(await identityToRecipient(identity));
  });

  it('cannot be read where WebCrypto has it', async () => {
    const { secret, publicKey } = await createOneTimeKey();
    expect(secret).toMatchObject({ extractable: false });
    expect(await identityToRecipient(secret as CryptoKey)).toBe(recipientOf(publicKey));
  });

  it('is age’s own where it has not', async () => {
    vi.spyOn(crypto.subtle, 'generateKey').mockRejectedValue(
      new DOMException('', 'NotSupportedError'),
    );
    const { secret, publicKey } = await createOneTimeKey();
    expect(await identityToRecipient(secret as string)).toBe(recipientOf(publicKey));
    const { whole } = await sealWhole({ list: LIST, count: COUNT }, publicKey);
    expect((await openWhole(whole, await digestOf(whole), secret)).count).toBe(COUNT);
  });
});

describe('a whole', () => {
  it('is sealed to the vector’s bytes', async () => {
    expect(sha256Hex(LIST_WITH_FIRST_LINE)).toBe(LIST_DIGEST);
    expect(sha256Hex(await vectorWhole())).toBe(WHOLE);
  });

  it('opens to the vector’s list and gives its receipt', async () => {
    const whole = await vectorWhole();
    const digest = await digestOf(whole);
    const contents = await openWhole(whole, digest, identity);
    expect(contents).toEqual({ list: LIST, count: COUNT, receiptSecret: RECEIPT_SECRET });
    expect(await receiptOf(contents.receiptSecret, digest)).toBe(RECEIPT);
  });

  it('is cut into the vector’s parts', async () => {
    const masks = [0xa0];
    const parts = await createPartWriter(await vectorWhole(), () => Uint8Array.from(masks));
    const shown = Array.from({ length: 4 }, () => parts.next());
    expect(parts.blocks).toBe(3);
    expect(shown.map((part) => part.length)).toEqual([499, 499, 499, 499]);
    expect(shown.map((part) => sha256Hex(part).slice(0, 32))).toEqual(
      ['80', '40', '20', 'a0'].map((mask) => PARTS[mask]),
    );
  });

  it('is deflated where that makes it smaller, and opens all the same', async () => {
    const { secret, publicKey } = await createOneTimeKey();
    const list = concat(...Array.from({ length: 40 }, () => LIST));
    const { whole, receiptSecret } = await sealWhole({ list, count: 280 }, publicKey);
    expect(whole.length).toBeLessThan(list.length / 4);
    expect(await openWhole(whole, await digestOf(whole), secret)).toEqual({
      list,
      count: 280,
      receiptSecret,
    });
  });

  it('of any encoder’s deflate opens', async () => {
    const small = deflateRawSync(LIST_WITH_FIRST_LINE, { level: 1 });
    const whole = await sealed(Uint8Array.of(1), small);
    expect((await openWhole(whole, await digestOf(whole), identity)).list).toEqual(LIST);
  });

  it('of another phone is told from a damaged one', async () => {
    const { secret, publicKey } = await createOneTimeKey();
    const { whole } = await sealWhole({ list: LIST, count: COUNT }, publicKey);
    expect(await refusal(whole)).toBe('MOVE_OTHER_PHONE');
    whole[whole.length - 1]! ^= 1;
    expect(await refusal(whole, secret)).toBe('DAMAGED');
    expect(await codeOf(openWhole(whole, new Uint8Array(8), secret))).toBe('DAMAGED');
  });

  it('with anything but one stanza and a list is damaged', async () => {
    const two = new Encrypter();
    two.addRecipient(recipientOf(fromHex(PUBLIC_KEY)));
    two.addRecipient(recipientOf(counting(1, 32)));
    const list = LIST_WITH_FIRST_LINE;
    expect(await refusal(await two.encrypt(concat(Uint8Array.of(0), list)))).toBe('DAMAGED');
    expect(await refusal(await sealed(Uint8Array.of(2), list))).toBe('DAMAGED');
    expect(await refusal(await sealed(Uint8Array.of(0), LIST))).toBe('DAMAGED');
    expect(await refusal(await sealed(Uint8Array.of(1), list))).toBe('DAMAGED');
    expect(await refusal(await sealed())).toBe('DAMAGED');
    expect(await refusal(new Uint8Array(2000))).toBe('DAMAGED');
  });

  it('that inflates beyond a mebibyte is not inflated to its end', async () => {
    const bomb = deflateRawSync(new Uint8Array(2 ** 24));
    expect(await refusal(await sealed(Uint8Array.of(1), bomb))).toBe('DAMAGED');
  });

  it('is not sealed to a key whose secrets everybody knows', async () => {
    const contents = { list: LIST, count: COUNT };
    expect(await codeOf(sealWhole(contents, new Uint8Array(32)))).toBe('DAMAGED');
  });

  it('of too many accounts is refused', async () => {
    const list = crypto.getRandomValues(new Uint8Array(40_000));
    expect(await codeOf(sealWhole({ list, count: 900 }, fromHex(PUBLIC_KEY)))).toBe(
      'MOVE_TOO_LARGE',
    );
  });

  it('opens with the age of the command line', { skip: !existsSync(AGE) }, async () => {
    const folder = mkdtempSync(join(tmpdir(), 'move-'));
    const file = join(folder, 'whole.age');
    writeFileSync(file, await vectorWhole());
    const opened = execFileSync(AGE, ['-d', '-i', IDENTITY_FILE, file]);
    rmSync(folder, { recursive: true });
    expect(new Uint8Array(opened)).toEqual(concat(Uint8Array.of(0), LIST_WITH_FIRST_LINE));
  });
});
