/**
 * What a writer may put into a message's text: nothing that an authenticator would show
 * differently, or that could pass for something else (docs/protocol.md §1).
 */
import { TesseraError } from '../errors.ts';
import { codePointSet, codePointsOf } from './code-points.ts';
import { isJoiner, shownText } from './shown-text.ts';
import type { TextRule } from './text-rules.ts';
import { NAMING, NOT_GRAPHIC, STACKING, UNICODE_VERSION } from './unicode-data.ts';
import { isShowable } from './validators.ts';

const isNotGraphic = /* @__PURE__ */ codePointSet(NOT_GRAPHIC);
const isStacking = /* @__PURE__ */ codePointSet(STACKING);
const isNaming = /* @__PURE__ */ codePointSet(NAMING);

/** Marks that one letter may carry. */
const MAX_MARKS = 4;

/** Returns the rule that `text` breaks, to complete "… must be"; undefined if it may be written. */
export function textFault(text: string, { min, max, is }: TextRule): string | undefined {
  if (!isShowable(text, min, max)) return `${min} to ${max} characters without control characters`;
  if (text === '') return undefined;
  if (text !== text.trim()) return 'text without a blank at either end';
  if (text !== shownText(text)) return 'text without invisible characters';
  const codePoints = codePointsOf(text);
  if (!codePoints.every(isWritable))
    return `text without characters that Unicode ${UNICODE_VERSION} leaves open or invisible`;
  if (longestStack(codePoints) > MAX_MARKS)
    return `text with at most ${MAX_MARKS} combining marks on a letter`;
  if (is === 'name' && !codePoints.some(isNaming)) return 'text with a letter, digit or emoji';
  return undefined;
}

/** @throws TesseraError OUT_OF_RANGE unless `text` may be written */
export function checkWritten(text: unknown, rule: TextRule): void {
  if (typeof text !== 'string' || textFault(text, rule) !== undefined)
    throw new TesseraError('OUT_OF_RANGE');
}

/** Joiners were judged by their neighbours. */
function isWritable(code: number): boolean {
  return !isNotGraphic(code) || isJoiner(code);
}

/** The most marks on one letter. */
function longestStack(codePoints: readonly number[]): number {
  let [longest, marks] = [0, 0];
  for (const code of codePoints) {
    // A joiner is no base: marks go on behind it.
    if (isStacking(code)) marks++;
    else if (!isJoiner(code)) marks = 0;
    longest = Math.max(longest, marks);
  }
  return longest;
}
