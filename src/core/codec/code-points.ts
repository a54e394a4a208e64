/** Sets of code points as `unicode-data.ts` writes them, and the code points of a text. */

/** Says whether a code point is a member. */
export type CodePointSet = (codePoint: number) => boolean;

const RADIX = 36;

/** Returns the set that `data` describes; it is decoded when it is first asked. */
export function codePointSet(data: string): CodePointSet {
  let boundaries: readonly number[] | undefined;
  return (codePoint) => {
    boundaries ??= decodeBoundaries(data);
    // Members begin at every other boundary, so that the number of boundaries passed tells.
    return countUpTo(boundaries, codePoint) % 2 === 1;
  };
}

/** Returns a text's code points; half of a surrogate pair is one by itself. */
export function codePointsOf(text: string): number[] {
  return Array.from(text, (symbol) => symbol.codePointAt(0)!);
}

function decodeBoundaries(data: string): readonly number[] {
  let boundary = 0;
  return data
    .trim()
    .split(/\s/)
    .map((distance) => (boundary += parseInt(distance, RADIX)));
}

/** How many of the ascending numbers are at most `limit`. */
function countUpTo(ascending: readonly number[], limit: number): number {
  let [low, high] = [0, ascending.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (ascending[middle]! <= limit) low = middle + 1;
    else high = middle;
  }
  return low;
}
