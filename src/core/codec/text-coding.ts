/**
 * The two codings of a message as text, Base45 (RFC 9285) and base64url (RFC 4648 §5), and where
 * one ends in a run of its symbols: the message itself tells.
 */
import { BASE45, fromBase45 } from './base45.ts';
import type { Bytes } from './bytes.ts';
import { BASE64URL, fromBase64url } from './bytes.ts';
import { itemLength } from './cbor-length.ts';
import { envelopeOf, MAX_MESSAGE_BYTES } from './cose.ts';

/** How symbols stand for bytes: in groups, of which the last may be shorter. */
export interface TextCoding {
  readonly alphabet: string;
  readonly groupSymbols: number;
  /** Number of symbols that a number of bytes has. */
  readonly symbolsOf: (bytes: number) => number;
  /** @throws TesseraError DAMAGED */
  readonly decode: (text: string) => Bytes;
}

export const BASE45_CODING: TextCoding = {
  alphabet: BASE45,
  groupSymbols: 3,
  symbolsOf: (bytes) => Math.ceil((bytes * 3) / 2),
  decode: fromBase45,
};

export const BASE64URL_CODING: TextCoding = {
  alphabet: BASE64URL,
  groupSymbols: 4,
  symbolsOf: (bytes) => Math.ceil((bytes * 4) / 3),
  decode: fromBase64url,
};

/** A message at the beginning of a run, and how many of its symbols are the message's. */
export interface Decoded {
  readonly bytes: Bytes;
  readonly symbols: number;
}

/**
 * The message with which a run of symbols begins: the shortest prefix that is one whole item of
 * CBOR. Undefined where there is none, or where the item is no message.
 */
export function decodePrefix(run: string, coding: TextCoding): Decoded | undefined {
  const beginning = wholeGroups(run, coding);
  const length = itemLength(beginning);
  if (length === undefined || length > MAX_MESSAGE_BYTES) return undefined;
  if (envelopeOf(beginning) === undefined) return undefined;
  const symbols = coding.symbolsOf(length);
  const bytes = symbols > run.length ? undefined : decoded(run.slice(0, symbols), coding);
  return bytes && { bytes, symbols };
}

/** The bytes of the whole groups up to the first that stands for none. */
function wholeGroups(run: string, coding: TextCoding): Uint8Array {
  const { groupSymbols } = coding;
  const data: number[] = [];
  for (let end = groupSymbols; end <= run.length; end += groupSymbols) {
    const group = decoded(run.slice(end - groupSymbols, end), coding);
    if (group === undefined) break;
    data.push(...group);
  }
  return Uint8Array.from(data);
}

function decoded(text: string, { decode }: TextCoding): Bytes | undefined {
  try {
    return decode(text);
  } catch {
    return undefined;
  }
}
