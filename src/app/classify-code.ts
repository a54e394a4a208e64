/** Classifies codes: which are messages of ours, parsed once, and what any other seems to be. */
import type { ScanProblem } from '../core/activation/types.ts';
import type { Message } from '../core/codec/parse-message.ts';
import { parseMessage, parseTexts } from '../core/codec/parse-message.ts';
import { asTesseraError } from '../core/errors.ts';
import type { Choice } from '../core/view.ts';
import type { Found } from '../symbology/reader.ts';

/** A code with what it is called where the person has to choose one of several. */
export type ClassifiedCode =
  | { readonly choice: Choice; readonly message: Message }
  | { readonly choice: Choice; readonly problem: ScanProblem };

/** What a code of another kind seems to be, so that it can be named; it is never opened. */
export type ForeignCode = 'web' | 'payment' | 'wifi' | 'contact' | 'authenticator' | 'other';

const FOREIGN: readonly (readonly [RegExp, ForeignCode])[] = [
  [/^otpauth(-migration)?:/i, 'authenticator'],
  // EPC069-12 (SEPA credit transfer), Swiss QR-bill, EMVCo merchant codes, BIP 21.
  [/^(BCD\r?\n|SPC\r?\n|000201|bitcoin:|lightning:|upi:)/i, 'payment'],
  [/^WIFI:/i, 'wifi'],
  [/^(BEGIN:VCARD|MECARD:)/i, 'contact'],
  [/^(https?:\/\/|www\.)/i, 'web'],
];

export function classifyForeign(text: string): ForeignCode {
  return FOREIGN.find(([pattern]) => pattern.test(text.trimStart()))?.[1] ?? 'other';
}

/** Classifies what the camera or a picture showed: a text may hold several messages. */
export function classifyCode(found: Found): readonly ClassifiedCode[] {
  if (found.kind === 'qr') return classifyText(found.text);
  if (found.kind === 'foreign-cryptogram')
    return [{ choice: { is: 'foreign' }, problem: { code: 'FOREIGN_IMAGE' } }];
  try {
    return [fromMessage(parseMessage(found.bytes))];
  } catch (thrown) {
    return [{ choice: { is: 'damaged' }, problem: { code: asTesseraError(thrown).code } }];
  }
}

/**
 * Classifies a text that was pasted, linked, or read from a QR code: each message in it, or the
 * text itself where there is none.
 */
export function classifyText(text: string): readonly ClassifiedCode[] {
  try {
    return parseTexts(text).map(fromMessage);
  } catch (thrown) {
    const { code } = asTesseraError(thrown);
    if (code !== 'NOT_OURS') return [{ choice: { is: 'damaged' }, problem: { code } }];
    const seen = classifyForeign(text);
    return [{ choice: { is: 'other', seen }, problem: { code, seen } }];
  }
}

/** The one code that is meant: the only one there, or the only one of ours. */
export function chooseCode(codes: readonly ClassifiedCode[]): ClassifiedCode | undefined {
  if (codes.length === 1) return codes[0];
  const messages = codes.filter((each) => 'message' in each);
  return messages.length === 1 ? messages[0] : undefined;
}

function fromMessage(message: Message): ClassifiedCode {
  return { choice: { is: message.kind }, message };
}
