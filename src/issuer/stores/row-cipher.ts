/**
 * Sealing of rows: AES-256-GCM (NIST SP 800-38D) under a key of the row's own, bound to table, id,
 * version and key id; node:crypto where there is one, WebCrypto elsewhere.
 */
import type * as NodeCrypto from 'node:crypto';

import type { Bytes } from '../../core/codec/bytes.ts';
import { concat, ownBytes } from '../../core/codec/bytes.ts';
import { randomBytes } from '../../protocol/random.ts';
import { nodeCrypto } from '../node-crypto.ts';

/** Where a row lies: what is sealed in one place does not open in another. */
export interface RowAddress {
  readonly table: string;
  readonly id: string;
  readonly version: number;
}

/**
 * Seals to iv (12 bytes) ‖ ciphertext ‖ tag (16 bytes). `open` throws whatever the runtime throws
 * for a wrong tag.
 */
export interface RowCipher {
  seal(address: RowAddress, row: Uint8Array): Promise<Bytes>;
  open(address: RowAddress, sealed: Uint8Array): Promise<Bytes>;
}

const IV_BYTES = 12;
const TAG_BYTES = 16;

export function rowCipher(key: Bytes, keyId: string): Promise<RowCipher> {
  return nodeCrypto
    ? Promise.resolve(nodeRowCipher(nodeCrypto, key, keyId))
    : webRowCipher(key, keyId);
}

/**
 * A key a row keeps each key far from the 2^32 random nonces that SP 800-38D §8.3 allows, however
 * often rows change: HMAC-SHA-256(key, table ‖ 0 ‖ id).
 */
function rowLabel({ table, id }: RowAddress): Bytes {
  return new TextEncoder().encode(`${table}\0${id}`);
}

function boundTo({ table, id, version }: RowAddress, keyId: string): Bytes {
  return new TextEncoder().encode(`${table}\0${id}\0${String(version)}\0${keyId}`);
}

/** Several times faster for short rows than WebCrypto's thread pool. */
export function nodeRowCipher(
  { createHmac, createCipheriv, createDecipheriv }: typeof NodeCrypto,
  key: Bytes,
  keyId: string,
): RowCipher {
  const keyOf = (address: RowAddress) =>
    createHmac('sha256', key).update(rowLabel(address)).digest();
  return {
    // eslint-disable-next-line @typescript-eslint/require-await -- a failure rejects
    seal: async (address, row) => {
      const iv = randomBytes(IV_BYTES);
      const cipher = createCipheriv('aes-256-gcm', keyOf(address), iv);
      cipher.setAAD(boundTo(address, keyId));
      return concat(iv, cipher.update(row), cipher.final(), cipher.getAuthTag());
    },
    // eslint-disable-next-line @typescript-eslint/require-await -- a failure rejects
    open: async (address, sealed) => {
      const end = Math.max(IV_BYTES, sealed.length - TAG_BYTES);
      const cipher = createDecipheriv('aes-256-gcm', keyOf(address), sealed.subarray(0, IV_BYTES), {
        authTagLength: TAG_BYTES,
      });
      cipher.setAAD(boundTo(address, keyId));
      cipher.setAuthTag(sealed.subarray(end));
      return concat(cipher.update(sealed.subarray(IV_BYTES, end)), cipher.final());
    },
  };
}

export async function webRowCipher(key: Bytes, keyId: string): Promise<RowCipher> {
  const { subtle } = crypto;
  const hmac = { name: 'HMAC', hash: 'SHA-256' };
  const parent = await subtle.importKey('raw', key, hmac, false, ['sign']);
  const keyOf = async (address: RowAddress, use: 'encrypt' | 'decrypt') =>
    subtle.importKey(
      'raw',
      await subtle.sign('HMAC', parent, rowLabel(address)),
      'AES-GCM',
      false,
      [use],
    );
  const algorithm = (address: RowAddress, iv: Bytes) => ({
    name: 'AES-GCM',
    iv,
    additionalData: boundTo(address, keyId),
  });
  return {
    async seal(address, row) {
      const iv = randomBytes(IV_BYTES);
      const aes = await keyOf(address, 'encrypt');
      const sealed = await subtle.encrypt(algorithm(address, iv), aes, ownBytes(row));
      return concat(iv, new Uint8Array(sealed));
    },
    async open(address, sealed) {
      const [iv, rest] = [sealed.slice(0, IV_BYTES), sealed.slice(IV_BYTES)];
      const aes = await keyOf(address, 'decrypt');
      return new Uint8Array(await subtle.decrypt(algorithm(address, iv), aes, rest));
    },
  };
}
