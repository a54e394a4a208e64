/**
 * The cipher of channel messages for the issuer: node:crypto where there is one, several times
 * faster for short messages than WebCrypto's thread pool, which serves everywhere else.
 */
import type * as NodeCrypto from 'node:crypto';

import { concat } from '../core/codec/bytes.ts';
import type { ChannelKey } from '../protocol/request.ts';
import type { MessageCipher } from '../protocol/seal.ts';
import { nodeCrypto } from './node-crypto.ts';

const ALGORITHM = 'aes-256-gcm';
const TAG_BYTES = 16;

/** The channel key of an instance, 32 bytes, to write and read messages with. */
export function messageKey(key: Uint8Array): ChannelKey {
  return nodeCrypto === undefined ? key : nodeMessageCipher(nodeCrypto, key);
}

function nodeMessageCipher(
  { createCipheriv, createDecipheriv }: typeof NodeCrypto,
  key: Uint8Array,
): MessageCipher {
  return {
    encrypt(iv, additionalData, plaintext) {
      const cipher = createCipheriv(ALGORITHM, key, iv);
      cipher.setAAD(additionalData);
      const hidden = cipher.update(plaintext);
      cipher.final(); // GCM keeps nothing back
      return concat(hidden, cipher.getAuthTag());
    },
    decrypt(iv, additionalData, ciphertext) {
      const end = Math.max(0, ciphertext.length - TAG_BYTES);
      const cipher = createDecipheriv(ALGORITHM, key, iv, { authTagLength: TAG_BYTES });
      cipher.setAAD(additionalData);
      cipher.setAuthTag(ciphertext.subarray(end));
      const plaintext = cipher.update(ciphertext.subarray(0, end));
      cipher.final(); // throws for a wrong tag, and keeps nothing back
      return new Uint8Array(plaintext);
    },
  };
}
