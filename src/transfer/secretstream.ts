/**
 * Opens libsodium's secretstream (XChaCha20-Poly1305) of one message, from the primitives of a
 * library: WebCrypto has none of them.
 */
import type { Bytes } from '../core/codec/bytes.ts';
import { concat, equal } from '../core/codec/bytes.ts';

const HEADER_BYTES = 24;
const MAC_BYTES = 16;
const TAG_BYTES = 1;
const BLOCK_BYTES = 64;
const POLY_KEY_BYTES = 32;
/** Bytes of the header that derive the subkey; the others are the nonce's end. */
const SUBKEY_BYTES = 16;
const PADDING_BYTES = 16;
/** The tag of a stream's last message. */
const FINAL = 3;
/** A message's first block of keystream after those of the key and of the tag. */
const FIRST_BLOCK = 2;
/** ChaCha's constant, "expand 32-byte k" (RFC 8439 §2.3). */
const SIGMA = new Uint32Array([0x61707865, 0x3320646e, 0x79622d32, 0x6b206574]);

export interface SealedStream {
  readonly key: Bytes;
  readonly header: Bytes;
  readonly data: Bytes;
}

/** Undefined where key or data are wrong, or where it is not the one and last message. */
export async function openSecretstream(sealed: SealedStream): Promise<Bytes | undefined> {
  const { key, header, data } = sealed;
  if (header.length !== HEADER_BYTES || data.length < TAG_BYTES + MAC_BYTES) return undefined;
  const { chacha20, hchacha, poly1305 } = await import('./packages/noble-chacha.ts');
  const subkey = new Uint8Array(key.length);
  hchacha(SIGMA, words(key), words(header.subarray(0, SUBKEY_BYTES)), words(subkey));
  const nonce = concat(Uint8Array.of(1, 0, 0, 0), header.subarray(SUBKEY_BYTES));
  const stream = (bytes: Uint8Array, block: number): Uint8Array =>
    chacha20(subkey, nonce, bytes, undefined, block);

  const text = data.subarray(TAG_BYTES, -MAC_BYTES);
  // The tag is encrypted as the first byte of a block of zeros, all of which is authenticated.
  const tagBlock = new Uint8Array(BLOCK_BYTES);
  tagBlock[0] = data[0]!;
  const tagStream = stream(tagBlock, 1);
  const tag = tagStream[0];
  const authenticated = concat(
    data.subarray(0, TAG_BYTES),
    tagStream.subarray(TAG_BYTES),
    text,
    // The format pads by the length's remainder, not up to the next multiple.
    new Uint8Array(text.length % PADDING_BYTES),
    lengthBytes(0),
    lengthBytes(BLOCK_BYTES + text.length),
  );
  const polyKey = stream(new Uint8Array(POLY_KEY_BYTES), 0);
  const isRight = equal(poly1305(authenticated, polyKey), data.subarray(-MAC_BYTES));
  const opened = isRight && tag === FINAL ? new Uint8Array(stream(text, FIRST_BLOCK)) : undefined;
  subkey.fill(0);
  polyKey.fill(0);
  return opened;
}

/** The same memory, or a copy of it where it is not aligned. */
function words(bytes: Uint8Array): Uint32Array {
  const { buffer, byteOffset, length } = bytes.byteOffset % 4 === 0 ? bytes : bytes.slice();
  return new Uint32Array(buffer, byteOffset, length / Uint32Array.BYTES_PER_ELEMENT);
}

/** 64 bits, little-endian. */
function lengthBytes(length: number): Bytes {
  const bytes = new Uint8Array(BigUint64Array.BYTES_PER_ELEMENT);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(length), true);
  return bytes;
}
