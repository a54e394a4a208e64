/** The words for a code that was read and is not taken. */
import type { ReturnKind } from '../protocol/return-text.ts';
import type { Refusal } from './read-by-webcam.ts';
import type { Words } from './words.ts';

/** Returns why a code is not what the page waits for. */
export function refusalWords(t: Words, refusal: Refusal, wanted: ReturnKind): string {
  const { kinds } = t.told;
  return refusal.is === 'other-kind'
    ? t.told['other-kind']({ shown: kinds[refusal.kind], wanted: kinds[wanted] })
    : t.told[refusal.is];
}
