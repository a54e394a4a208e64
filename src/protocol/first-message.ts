/** The first activation message: signed by the issuer, readable by whoever sees it (docs/protocol.md §2; COSE_Sign1, ES256). */
import { type Bytes, ownBytes } from '../core/codec/bytes.ts';
import { messageKind } from '../core/codec/message-text.ts';
import { decodeSign1, encodeSign1, sigStructure } from '../core/codec/cose.ts';
import { TesseraError } from '../core/errors.ts';
import { payloadMap } from '../core/codec/cbor-fields.ts';
import type { FirstMessage } from '../core/codec/messages.ts';
import {
  encodeFirstPayload,
  firstFields,
  issuerKeyField,
} from '../core/codec/activation-payloads.ts';
import { sha256 } from './hmac.ts';
import { compressPoint, decompressPoint } from './p256.ts';

const ECDSA = { name: 'ECDSA', hash: 'SHA-256' } as const;
const CURVE = { name: 'ECDSA', namedCurve: 'P-256' } as const;

export interface ReadFirstMessage {
  readonly message: FirstMessage;
  /** SHA-256 of the whole message. */
  readonly h1: Bytes;
}

/**
 * Signs and encodes. `signingKey` is the ECDSA P-256 private key of `fields.issuerKey`.
 * @throws TesseraError OUT_OF_RANGE, MESSAGE_TOO_LARGE; SIGNATURE_WRONG where the two keys do not belong together
 */
export async function writeFirstMessage(
  fields: FirstMessage,
  signingKey: CryptoKey,
): Promise<Bytes> {
  const payload = encodeFirstPayload(fields);
  const signed = await crypto.subtle.sign(ECDSA, signingKey, sigStructure(payload));
  const signature = new Uint8Array(signed);
  await verify(fields.issuerKey, payload, signature);
  return encodeSign1({ payload, signature });
}

/**
 * Reads and verifies. Whether the issuer is trusted is for the caller to say.
 * @throws TesseraError NOT_OURS, DAMAGED, FIRST_EXPECTED, SIGNATURE_WRONG, OUT_OF_RANGE
 */
export async function readFirstMessage(bytes: Uint8Array): Promise<ReadFirstMessage> {
  if (messageKind(bytes) !== 'first') throw new TesseraError('FIRST_EXPECTED');
  const { payload, signature } = decodeSign1(bytes);
  const map = payloadMap(payload);
  await verify(issuerKeyField(map), payload, signature);
  return { message: firstFields(map), h1: await sha256(bytes) };
}

/** The 33 bytes of key 4 for an issuer's public key. @throws TesseraError OUT_OF_RANGE unless it is one of P-256 */
export async function issuerKeyOf(publicKey: CryptoKey): Promise<Bytes> {
  return compressPoint(new Uint8Array(await crypto.subtle.exportKey('raw', publicKey)));
}

async function verify(issuerKey: Uint8Array, payload: Bytes, signature: Bytes): Promise<void> {
  const point = decompressPoint(issuerKey);
  const key = await crypto.subtle.importKey('raw', point, CURVE, false, ['verify']);
  const valid = await crypto.subtle.verify(ECDSA, key, ownBytes(signature), sigStructure(payload));
  if (!valid) throw new TesseraError('SIGNATURE_WRONG');
}
