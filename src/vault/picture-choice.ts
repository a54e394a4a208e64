/** Nine pictures to find one's own among, instead of a second entry (docs/vault.md, rule 2). */
import { randomBytes } from '../protocol/random.ts';
import { PICTURE_COUNT } from './pin-kdf.ts';

/** The picture of the PIN, and eight others. */
export const OFFERED_PICTURES = 9;
const BYTE_VALUES = 256;

/** Returns a picture and eight others, in random order. */
export function drawPictures(picture: number): readonly number[] {
  const others = Array.from({ length: PICTURE_COUNT }, (_, i) => i).filter((i) => i !== picture);
  return shuffle([picture, ...shuffle(others).slice(0, OFFERED_PICTURES - 1)]);
}

/** Returns the items in random order, every order as likely (Fisher and Yates). */
function shuffle(items: readonly number[]): number[] {
  const left = [...items];
  const drawn: number[] = [];
  while (left.length > 0) drawn.push(...left.splice(drawBelow(left.length), 1));
  return drawn;
}

/** Returns a number from 0 below `limit`, 256 at most; bytes that would favour some are left. */
function drawBelow(limit: number): number {
  const fair = BYTE_VALUES - (BYTE_VALUES % limit);
  for (;;) {
    const [byte] = randomBytes(1);
    if (byte! < fair) return byte! % limit;
  }
}
