/** Codes and serial numbers are told from words with hyphens. */
import type { TemplateResult } from 'lit';
import { expect, it } from 'vitest';

import { wholeCodes } from '../../src/ui/whole-codes.ts';

/** What is rendered, with `<>` around each piece that stays whole. */
function shown(text: string): string {
  const rendered = wholeCodes(text);
  if (typeof rendered === 'string') return rendered;
  return (rendered.values[0] as readonly (string | TemplateResult)[])
    .map((piece) => (typeof piece === 'string' ? piece : `<${String(piece.values[0])}>`))
    .join('');
}

it.each([
  ['57EYH-01WRR', '<57EYH-01WRR>'],
  ['Current account · 57EYH-01WRR', 'Current account · <57EYH-01WRR>'],
  ['No. 57EYH-01WRR-12 · Clock', 'No. <57EYH-01WRR-12> · Clock'],
  ['\u206612-34\u2069, 56-78', '\u2066<12-34>\u2069, <56-78>'],
  ['LSGO-7', '<LSGO-7>'],
])('%s is shown as %s', (text, whole) => {
  expect(shown(text)).toBe(whole);
});

it.each(['Anna-Maria', 'ABC-DEF', '12345678', 'DE89 3704 0044', '-', ''])(
  '%j is shown as any text',
  (text) => {
    expect(wholeCodes(text)).toBe(text);
  },
);
