/** Seals and opens requests and deactivations; computes response codes (docs/protocol.md §7). */
import type { Bytes } from '../core/codec/bytes.ts';
import { asciiBytes, concat, ownBytes } from '../core/codec/bytes.ts';
import type { ChannelPayload } from '../core/codec/channel-payloads.ts';
import { decodeChannelPayload, encodeChannelPayload } from '../core/codec/channel-payloads.ts';
import { MAX_MESSAGE_BYTES } from '../core/codec/cose.ts';
import type { Deactivation, Request } from '../core/codec/messages.ts';
import type { MessageOf } from '../core/codec/parse-message.ts';
import { parseMessage } from '../core/codec/parse-message.ts';
import { TesseraError } from '../core/errors.ts';
import type { Hmac } from './hmac.ts';
import { sha256 } from './hmac.ts';
import type { OcraSuite } from './ocra.ts';
import { ocra } from './ocra.ts';
import type { MessageCipher } from './seal.ts';
import { openEnvelope, sealMessage } from './seal.ts';

const NO_AAD = new Uint8Array(0);

/** The channel key: 32 bytes, or imported for AES-GCM, or a cipher that has it. */
export type ChannelKey = Uint8Array | CryptoKey | MessageCipher;

/** Which account instance a message is for. */
export interface ChannelContext {
  /** Names the account instance, 8 bytes. */
  readonly activationId: Uint8Array;
  /** The account's channel key. */
  readonly channel: ChannelKey;
  /** 12 bytes; random unless given. */
  readonly iv?: Uint8Array;
}

/**
 * Room that every request keeps for what the issuer accepted last, in bytes: key 27 is never left
 * out for lack of room.
 */
const LAST_ACCEPTED_BYTES = 48;

/** @throws TesseraError OUT_OF_RANGE, MESSAGE_TOO_LARGE */
export async function writeRequest(request: Request, context: ChannelContext): Promise<Bytes> {
  const { lastAccepted, ...rest } = request;
  const payload = encodeChannelPayload({ kind: 'request', request });
  const bare = lastAccepted ? encodeChannelPayload({ kind: 'request', request: rest }) : payload;
  const message = await sealPayload(payload, context);
  const used = payload.length - bare.length;
  if (message.length - used + LAST_ACCEPTED_BYTES > MAX_MESSAGE_BYTES)
    throw new TesseraError('MESSAGE_TOO_LARGE');
  return message;
}

/** @throws TesseraError OUT_OF_RANGE */
export async function writeDeactivation(
  deactivation: Deactivation,
  context: ChannelContext,
): Promise<Bytes> {
  return sealPayload(encodeChannelPayload({ kind: 'deactivation', deactivation }), context);
}

async function sealPayload(
  payload: Bytes,
  { activationId, channel, iv }: ChannelContext,
): Promise<Bytes> {
  return sealMessage(payload, {
    activationId,
    key: await importChannel(channel),
    externalAad: NO_AAD,
    ...(iv !== undefined && { iv }),
  });
}

/**
 * Parses and opens. Times are for the caller: `requestAge`.
 * @throws TesseraError NOT_OURS, DAMAGED, REQUEST_EXPECTED, and as `openChannelMessage`
 */
export async function readChannelMessage(
  bytes: Uint8Array,
  channel: ChannelKey,
): Promise<ChannelPayload> {
  const message = parseMessage(bytes);
  if (message.kind !== 'channel') throw new TesseraError('REQUEST_EXPECTED');
  return openChannelMessage(message, channel);
}

/**
 * Opens a message of the account that `envelope.activationId` names.
 * @throws TesseraError DOES_NOT_OPEN, OUT_OF_RANGE
 */
export async function openChannelMessage(
  { envelope }: MessageOf<'channel'>,
  channel: ChannelKey,
): Promise<ChannelPayload> {
  return decodeChannelPayload(await openEnvelope(envelope, await importChannel(channel), NO_AAD));
}

/** @throws TesseraError as `readChannelMessage`; REQUEST_EXPECTED for a deactivation too */
export async function readRequest(bytes: Uint8Array, channel: ChannelKey): Promise<Request> {
  const payload = await readChannelMessage(bytes, channel);
  if (payload.kind !== 'request') throw new TesseraError('REQUEST_EXPECTED');
  return payload.request;
}

/** Imports the channel key, not extractable; `raw`, 32 bytes, may be overwritten afterwards. */
export function importChannelKey(raw: Uint8Array): Promise<CryptoKey> {
  return crypto.subtle.importKey('raw', ownBytes(raw), 'AES-GCM', false, ['encrypt', 'decrypt']);
}

/**
 * Computes the code that answers a request. The question is the hash of the whole message, so that
 * exactly what was shown is signed, and of the number that the page shows, where it was asked.
 * `hmac` is keyed with the account's `sign` key and the suite's hash.
 * @param number ASCII digits, as many as the request says
 */
export async function responseCode(
  hmac: Hmac,
  suite: OcraSuite,
  requestMessage: Uint8Array,
  number = '',
): Promise<string> {
  return ocra(hmac, suite, { question: await sha256(signedBytes(requestMessage, number)) });
}

/** What a response code answers: its SHA-256 is the question. */
export function signedBytes(requestMessage: Uint8Array, number = ''): Bytes {
  return concat(requestMessage, asciiBytes(number));
}

async function importChannel(channel: ChannelKey): Promise<CryptoKey | MessageCipher> {
  return channel instanceof Uint8Array ? importChannelKey(channel) : channel;
}
