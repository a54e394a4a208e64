/**
 * A message's text as an authenticator shows it: without invisible characters and outer blanks
 * (docs/protocol.md §1). It depends on a frozen table and not on the engine's Unicode version, and
 * no unknown character is refused: a newer letter or emoji is shown.
 */
import type { CodePointSet } from './code-points.ts';
import { codePointSet, codePointsOf } from './code-points.ts';
import { IDEOGRAPHIC, INVISIBLE, JOINING, PICTOGRAPHIC } from './unicode-data.ts';

const isInvisible = /* @__PURE__ */ codePointSet(INVISIBLE);
const isJoining = /* @__PURE__ */ codePointSet(JOINING);
const isPictographic = /* @__PURE__ */ codePointSet(PICTOGRAPHIC);
const isIdeographic = /* @__PURE__ */ codePointSet(IDEOGRAPHIC);

/** Zero width non-joiner and joiner. */
const [ZWNJ, ZWJ] = [0x200c, 0x200d];
/** Variation selector 16, after which a symbol is drawn as an emoji. */
const VS16 = 0xfe0f;

/**
 * Viramas: after one, a joiner chooses a consonant's form at a word's end too (the Unicode
 * Standard, §12.1).
 */
const VIRAMAS: readonly number[] = [
  0x094d, 0x09cd, 0x0a4d, 0x0acd, 0x0b4d, 0x0bcd, 0x0c4d, 0x0ccd, 0x0d4d, 0x0dca,
];

/**
 * Returns the text without outer blanks and without what leaves nothing to be seen. Joiners and
 * variation selectors stay where scripts or emoji use them.
 */
export function shownText(text: string): string {
  const visible: number[] = [];
  const candidates = codePointsOf(text).filter((code) => !isInvisible(code) || isSelecting(code));
  candidates.forEach((code, i) => {
    if (!isSelecting(code) || isUsed(code, visible, candidates[i + 1])) visible.push(code);
  });
  return visible
    .map((code) => String.fromCodePoint(code))
    .join('')
    .trim();
}

/** Invisible by itself, but it may choose the form of what is beside it. */
function isSelecting(code: number): boolean {
  return isJoiner(code) || variationBase(code) !== undefined;
}

export function isJoiner(code: number): boolean {
  return code === ZWNJ || code === ZWJ;
}

function isUsed(code: number, before: readonly number[], after: number | undefined): boolean {
  const last = before.at(-1);
  if (last === undefined) return false;
  const takes = variationBase(code);
  return takes ? takes(last) : isJoined(code, last, after);
}

function isJoined(code: number, last: number, after: number | undefined): boolean {
  if (isJoining(last)) return VIRAMAS.includes(last) || (after !== undefined && isJoining(after));
  const isEmoji = isPictographic(last) || isSkinTone(last) || last === VS16;
  return code === ZWJ && isEmoji && after !== undefined && isPictographic(after);
}

/** What a variation selector may follow; undefined for what is none (UAX #37, UTS #51). */
function variationBase(code: number): CodePointSet | undefined {
  if (code === VS16 || code === VS16 - 1) return isEmojiBase;
  if (code >= 0xfe00 && code < VS16) return (base) => isIdeographic(base) || isJoining(base);
  if (code >= 0xe0100 && code <= 0xe01ef) return isIdeographic;
  if ((code >= 0x180b && code <= 0x180d) || code === 0x180f) return isJoining;
  return undefined;
}

/** Emoji, and what a keycap is made of: digits, `#`, `*`. */
function isEmojiBase(code: number): boolean {
  return isPictographic(code) || /[0-9#*]/.test(String.fromCodePoint(code));
}

function isSkinTone(code: number): boolean {
  return code >= 0x1f3fb && code <= 0x1f3ff;
}
