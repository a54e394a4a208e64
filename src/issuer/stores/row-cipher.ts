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
/** Nonces that are drawn at once: one call of the generator costs as much as sealing a row. */
const IVS_AT_ONCE = 100;
/** Rows whose keys are kept: a row that is read is mostly written next. */
const KEYS_KEPT = 4096;

const UTF8 = new TextEncoder();

export function rowCipher(key: Bytes, keyId: string): Promise<RowCipher> {
  return nodeCrypto
    ? Promise.resolve(nodeRowCipher(nodeCrypto, key, keyId))
    : webRowCipher(key, keyId);
}

/**
 * A key a row keeps each key far from the 2^32 random nonces that SP 800-38D §8.3 allows, however
 * often rows change: HMAC-SHA-256(key, table ‖ 0 ‖ id).
 */
function rowLabel({ table, id }: RowAddress): string {
  return `${table}\0${id}`;
}

function boundTo({ table, id, version }: RowAddress, keyId: string): Bytes {
  return UTF8.encode(`${table}\0${id}\0${String(version)}\0${keyId}`);
}

/** Each nonce of it is given once. */
function createIvs(): () => Bytes {
  let drawn = new Uint8Array();
  let next = 0;
  return () => {
    if (next === drawn.length) [drawn, next] = [randomBytes(IVS_AT_ONCE * IV_BYTES), 0];
    return drawn.slice(next, (next += IV_BYTES));
  };
}

/** Keeps what `make` made for the labels that were asked for last. */
function keepLatest<T>(make: (label: string) => T): (label: string) => T {
  const kept = new Map<string, T>();
  return (label) => {
    const found = kept.get(label);
    const made = found ?? make(label);
    // The oldest of a Map is its first: what is asked for again goes to the end.
    if (found !== undefined) kept.delete(label);
    else if (kept.size === KEYS_KEPT) kept.delete(kept.keys().next().value!);
    kept.set(label, made);
    return made;
  };
}

/** Several times faster for short rows than WebCrypto's thread pool. */
export function nodeRowCipher(
  { createHmac, createCipheriv, createDecipheriv }: typeof NodeCrypto,
  key: Bytes,
  keyId: string,
): RowCipher {
  const ivs = createIvs();
  const keyOf = keepLatest((label) => createHmac('sha256', key).update(label).digest());
  return {
    // eslint-disable-next-line @typescript-eslint/require-await -- a failure rejects
    seal: async (address, row) => {
      const iv = ivs();
      const cipher = createCipheriv('aes-256-gcm', keyOf(rowLabel(address)), iv);
      cipher.setAAD(boundTo(address, keyId));
      const sealed = new Uint8Array(IV_BYTES + row.length + TAG_BYTES);
      sealed.set(iv);
      sealed.set(cipher.update(row), IV_BYTES);
      cipher.final(); // GCM keeps nothing back
      sealed.set(cipher.getAuthTag(), IV_BYTES + row.length);
      return sealed;
    },
    // eslint-disable-next-line @typescript-eslint/require-await -- a failure rejects
    open: async (address, sealed) => {
      const end = Math.max(IV_BYTES, sealed.length - TAG_BYTES);
      const [rowKey, iv] = [keyOf(rowLabel(address)), sealed.subarray(0, IV_BYTES)];
      const cipher = createDecipheriv('aes-256-gcm', rowKey, iv, { authTagLength: TAG_BYTES });
      cipher.setAAD(boundTo(address, keyId));
      cipher.setAuthTag(sealed.subarray(end));
      const row = cipher.update(sealed.subarray(IV_BYTES, end));
      cipher.final(); // throws for a wrong tag, and keeps nothing back
      return ownBytes(row);
    },
  };
}

export async function webRowCipher(key: Bytes, keyId: string): Promise<RowCipher> {
  const { subtle } = crypto;
  const hmac = { name: 'HMAC', hash: 'SHA-256' };
  const parent = await subtle.importKey('raw', key, hmac, false, ['sign']);
  const ivs = createIvs();
  const keyOf = keepLatest(async (label) => {
    const bytes = await subtle.sign('HMAC', parent, UTF8.encode(label));
    return subtle.importKey('raw', bytes, 'AES-GCM', false, ['encrypt', 'decrypt']);
  });
  const algorithm = (address: RowAddress, iv: Bytes) => ({
    name: 'AES-GCM',
    iv,
    additionalData: boundTo(address, keyId),
  });
  return {
    async seal(address, row) {
      const iv = ivs();
      const aes = await keyOf(rowLabel(address));
      const sealed = await subtle.encrypt(algorithm(address, iv), aes, ownBytes(row));
      return concat(iv, new Uint8Array(sealed));
    },
    async open(address, sealed) {
      const [iv, rest] = [sealed.slice(0, IV_BYTES), sealed.slice(IV_BYTES)];
      const aes = await keyOf(rowLabel(address));
      return new Uint8Array(await subtle.decrypt(algorithm(address, iv), aes, rest));
    },
  };
}
