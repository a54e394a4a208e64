/** The key of a store as its operator gives it (TESSERA_STORE_KEY). */
import type { Bytes } from '../../core/codec/bytes.ts';
import { fromBase64url, toBase64url } from '../../core/codec/bytes.ts';
import { randomBytes } from '../../protocol/random.ts';
import { StoreError } from './store-error.ts';

/**
 * 32 bytes in base64url, or several, the newest first: as a list, or in one text with commas
 * between them.
 */
export type StoreKeys = string | readonly string[];

/**
 * A new random store key. Whoever loses it loses every account; whoever has it and the database has
 * every account's keys.
 */
export function generateStoreKey(): string {
  return toBase64url(randomBytes(KEY_BYTES));
}

/** Bytes of a store key. */
export const KEY_BYTES = 32;

/** The keys' bytes, the first one to seal with. @throws StoreError STORE_KEY_MALFORMED */
export function storeKeys(keys: StoreKeys): readonly Bytes[] {
  const texts = typeof keys === 'string' ? keys.split(',') : keys;
  if (!Array.isArray(texts) || texts.length === 0) throw malformedKey();
  return (texts as readonly unknown[]).map(bytesOf);
}

function bytesOf(text: unknown): Bytes {
  if (typeof text !== 'string') throw malformedKey();
  let key: Bytes;
  try {
    key = fromBase64url(text.trim().replace(/=$/, ''));
  } catch (cause) {
    throw malformedKey(cause);
  }
  if (key.length !== KEY_BYTES) throw malformedKey();
  return key;
}

function malformedKey(cause?: unknown): StoreError {
  return new StoreError(
    'STORE_KEY_MALFORMED',
    'TESSERA_STORE_KEY is not 32 bytes in base64url (43 symbols without padding).',
    { cause },
  );
}
