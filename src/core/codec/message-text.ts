/** Carries a message as text: in a QR code, pasted, or in a link (docs/protocol.md §1). */
import { TesseraError } from '../errors.ts';
import { fromBase45, toBase45 } from './base45.ts';
import type { Bytes } from './bytes.ts';
import { fromBase64url, toBase64url } from './bytes.ts';
import { decodeSign1, envelopeOf, MAX_MESSAGE_BYTES } from './cose.ts';

const QR = 'TES1:';
const PASTED = 'TES1.';
/** Far more than a message needs, white space included; longer texts are not even searched. */
const MAX_TEXT_LENGTH = 20_000;

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
 * @throws TesseraError FIRST_EXPECTED for anything else: a browser's history keeps links; DAMAGED
 */
export function toLink(base: string, message: Uint8Array): string {
  if (envelopeOf(message) !== 'sign1') throw new TesseraError('FIRST_EXPECTED');
  decodeSign1(message);
  return `${base.replace(/#.*$/s, '')}#${toPastedText(message)}`;
}

/**
 * The message in a QR code's text, a pasted text or a link; white space and line breaks around and
 * inside are ignored where they can't be symbols.
 * @throws TesseraError NOT_OURS for other texts, DAMAGED where a carrier holds no message,
 * FIRST_EXPECTED for other messages in a link
 */
export function readText(text: string): Bytes {
  // A space is a symbol of Base45, but never its last one: the last of a group is at most W.
  const trimmed = text.length > MAX_TEXT_LENGTH ? '' : text.trim();
  if (trimmed.startsWith(QR))
    return checkMessage(fromBase45(trimmed.slice(QR.length).replace(/[\r\n]/g, '')));
  if (trimmed.startsWith(PASTED)) return checkMessage(decodePasted(trimmed));
  const fragment = /^[a-z][a-z0-9+.-]*:[^#]*#(TES1\..*)$/is.exec(trimmed)?.[1];
  if (fragment?.startsWith(PASTED) !== true) throw new TesseraError('NOT_OURS');
  const linked = checkMessage(decodePasted(fragment));
  if (envelopeOf(linked) !== 'sign1') throw new TesseraError('FIRST_EXPECTED');
  return linked;
}

function decodePasted(text: string): Bytes {
  return fromBase64url(text.slice(PASTED.length).replace(/[\s\u200b]/g, ''));
}

function checkMessage(data: Bytes): Bytes {
  if (envelopeOf(data) === undefined || data.length > MAX_MESSAGE_BYTES)
    throw new TesseraError('DAMAGED');
  return data;
}
