/** A message of each kind, as its structure alone tells it (docs/protocol.md §1). */
import { encodeEncrypt0, encodeSign1 } from '../../../src/core/codec/cose.ts';
import { filled, hex } from '../hand-made.ts';

export const FIRST = encodeSign1({ payload: hex('a1 01 01'), signature: filled(64) });
export const CHANNEL = encodeEncrypt0({
  activationId: filled(8, 7),
  iv: filled(12),
  ciphertext: filled(40),
});
export const SECOND = encodeEncrypt0({
  activationId: filled(8, 7),
  nonce: filled(16),
  iv: filled(12),
  ciphertext: filled(40),
});
