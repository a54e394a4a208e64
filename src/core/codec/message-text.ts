/** Carries a message as text: in a QR code, pasted, or in a link (docs/protocol.md §1). */
import { TesseraError } from '../errors.ts';
import { toBase45 } from './base45.ts';
import type { Bytes } from './bytes.ts';
import { toBase64url } from './bytes.ts';
import { decodeSign1, envelopeOf } from './cose.ts';
import { readMessages } from './find-messages.ts';

const QR = 'TES1:';
const PASTED = 'TES1.';

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
 * The message in a QR code's text, a pasted text or a link, with whatever words are around it.
 * @throws TesseraError NOT_OURS for other texts, DAMAGED where a message is not whole, and where
 * there is more than one; FIRST_EXPECTED for other messages in a link
 */
export function readText(text: string): Bytes {
  const [message, ...others] = readTexts(text);
  if (message === undefined || others.length > 0)
    throw new TesseraError('DAMAGED', { detail: 'more than one message' });
  return message;
}

/**
 * Each different message in such a text, in their order: a person may choose.
 * @throws TesseraError as {@link readText}, where there is none
 */
export function readTexts(text: string): readonly Bytes[] {
  return readMessages(text, (message) => message);
}
