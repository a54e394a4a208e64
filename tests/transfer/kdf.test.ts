/** Key derivation: a published vector, and a browser that has no memory left. */
import { afterEach, expect, it, vi } from 'vitest';

import { asciiBytes, toHex } from '../../src/core/codec/bytes.ts';
import { keyDerivation } from '../../src/transfer/kdf.ts';
import { refusal } from '../core/refusal.ts';

const password = asciiBytes('password');

afterEach(() => vi.doUnmock('../../src/transfer/packages/noble-argon2.ts'));

/** RFC 7914 §12, of whose 64 bytes the first 32 are a key. */
it('derives by scrypt', async () => {
  const key = await keyDerivation.scrypt({
    password,
    salt: asciiBytes('NaCl'),
    n: 1024,
    r: 8,
    p: 16,
  });
  expect(toHex(key)).toBe('fdbabe1c9d3472007856e7190d01e9fe7c6ad7cbc8237830e77376634b373162');
});

/** RFC 6070, of 4,096 iterations; 20 bytes of it. */
it('derives by PBKDF2', async () => {
  const input = { hash: 'SHA-1', password, salt: asciiBytes('salt'), iterations: 4096 } as const;
  const key = await keyDerivation.pbkdf2(input);
  expect(toHex(key.subarray(0, 20))).toBe('4b007901b765489abead49d926f721d065a429c1');
});

it.each([
  [new RangeError('Array buffer allocation failed'), refusal('FILE_NO_MEMORY')],
  [new TypeError('a fault'), 'a fault'],
])('tells %s', async (thrown, told) => {
  vi.doMock('../../src/transfer/packages/noble-argon2.ts', () => ({
    argon2id: () => {
      throw thrown;
    },
  }));
  const input = { password, salt: new Uint8Array(16), passes: 1, memoryKib: 8, lanes: 1 };
  await expect(keyDerivation.argon2id(input)).rejects.toThrow(told as string);
});
