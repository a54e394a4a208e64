/** The second activation message: sealed under the device code (docs/protocol.md §5). */
import { decodeSecondPayload, encodeSecondPayload } from '../core/codec/activation-payloads.ts';
import type { Bytes } from '../core/codec/bytes.ts';
import { equal, toHex } from '../core/codec/bytes.ts';
import type { FirstMessage, SecondMessage } from '../core/codec/messages.ts';
import type { MessageOf } from '../core/codec/parse-message.ts';
import { parseMessage } from '../core/codec/parse-message.ts';
import { TesseraError } from '../core/errors.ts';
import type { ActivationKeys } from './key-schedule.ts';
import { deriveActivationKeys } from './key-schedule.ts';
import { openEnvelope, sealMessage } from './seal.ts';

/** What binds a second message to its first one. */
export interface SecondMessageContext {
  /** Key 2 of the first message, 8 bytes. */
  readonly activationId: Uint8Array;
  /** SHA-256 of the first message. */
  readonly h1: Uint8Array;
  /** N, 16 bytes: the one that the keys were derived with. */
  readonly nonce: Uint8Array;
  /** The key that seals the message (§4). */
  readonly message2: CryptoKey;
  /** 12 bytes; random unless given. */
  readonly iv?: Uint8Array;
}

/** @throws TesseraError OUT_OF_RANGE, MESSAGE_TOO_LARGE */
export async function writeSecondMessage(
  fields: SecondMessage,
  context: SecondMessageContext,
): Promise<Bytes> {
  const { activationId, nonce, h1, message2, iv } = context;
  return sealMessage(encodeSecondPayload(fields), {
    activationId,
    nonce,
    key: message2,
    externalAad: h1,
    ...(iv !== undefined && { iv }),
  });
}

/** What the authenticator knows between the two messages. */
export interface PendingActivation {
  /** The fields of the first message. */
  readonly first: FirstMessage;
  /** SHA-256 of the first message. */
  readonly h1: Uint8Array;
  /** The bits of the device code that was shown. */
  readonly c9: Uint8Array;
}

/** A second message that was opened. */
export interface ReadSecondMessage {
  /** Its fields. */
  readonly message: SecondMessage;
  /** The keys of the account. */
  readonly keys: ActivationKeys;
}

/**
 * Parses and opens the answer to a pending activation.
 * @throws TesseraError NOT_OURS, DAMAGED, SECOND_EXPECTED, and as `openSecondMessage`
 */
export async function readSecondMessage(
  bytes: Uint8Array,
  pending: PendingActivation,
): Promise<ReadSecondMessage> {
  const message = parseMessage(bytes);
  if (message.kind !== 'second') throw new TesseraError('SECOND_EXPECTED');
  return openSecondMessage(message, pending);
}

/**
 * Opens the answer to a pending activation; slow, because it derives the keys.
 * @throws TesseraError OTHER_ACTIVATION, DOES_NOT_OPEN, OUT_OF_RANGE
 */
export async function openSecondMessage(
  { envelope }: MessageOf<'second'>,
  { first, h1, c9 }: PendingActivation,
): Promise<ReadSecondMessage> {
  if (!equal(envelope.activationId, first.activationId)) throw new TesseraError('OTHER_ACTIVATION');
  const { nonce } = envelope;
  const keys = await deriveActivationKeys({ secret: first.secret, c9, h1, nonce });
  const plaintext = await openEnvelope(envelope, keys.message2, h1);
  return { message: decodeSecondPayload(plaintext), keys };
}

/** What identifies an account: the issuer's key (33 bytes in hexadecimal) and the serial number. */
export interface AccountIdentity {
  readonly issuerKey: string;
  readonly serial: string;
}

/**
 * Finds the account that this activation replaces: the one that the first message names, if it is
 * here.
 * @throws TesseraError REPLACES_MISMATCH when the two messages name different serial numbers
 */
export function checkReplaces<T extends AccountIdentity>(
  first: FirstMessage,
  second: SecondMessage,
  held: readonly T[],
): T | undefined {
  if (first.replaces === undefined) return undefined;
  if (first.replaces !== second.serial) throw new TesseraError('REPLACES_MISMATCH');
  const issuerKey = toHex(first.issuerKey);
  return held.find(
    (account) => account.issuerKey === issuerKey && account.serial === second.serial,
  );
}
