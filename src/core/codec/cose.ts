/**
 * Encodes and decodes the two envelopes, COSE_Sign1 and COSE_Encrypt0 (RFC 9052 §4.2, §5.2), with
 * exactly the headers of docs/protocol.md §2, §5 and §7.
 */
import { TesseraError } from '../errors.ts';
import type { Bytes } from './bytes.ts';
import { ownBytes } from './bytes.ts';
import type { CborMap, CborValue } from './cbor.ts';
import { cborTag, decodeCbor, encodeCbor, isCborMap, untag } from './cbor.ts';

/** The largest colour cryptogram's capacity; every carrier keeps to it. */
export const MAX_MESSAGE_BYTES = 521;

const ENCRYPT0 = 16;
const SIGN1 = 18;
/** The first byte of the deterministic encoding: tags 18 and 16. */
const FIRST_BYTE = { sign1: 0xd2, encrypt0: 0xd0 } as const;
/** Header parameters (RFC 9052 §3.1), and the private one of the second message's nonce. */
const ALG = 1;
const KID = 4;
const IV = 5;
const NONCE = -65537;
/** Algorithms (RFC 9053 §2.1, §4.1). */
const ES256 = -7;
const A256GCM = 3;
const GCM_TAG_BYTES = 16;

export interface Sign1 {
  readonly payload: Bytes;
  /** r ‖ s, 64 bytes. */
  readonly signature: Bytes;
}

export interface Encrypt0Header {
  /** 8 bytes. */
  readonly activationId: Uint8Array;
  /** 16 bytes: N of docs/protocol.md §4, in second messages only. */
  readonly nonce?: Uint8Array;
}

export interface Encrypt0 extends Encrypt0Header {
  readonly nonce?: Bytes;
  /** 12 bytes. */
  readonly iv: Bytes;
  /** The AES-GCM output, its 16 bytes of tag at the end. */
  readonly ciphertext: Bytes;
}

const SIGN1_PROTECTED = encodeCbor(new Map([[ALG, ES256]]));

/** Tells the envelope by its first byte; undefined for what begins as neither of the two. */
export function envelopeOf(message: Uint8Array): 'sign1' | 'encrypt0' | undefined {
  if (message[0] === FIRST_BYTE.sign1) return 'sign1';
  return message[0] === FIRST_BYTE.encrypt0 ? 'encrypt0' : undefined;
}

/** What ES256 signs (RFC 9052 §4.4), external_aad empty. */
export function sigStructure(payload: Uint8Array): Bytes {
  return encodeCbor(['Signature1', SIGN1_PROTECTED, new Uint8Array(0), payload]);
}

/** @throws TesseraError MESSAGE_TOO_LARGE */
export function encodeSign1({ payload, signature }: Sign1): Bytes {
  return checkSize(encodeCbor(cborTag(SIGN1, [SIGN1_PROTECTED, new Map(), payload, signature])));
}

/** @throws TesseraError DAMAGED */
export function decodeSign1(message: Uint8Array): Sign1 {
  const [head, unprotected, payload, signature] = decodeEnvelope(SIGN1, 4, message);
  requireIntact(isCborMap(unprotected) && unprotected.size === 0);
  const header = decodeProtectedMap(head);
  requireIntact(header.size === 1 && header.get(ALG) === ES256);
  return { payload: toByteString(payload), signature: toByteString(signature, 64) };
}

/** What AES-GCM authenticates besides the ciphertext (RFC 9052 §5.3). */
export function encStructure(header: Encrypt0Header, externalAad: Uint8Array): Bytes {
  return encodeCbor(['Encrypt0', encodeHeader(header), externalAad]);
}

/** @throws TesseraError MESSAGE_TOO_LARGE */
export function encodeEncrypt0({
  iv,
  ciphertext,
  ...header
}: Encrypt0Header & Pick<Encrypt0, 'iv' | 'ciphertext'>): Bytes {
  const content = [encodeHeader(header), new Map<CborValue, CborValue>([[IV, iv]]), ciphertext];
  return checkSize(encodeCbor(cborTag(ENCRYPT0, content)));
}

/** @throws TesseraError DAMAGED */
export function decodeEncrypt0(message: Uint8Array): Encrypt0 {
  const [head, unprotected, sealed] = decodeEnvelope(ENCRYPT0, 3, message);
  requireIntact(isCborMap(unprotected) && unprotected.size === 1);
  const header = decodeProtectedMap(head);
  requireIntact(header.size === (header.has(NONCE) ? 3 : 2) && header.get(ALG) === A256GCM);
  const ciphertext = toByteString(sealed);
  requireIntact(ciphertext.length > GCM_TAG_BYTES);
  return {
    activationId: toByteString(header.get(KID), 8),
    ...(header.has(NONCE) && { nonce: toByteString(header.get(NONCE), 16) }),
    iv: toByteString(unprotected.get(IV), 12),
    ciphertext,
  };
}

/** Deterministic encoding: decoding and encoding a header gives back its very bytes. */
function encodeHeader({ activationId, nonce }: Encrypt0Header): Bytes {
  const header = new Map<CborValue, CborValue>([
    [ALG, A256GCM],
    [KID, activationId],
  ]);
  if (nonce !== undefined) header.set(NONCE, nonce);
  return encodeCbor(header);
}

function decodeEnvelope(tag: 16 | 18, parts: number, message: Uint8Array): readonly CborValue[] {
  requireIntact(message.length <= MAX_MESSAGE_BYTES);
  const content = untag(tag, decodeCbor(message));
  requireIntact(Array.isArray(content) && content.length === parts);
  return content as readonly CborValue[];
}

function decodeProtectedMap(head: CborValue | undefined): CborMap {
  const header = decodeCbor(toByteString(head));
  requireIntact(isCborMap(header));
  return header;
}

function toByteString(value: CborValue | undefined, length?: number): Bytes {
  requireIntact(value instanceof Uint8Array && (length === undefined || value.length === length));
  return ownBytes(value);
}

function requireIntact(condition: boolean): asserts condition {
  if (!condition) throw new TesseraError('DAMAGED');
}

function checkSize(message: Bytes): Bytes {
  if (message.length > MAX_MESSAGE_BYTES) throw new TesseraError('MESSAGE_TOO_LARGE');
  return message;
}
