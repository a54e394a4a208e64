/** Opens what a file has encrypted: AES-GCM (NIST SP 800-38D), AES-CBC with PKCS #7 padding. */
import type { Bytes } from '../core/codec/bytes.ts';

const TAG_BYTES = 16;
const BLOCK_BYTES = 16;

export interface Sealed {
  readonly key: Bytes;
  readonly iv: Bytes;
  /** GCM: with its tag of 16 bytes at the end. */
  readonly data: Bytes;
  /** GCM's additional data. */
  readonly aad?: Bytes;
}

/** Undefined where key or data are wrong, which cannot be told apart. */
export async function openGcm({ key, iv, data, aad }: Sealed): Promise<Bytes | undefined> {
  if (iv.length === 0 || data.length < TAG_BYTES) return undefined;
  return decrypt(key, { name: 'AES-GCM', iv, ...(aad && { additionalData: aad }) }, data);
}

/** Undefined where the padding is wrong; other data of a wrong key are not recognised here. */
export async function openCbc({ key, iv, data }: Sealed): Promise<Bytes | undefined> {
  const isWhole = data.length > 0 && data.length % BLOCK_BYTES === 0;
  if (iv.length !== BLOCK_BYTES || !isWhole) return undefined;
  return decrypt(key, { name: 'AES-CBC', iv }, data);
}

async function decrypt(
  key: Bytes,
  how: AesGcmParams | AesCbcParams,
  data: Bytes,
): Promise<Bytes | undefined> {
  const imported = await crypto.subtle.importKey('raw', key, how.name, false, ['decrypt']);
  try {
    return new Uint8Array(await crypto.subtle.decrypt(how, imported, data));
  } catch {
    return undefined;
  }
}
