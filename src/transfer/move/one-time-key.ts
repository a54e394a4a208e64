/** The one-time X25519 key (RFC 7748) of a request; it lives in memory alone. */
import { generateX25519Identity, identityToRecipient } from 'age-encryption';

import type { Bytes } from '../../core/codec/bytes.ts';
import { bytesOfBech32, toBech32 } from './bech32.ts';

/** WebCrypto's, which nothing can read; where the browser lacks X25519, age's own text of it. */
export type OneTimeKey = CryptoKey | string;

export interface OneTimeKeyPair {
  readonly secret: OneTimeKey;
  readonly publicKey: Bytes;
}

/** @param asText age's own text, for an engine that cannot hand WebCrypto's key on */
export async function createOneTimeKey(asText = false): Promise<OneTimeKeyPair> {
  if (asText) return createTextKey();
  try {
    const pair = await crypto.subtle.generateKey({ name: 'X25519' }, false, ['deriveBits']);
    if (!('privateKey' in pair)) throw new TypeError('Not a pair of keys');
    const raw = await crypto.subtle.exportKey('raw', pair.publicKey);
    return { secret: pair.privateKey, publicKey: new Uint8Array(raw) };
  } catch {
    return createTextKey();
  }
}

async function createTextKey(): Promise<OneTimeKeyPair> {
  const secret = await generateX25519Identity();
  return { secret, publicKey: bytesOfBech32(await identityToRecipient(secret)) };
}

/** Returns a public key as age's library takes it. */
export function recipientOf(publicKey: Uint8Array): string {
  return toBech32('age', publicKey);
}
