/** How a message travels as text, and what can be told of it before any key: QR text, pasted text, links (docs/protocol.md §1). */
import { fromBase45, toBase45 } from './base45.ts';
import { type Bytes, fromBase64url, ownBytes, toBase64url } from './bytes.ts';
import { type Encrypt0, MAX_MESSAGE_BYTES, decodeEncrypt0, decodeSign1 } from './cose.ts';
import { TesseraError } from '../errors.ts';

const QR = 'TES1:';
const PASTED = 'TES1.';
/** The first byte of a deterministic COSE_Encrypt0 (tag 16) and COSE_Sign1 (tag 18). */
const TAG_16 = 0xd0;
const TAG_18 = 0xd2;
/** Far more than a message needs, white space included; longer texts are not even searched. */
const MAX_TEXT = 20_000;

/** `first`: COSE_Sign1; `second`: COSE_Encrypt0 with a nonce; `channel`: COSE_Encrypt0 without. */
export type MessageKind = 'first' | 'second' | 'channel';

/** Text of a QR code, in the alphabet of its alphanumeric mode. */
export function toQrText(message: Uint8Array): string {
  return QR + toBase45(message);
}

/** Text to copy and paste. */
export function toPastedText(message: Uint8Array): string {
  return PASTED + toBase64url(message);
}

/**
 * A link that opens the authenticator at `base` with a first message in its fragment.
 * @throws TesseraError FIRST_EXPECTED for any other message: a browser's history keeps links.
 */
export function toLink(base: string, message: Uint8Array): string {
  if (messageKind(message) !== 'first') throw new TesseraError('FIRST_EXPECTED');
  return `${base.replace(/#.*$/s, '')}#${toPastedText(message)}`;
}

/**
 * The message in a QR code's text, a pasted text or a link; white space and line breaks around and inside are forgiven
 * where they can't be symbols.
 * @throws TesseraError NOT_OURS for other texts, DAMAGED where a carrier holds no message, FIRST_EXPECTED for other messages in a link
 */
export function readText(text: string): Bytes {
  // A space is a symbol of Base45, but never its last one: the last of a group is at most W.
  const trimmed = text.length > MAX_TEXT ? '' : text.trim();
  if (trimmed.startsWith(QR))
    return message(fromBase45(trimmed.slice(QR.length).replace(/[\r\n]/g, '')));
  if (trimmed.startsWith(PASTED)) return message(pasted(trimmed));
  const fragment = /^[a-z][a-z0-9+.-]*:[^#]*#(TES1\..*)$/is.exec(trimmed)?.[1];
  if (fragment?.startsWith(PASTED) !== true) throw new TesseraError('NOT_OURS');
  const linked = message(pasted(fragment));
  if (linked[0] !== TAG_18) throw new TesseraError('FIRST_EXPECTED');
  return linked;
}

function pasted(text: string): Bytes {
  return fromBase64url(text.slice(PASTED.length).replace(/[\s\u200b]/g, ''));
}

function message(data: Bytes): Bytes {
  const tagged = data[0] === TAG_16 || data[0] === TAG_18;
  if (!tagged || data.length > MAX_MESSAGE_BYTES) throw new TesseraError('DAMAGED');
  return data;
}

/** What a message is by its structure alone. @throws TesseraError NOT_OURS unless it begins as a COSE envelope, DAMAGED where the rest is not one of ours */
export function messageKind(message: Uint8Array): MessageKind {
  if (message[0] === TAG_18) {
    decodeSign1(message);
    return 'first';
  }
  if (message[0] !== TAG_16) throw new TesseraError('NOT_OURS');
  return decodeEncrypt0(message).nonce === undefined ? 'channel' : 'second';
}

/** The activation (and account instance) that a second or channel message names, 8 bytes. @throws TesseraError NOT_OURS, DAMAGED */
export function messageActivationId(message: Uint8Array): Bytes {
  return ownBytes(sealedEnvelope(message).activationId);
}

/** A second or channel message's envelope. @throws TesseraError NOT_OURS, DAMAGED */
export function sealedEnvelope(message: Uint8Array): Encrypt0 {
  if (message[0] !== TAG_16) throw new TesseraError(message[0] === TAG_18 ? 'DAMAGED' : 'NOT_OURS');
  return decodeEncrypt0(message);
}
