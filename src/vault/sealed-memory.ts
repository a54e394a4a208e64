/** Raw bytes that must survive until lock: kept sealed in memory under a key that cannot be extracted, opened for one use at a time. */
import type { Bytes } from '../core/codec/bytes.ts';
import { TesseraError } from '../core/errors.ts';
import { randomBytes } from '../protocol/random.ts';

const IV_BYTES = 12;

export interface Held {
  /** Lends the bytes to `use` and overwrites them afterwards. @throws TesseraError LOCKED once dropped */
  lend<T>(use: (bytes: Bytes) => Promise<T> | T): Promise<T>;
  drop(): void;
}

/** Takes `bytes` over: they are overwritten. */
export async function hold(bytes: Bytes): Promise<Held> {
  const iv = randomBytes(IV_BYTES);
  let key: CryptoKey | undefined = await crypto.subtle.generateKey(
    { name: 'AES-GCM', length: 256 },
    false,
    ['encrypt', 'decrypt'],
  );
  const sealed = await crypto.subtle.encrypt({ name: 'AES-GCM', iv }, key, bytes);
  bytes.fill(0);
  return {
    async lend(use) {
      if (!key) throw new TesseraError('LOCKED');
      const lent = new Uint8Array(
        await crypto.subtle.decrypt({ name: 'AES-GCM', iv }, key, sealed),
      );
      try {
        return await use(lent);
      } finally {
        lent.fill(0);
      }
    },
    drop() {
      key = undefined;
    },
  };
}
