/** The first activation message: signed by the issuer, not sealed (docs/protocol.md §2; ES256). */
import {
  encodeFirstPayload,
  readFirstFields,
  readIssuerKeyField,
} from '../core/codec/activation-payloads.ts';
import type { Bytes } from '../core/codec/bytes.ts';
import { ownBytes } from '../core/codec/bytes.ts';
import { decodePayloadMap } from '../core/codec/cbor-fields.ts';
import type { Sign1 } from '../core/codec/cose.ts';
import { encodeSign1, sigStructure } from '../core/codec/cose.ts';
import type { FirstMessage } from '../core/codec/messages.ts';
import type { MessageOf } from '../core/codec/parse-message.ts';
import { parseMessage } from '../core/codec/parse-message.ts';
import { TesseraError } from '../core/errors.ts';
import { sha256 } from './hmac.ts';
import { decompressPoint } from './p256.ts';

const ECDSA = { name: 'ECDSA', hash: 'SHA-256' } as const;
const CURVE = { name: 'ECDSA', namedCurve: 'P-256' } as const;

declare const verified: unique symbol;

/** A first message whose signature is right; made by `verifyFirstMessage` alone. */
export interface VerifiedFirstMessage {
  readonly [verified]: true;
  readonly fields: FirstMessage;
  readonly envelope: Sign1;
  /** The whole message. */
  readonly bytes: Bytes;
  /** SHA-256 of `bytes`: h1. */
  readonly hash: Bytes;
}

/** A first message whose signature is right. */
export interface ReadFirstMessage {
  /** Its fields. */
  readonly message: FirstMessage;
  /** SHA-256 of the whole message. */
  readonly h1: Bytes;
}

/** Signs with a P-256 key by ES256 (RFC 7518 §3.4): r ‖ s, 64 bytes. */
export type Sign = (data: Uint8Array) => Promise<Uint8Array>;

/**
 * Signs and encodes. `signer` is the ECDSA P-256 private key of `fields.issuerKey`, or signs with
 * it.
 * @throws TesseraError OUT_OF_RANGE, MESSAGE_TOO_LARGE; SIGNATURE_WRONG where the two keys do not
 * belong together
 */
export async function writeFirstMessage(
  fields: FirstMessage,
  signer: CryptoKey | Sign,
): Promise<Bytes> {
  const payload = encodeFirstPayload(fields);
  const data = sigStructure(payload);
  const signed =
    typeof signer === 'function'
      ? await signer(data)
      : await crypto.subtle.sign(ECDSA, signer, data);
  const signature = new Uint8Array(signed);
  await verifySignature(fields.issuerKey, payload, signature);
  return encodeSign1({ payload, signature });
}

/**
 * Verifies the signature with the key that the message carries, then the limits of its fields.
 * Whether the issuer is trusted is for the caller to say.
 * @throws TesseraError DAMAGED, SIGNATURE_WRONG, OUT_OF_RANGE
 */
export async function verifyFirstMessage({
  bytes,
  envelope,
}: MessageOf<'first'>): Promise<VerifiedFirstMessage> {
  const { payload, signature } = envelope;
  const map = decodePayloadMap(payload);
  await verifySignature(readIssuerKeyField(map), payload, signature);
  const fields = readFirstFields(map);
  return { fields, envelope, bytes, hash: await sha256(bytes) } as VerifiedFirstMessage;
}

/**
 * Parses and verifies.
 * @throws TesseraError NOT_OURS, DAMAGED, FIRST_EXPECTED, SIGNATURE_WRONG, OUT_OF_RANGE
 */
export async function readFirstMessage(bytes: Uint8Array): Promise<ReadFirstMessage> {
  const message = parseMessage(bytes);
  if (message.kind !== 'first') throw new TesseraError('FIRST_EXPECTED');
  const { fields, hash } = await verifyFirstMessage(message);
  return { message: fields, h1: hash };
}

async function verifySignature(
  issuerKey: Uint8Array,
  payload: Bytes,
  signature: Bytes,
): Promise<void> {
  const point = decompressPoint(issuerKey);
  const key = await crypto.subtle.importKey('raw', point, CURVE, false, ['verify']);
  const valid = await crypto.subtle.verify(ECDSA, key, ownBytes(signature), sigStructure(payload));
  if (!valid) throw new TesseraError('SIGNATURE_WRONG');
}
