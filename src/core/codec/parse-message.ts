/** Parses a message once: its kind and its envelope, before any key (docs/protocol.md §1). */
import { TesseraError } from '../errors.ts';
import type { Bytes } from './bytes.ts';
import { ownBytes } from './bytes.ts';
import type { Encrypt0, Sign1 } from './cose.ts';
import { decodeEncrypt0, decodeSign1, envelopeOf } from './cose.ts';
import { readMessages } from './find-messages.ts';
import { readText } from './message-text.ts';

/** A message with its envelope decoded; what it says is neither verified nor opened. */
export type Message =
  | { readonly kind: 'first'; readonly bytes: Bytes; readonly envelope: Sign1 }
  | {
      readonly kind: 'second';
      readonly bytes: Bytes;
      readonly envelope: Encrypt0 & { readonly nonce: Bytes };
    }
  /** A request or a deactivation. */
  | { readonly kind: 'channel'; readonly bytes: Bytes; readonly envelope: Encrypt0 };

export type MessageOf<K extends Message['kind']> = Extract<Message, { readonly kind: K }>;

/**
 * Tells the kind of a message by its structure.
 * @throws TesseraError NOT_OURS unless it begins as one of the two envelopes, DAMAGED where the
 * rest is not one of ours
 */
export function parseMessage(message: Uint8Array): Message {
  const bytes = ownBytes(message);
  switch (envelopeOf(bytes)) {
    case 'sign1':
      return { kind: 'first', bytes, envelope: decodeSign1(bytes) };
    case 'encrypt0': {
      const envelope = decodeEncrypt0(bytes);
      const { nonce } = envelope;
      return nonce === undefined
        ? { kind: 'channel', bytes, envelope }
        : { kind: 'second', bytes, envelope: { ...envelope, nonce } };
    }
    case undefined:
      throw new TesseraError('NOT_OURS');
  }
}

/**
 * Parses a QR code's text, a pasted text or a link.
 * @throws TesseraError NOT_OURS, DAMAGED; FIRST_EXPECTED for another message in a link
 */
export function parseText(text: string): Message {
  return parseMessage(readText(text));
}

/**
 * Parses each different message in a text that a person gives, with whatever words are around it.
 * @throws TesseraError as {@link parseText}, where there is none
 */
export function parseTexts(text: string): readonly Message[] {
  return readMessages(text, parseMessage);
}
