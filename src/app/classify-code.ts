/** What a picture showed, one code or several: which are ours, and how each is called where the person has to choose. */
import { messageKind, readText } from '../core/codec/message-text.ts';
import { TesseraError } from '../core/errors.ts';
import type { Choice } from '../core/view.ts';
import type { Found } from '../symbology/reader.ts';
import { classifyForeign } from './sighting.ts';

/** How a code is called in a choice of several. */
export function classifyCode(found: Found): Choice {
  if (found.kind === 'foreign-cryptogram') return { is: 'foreign' };
  try {
    return { is: messageKind(found.kind === 'qr' ? readText(found.text) : found.bytes) };
  } catch (thrown) {
    if (found.kind === 'qr' && thrown instanceof TesseraError && thrown.code === 'NOT_OURS')
      return { is: 'other', seen: classifyForeign(found.text) };
    return { is: 'damaged' };
  }
}

/** The one code that is meant: the only one there, or the only one of ours. */
export function chooseCode(found: readonly Found[]): Found | undefined {
  if (found.length === 1) return found[0];
  const ours = found.filter((each) =>
    ['first', 'second', 'channel'].includes(classifyCode(each).is),
  );
  return ours.length === 1 ? ours[0] : undefined;
}
