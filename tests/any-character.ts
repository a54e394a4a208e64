/** What random texts are made of. */
import fc from 'fast-check';

const LAST = 0x10_ffff;
/** The code points that are no characters. */
const SURROGATES = { first: 0xd800, count: 0x800 } as const;

/**
 * Any character of Unicode, as fast-check's unit `binary`: that one makes a table of all of them in
 * each process, which takes a second.
 */
export const anyCharacter = fc.nat(LAST - SURROGATES.count).map(
  (n) => String.fromCodePoint(n < SURROGATES.first ? n : n + SURROGATES.count),
  (text) => {
    const point = typeof text === 'string' ? text.codePointAt(0) : undefined;
    if (point === undefined || String.fromCodePoint(point) !== text) throw new Error('No unit.');
    return point < SURROGATES.first ? point : point - SURROGATES.count;
  },
);
