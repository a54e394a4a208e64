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
  /** It is asked for no more: keeping its key would drop another's. */
  readonly isLast?: boolean;
}

/**
 * Seals to iv (12 bytes) ‖ ciphertext ‖ tag (16 bytes). `open` throws whatever the runtime throws
 * for a wrong tag. Both are done at once where there is node:crypto.
 */
export interface RowCipher {
  /** A text is sealed as its UTF-8. */
  seal(address: RowAddress, row: Uint8Array | string): Bytes | Promise<Bytes>;
  open(address: RowAddress, sealed: Uint8Array): Bytes | Promise<Bytes>;
}

/** A row as the database has it. */
export interface SealedRow {
  /** Names the key without giving anything of it away: 16 hexadecimal digits. */
  readonly keyId: string;
  readonly sealed: Uint8Array;
}

/** The names of node:crypto. */
export const [CIPHER, HASH] = ['aes-256-gcm', 'sha256'] as const;
export const IV_BYTES = 12;
export const TAG_BYTES = 16;
/** Nonces that are drawn at once: one call of the generator costs as much as sealing a row. */
const IVS_AT_ONCE = 100;
/** Rows whose keys are kept at least: a row that is read is mostly written next. */
const KEYS_KEPT = 2048;
/** Tables whose rows are written once and seldom read: keeping their keys would drop others. */
const WRITTEN_ONCE: readonly string[] = ['events', 'evidence'];

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
export function rowLabel({ table, id }: RowAddress): string {
  return `${table}\0${id}`;
}

/** What a sealed row is bound to, as GCM's additional data. */
export function boundTo({ table, id, version }: RowAddress, keyId: string): string {
  return `${table}\0${id}\0${String(version)}\0${keyId}`;
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

/**
 * Keeps what `make` made for the rows that were asked for last: at least {@link KEYS_KEPT} of them,
 * at most twice as many. A whole generation is dropped at once, since a Map that loses one entry
 * for each new one grows slow.
 */
function keepLatest<T>(make: (label: string) => T): (address: RowAddress) => T {
  let recent = new Map<string, T>();
  let older = new Map<string, T>();
  return (address) => {
    const label = rowLabel(address);
    if (address.isLast || WRITTEN_ONCE.includes(address.table)) return make(label);
    const found = recent.get(label);
    if (found !== undefined) return found;
    const made = older.get(label) ?? make(label);
    if (recent.size === KEYS_KEPT) [older, recent] = [recent, new Map<string, T>()];
    recent.set(label, made);
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
  const keyOf = keepLatest((label) => createHmac(HASH, key).update(label).digest());
  return {
    seal(address, row) {
      const iv = ivs();
      const cipher = createCipheriv(CIPHER, keyOf(address), iv);
      cipher.setAAD(Buffer.from(boundTo(address, keyId)));
      const hidden = typeof row === 'string' ? cipher.update(row, 'utf8') : cipher.update(row);
      cipher.final(); // GCM keeps nothing back
      const sealed = new Uint8Array(IV_BYTES + hidden.length + TAG_BYTES);
      sealed.set(iv);
      sealed.set(hidden, IV_BYTES);
      sealed.set(cipher.getAuthTag(), IV_BYTES + hidden.length);
      return sealed;
    },
    open(address, sealed) {
      const end = Math.max(IV_BYTES, sealed.length - TAG_BYTES);
      const iv = sealed.subarray(0, IV_BYTES);
      const options = { authTagLength: TAG_BYTES };
      const cipher = createDecipheriv(CIPHER, keyOf(address), iv, options);
      cipher.setAAD(Buffer.from(boundTo(address, keyId)));
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
    additionalData: UTF8.encode(boundTo(address, keyId)),
  });
  return {
    async seal(address, row) {
      const iv = ivs();
      const aes = await keyOf(address);
      const data = typeof row === 'string' ? UTF8.encode(row) : ownBytes(row);
      const sealed = await subtle.encrypt(algorithm(address, iv), aes, data);
      return concat(iv, new Uint8Array(sealed));
    },
    async open(address, sealed) {
      const [iv, rest] = [sealed.slice(0, IV_BYTES), sealed.slice(IV_BYTES)];
      const aes = await keyOf(address);
      return new Uint8Array(await subtle.decrypt(algorithm(address, iv), aes, rest));
    },
  };
}
