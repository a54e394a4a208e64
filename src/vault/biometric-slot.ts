/** The biometric slot: base ‖ PIN root under a key from the authenticator's PRF (docs/vault.md). */
import type { Bytes } from '../core/codec/bytes.ts';
import { asciiBytes, concat, ownBytes } from '../core/codec/bytes.ts';
import { encodeCbor } from '../core/codec/cbor.ts';
import { TesseraError } from '../core/errors.ts';
import { randomBytes } from '../protocol/random.ts';
import type { SlotRow } from './schema.ts';

const ROOT_BYTES = 32;

export interface SlotKey {
  readonly credentialId: Uint8Array;
  readonly prfSalt: Uint8Array;
  /** 32 bytes from the authenticator. */
  readonly prf: Uint8Array;
}

export async function wrapRoot(
  { credentialId, prfSalt, prf }: SlotKey,
  base: Uint8Array,
  rawRoot: Uint8Array,
): Promise<SlotRow> {
  const iv = randomBytes(12);
  const joined = concat(base, rawRoot);
  const key = await biometricKey(prf);
  const wrapped = await crypto.subtle.encrypt(slotParameters(iv, credentialId), key, joined);
  joined.fill(0);
  return {
    credentialId: ownBytes(credentialId),
    prfSalt: ownBytes(prfSalt),
    iv,
    wrapped: new Uint8Array(wrapped),
  };
}

/**
 * Returns base and raw root; the caller overwrites them after use.
 * @throws TesseraError BIOMETRICS_CHANGED: another authenticator, or another slot
 */
export async function unwrapRoot(
  slot: SlotRow,
  prf: Uint8Array,
): Promise<{ readonly base: Bytes; readonly rawRoot: Bytes }> {
  const key = await biometricKey(prf);
  try {
    const joined = new Uint8Array(
      await crypto.subtle.decrypt(slotParameters(slot.iv, slot.credentialId), key, slot.wrapped),
    );
    const [base, rawRoot] = [joined.slice(0, -ROOT_BYTES), joined.slice(-ROOT_BYTES)];
    joined.fill(0);
    return { base, rawRoot };
  } catch (cause) {
    throw new TesseraError('BIOMETRICS_CHANGED', { cause });
  }
}

async function biometricKey(prf: Uint8Array): Promise<CryptoKey> {
  const input = await crypto.subtle.importKey('raw', ownBytes(prf), 'HKDF', false, ['deriveKey']);
  return crypto.subtle.deriveKey(
    {
      name: 'HKDF',
      hash: 'SHA-256',
      salt: new Uint8Array(0),
      info: asciiBytes('tessera/vault/v1/biometric'),
    },
    input,
    { name: 'AES-GCM', length: 256 },
    false,
    ['encrypt', 'decrypt'],
  );
}

function slotParameters(iv: Uint8Array, credentialId: Uint8Array): AesGcmParams {
  return {
    name: 'AES-GCM',
    iv: ownBytes(iv),
    additionalData: encodeCbor(['biometric', credentialId]),
  };
}
