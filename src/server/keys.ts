/**
 * API keys, `tsk_<8>_<43>`: the first part names the key, the second is 32 random bytes in
 * base64url, of which only SHA-256 is kept.
 */
import { createHash, randomInt, timingSafeEqual } from 'node:crypto';

import { toBase64url } from '../core/codec/bytes.ts';
import type { KeyRow, Scope } from '../issuer/rows/service-rows.ts';
import type { RowChange } from '../issuer/store.ts';
import { randomBytes } from '../protocol/random.ts';
import type { Services } from './brands.ts';

const FORM = /^tsk_([0-9a-z]{8})_([\w-]{43})$/;
const ID_SYMBOLS = '0123456789abcdefghijklmnopqrstuvwxyz';
const ID_LENGTH = 8;
const SECRET_BYTES = 32;
/** Milliseconds for which a key is not read again: a revoked one is good no longer than that. */
const CACHED_MS = 10_000;
/** Keys in the cache; it is emptied beyond. */
const MAX_CACHED = 10_000;
const HOUR_SECONDS = 3600;

/** A key that was recognised. */
export interface ApiKey {
  readonly id: string;
  readonly brand: string;
  readonly scopes: readonly Scope[];
}

export interface KeyOptions {
  readonly name: string;
  readonly scopes: readonly Scope[];
  /** Seconds since 1970 UTC. */
  readonly expiresAt?: number;
}

/** Makes a key: the row to write, and the whole key, which is shown once. */
export function newKey(
  { name, scopes, expiresAt }: KeyOptions,
  createdAt: number,
): { readonly key: string; readonly row: KeyRow } {
  const id = Array.from({ length: ID_LENGTH }, () => ID_SYMBOLS[randomInt(ID_SYMBOLS.length)]!);
  const secret = toBase64url(randomBytes(SECRET_BYTES));
  const row: KeyRow = {
    id: id.join(''),
    version: 1,
    hash: hashOf(secret),
    name,
    scopes: [...new Set(scopes)],
    createdAt,
    ...(expiresAt !== undefined && { expiresAt }),
  };
  return { key: `tsk_${row.id}_${secret}`, row };
}

/** The row of a key that is refused from `now` on. */
export function revokedKey(row: KeyRow, now: number): KeyRow {
  return { ...row, version: row.version + 1, revokedAt: now };
}

export interface KeyReader {
  /**
   * The key in `Authorization`; undefined for one that is missing, unknown or over.
   * @param onLookUp called before the store is asked for a key not met here before; what it throws
   * is thrown
   */
  readonly read: (
    authorization: string | null,
    onLookUp?: () => void,
  ) => Promise<ApiKey | undefined>;
  /** Reads a key again at its next use, after it was changed here. */
  readonly forget: (id: string) => void;
}

interface Cached {
  readonly row: KeyRow;
  readonly brand: string;
  /** Milliseconds. */
  readonly until: number;
}

/** @param clock milliseconds, of a clock that never goes back */
export function createKeyReader(
  services: Pick<Services, 'brands' | 'now'>,
  clock: () => number = () => performance.now(),
): KeyReader {
  const cache = new Map<string, Cached>();

  async function find(id: string, onLookUp: () => void): Promise<Cached | undefined> {
    const known = cache.get(id);
    if (known && known.until > clock()) return known;
    if (!known) onLookUp();
    for (const { brand, store } of services.brands.values()) {
      const row = await store.serviceRow('keys', id);
      if (row === undefined) continue;
      const found = { row, brand, until: clock() + CACHED_MS };
      if (cache.size >= MAX_CACHED) cache.clear();
      cache.set(id, found);
      return found;
    }
    cache.delete(id);
    return undefined;
  }

  /** Notes the hour of the last use; that nobody could is no reason to refuse. */
  function noteUse({ row, brand, until }: Cached): void {
    const hour = Math.floor(services.now() / HOUR_SECONDS) * HOUR_SECONDS;
    if ((row.usedAt ?? 0) >= hour) return;
    const used = { ...row, version: row.version + 1, usedAt: hour };
    cache.set(row.id, { row: used, brand, until });
    const change: RowChange = { table: 'keys', row: used };
    const written = services.brands.get(brand)?.store.commit([change]);
    // Another server was quicker: what it wrote is read again.
    void written?.then((isWritten) => isWritten || cache.delete(row.id)).catch(() => undefined);
  }

  return {
    async read(authorization, onLookUp = () => undefined) {
      const [, token = ''] = /^Bearer +(\S+)$/i.exec(authorization ?? '') ?? [];
      const [, id, secret] = FORM.exec(token) ?? [];
      if (id === undefined || secret === undefined) return undefined;
      const found = await find(id, onLookUp);
      // Compared also where there is no such key, so that both take as long.
      const isRight = timingSafeEqual(found?.row.hash ?? hashOf(''), hashOf(secret));
      if (!found || !isRight || isOver(found.row, services.now())) return undefined;
      noteUse(found);
      return { id, brand: found.brand, scopes: found.row.scopes };
    },
    forget(id) {
      const known = cache.get(id);
      if (known) cache.set(id, { ...known, until: 0 });
    },
  };
}

function isOver({ expiresAt = Infinity, revokedAt }: KeyRow, now: number): boolean {
  return revokedAt !== undefined || expiresAt <= now;
}

function hashOf(secret: string): Uint8Array {
  return new Uint8Array(createHash('sha256').update(secret).digest());
}
