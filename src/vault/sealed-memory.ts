/** Raw bytes that must last until lock, sealed in memory under a key that cannot be extracted. */
import type { Bytes } from '../core/codec/bytes.ts';
import { TesseraError } from '../core/errors.ts';
import { randomBytes } from '../protocol/random.ts';

const IV_BYTES = 12;

export interface SealedBytes {
  /**
   * Opens the bytes for `work` and overwrites them afterwards.
   * @throws TesseraError LOCKED once dropped
   */
  readonly use: <T>(work: (bytes: Bytes) => Promise<T> | T) => Promise<T>;
  /** Forgets the key. */
  readonly drop: () => void;
}

/** Seals `bytes` and overwrites them. */
export async function sealInMemory(bytes: Bytes): Promise<SealedBytes> {
  const iv = randomBytes(IV_BYTES);
  let key: CryptoKey | undefined = await crypto.subtle.generateKey(
    { name: 'AES-GCM', length: 256 },
    false,
    ['encrypt', 'decrypt'],
  );
  const sealed = await crypto.subtle.encrypt({ name: 'AES-GCM', iv }, key, bytes);
  bytes.fill(0);
  return {
    async use(work) {
      if (!key) throw new TesseraError('LOCKED');
      const opened = new Uint8Array(
        await crypto.subtle.decrypt({ name: 'AES-GCM', iv }, key, sealed),
      );
      try {
        return await work(opened);
      } finally {
        opened.fill(0);
      }
    },
    drop() {
      key = undefined;
    },
  };
}
