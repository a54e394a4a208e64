/** Judges a text that the webcam read: is it the code that this page waits for? */
import type { ReturnKind, ReturnOf } from '../protocol/return-text.ts';
import { writeReturnText } from '../protocol/return-text.ts';

/** What a text is to the page. Only `code` may be submitted; nothing else counts as a try. */
export type ReturnReading =
  | { readonly is: 'code'; readonly code: string }
  /** A code from a phone, of another kind than the page asks for. */
  | { readonly is: 'other-kind'; readonly kind: ReturnKind }
  /** A code of this kind, of another activation, account or request. */
  | { readonly is: 'other-owner' }
  | { readonly is: 'foreign' };

const RETURN_TEXT = /^TESR:([DARO]):([0-9A-Z]+):[0-9A-HJKMNP-TV-Z]{4}$/;

/** Reads a text as a code of one kind that belongs to `of` (docs/protocol.md, Codes by camera). */
export async function readReturnText(
  text: string,
  expected: ReturnKind,
  of: ReturnOf,
): Promise<ReturnReading> {
  const [, kind, code] = RETURN_TEXT.exec(text) ?? [];
  if (code === undefined) return { is: 'foreign' };
  if (kind !== expected) return { is: 'other-kind', kind: kind as ReturnKind };
  const own = await writeReturnText(expected, code, of);
  return own === text ? { is: 'code', code } : { is: 'other-owner' };
}
