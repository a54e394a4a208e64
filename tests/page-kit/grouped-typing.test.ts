/** Codes in groups as they are typed: text, caret, deletion and paste. */
import { describe, expect, it } from 'vitest';

import type { Groups } from '../../src/page-kit/grouped-typing.ts';
import { regroup } from '../../src/page-kit/grouped-typing.ts';

const DEVICE: Groups = { form: 'base32', size: 4, separator: '-' };
const DIGITS: Groups = { form: 'digits', size: 4, separator: ' ' };

/** A field's text with `|` where the caret is, before and after it is grouped. */
function grouped(
  field: string,
  groups: Groups = DEVICE,
  deletion?: Parameters<typeof regroup>[2],
): string {
  const caret = field.indexOf('|');
  const { text, caret: at } = regroup({ text: field.replace('|', ''), caret }, groups, deletion);
  return `${text.slice(0, at)}|${text.slice(at)}`;
}

describe('typing', () => {
  it.each([
    ['abcd|', 'abcd|'],
    ['abcde|', 'abcd-e|'],
    ['abcd-efgh7|', 'abcd-efgh-7|'],
    ['abXcd-efgh|', 'abXc-defg-h|'],
    ['abX|cd-efgh', 'abX|c-defg-h'],
    ['abcdX|-efgh', 'abcd-X|efg-h'],
    ['|', '|'],
  ])('%s becomes %s', (typed, expected) => {
    expect(grouped(typed)).toBe(expected);
  });

  it('groups digits with spaces', () => {
    expect(grouped('12345|', DIGITS)).toBe('1234 5|');
    expect(grouped('12345|', { ...DIGITS, size: 3 })).toBe('123 45|');
  });

  it('keeps what no code contains, for the words about it', () => {
    expect(grouped('аbcde|')).toBe('аbcd-e|');
    expect(grouped('12a45|', DIGITS)).toBe('12a4 5|');
  });

  it('is the same the second time', () => {
    for (const typed of ['abcde|fgh', 'ab|', 'abcdefghi|'])
      expect(grouped(grouped(typed))).toBe(grouped(typed));
  });
});

describe('pasting', () => {
  it.each([
    ['ABCD EFGH JKMN PQRS|', 'ABCD-EFGH-JKMN-PQRS|'],
    ['  abcdefghjkmnpqrs\u00a0|', 'abcd-efgh-jkmn-pqrs|'],
    ['abcd—efgh·jkmn–pqrs|', 'abcd-efgh-jkmn-pqrs|'],
  ])('%s becomes %s', (pasted, expected) => {
    expect(grouped(pasted)).toBe(expected);
  });

  it('leaves a whole page of text alone', () => {
    const text = 'word '.repeat(50);
    expect(grouped(`${text}|`)).toBe(`${text}|`);
  });
});

describe('deleting', () => {
  const back = (before: string) => ({ before, direction: 'backward' as const });
  const forward = (before: string) => ({ before, direction: 'forward' as const });

  it.each([
    ['abcd-|', back('abcd-e'), 'abcd|'],
    ['abcd|efgh', back('abcd-efgh'), 'abc|e-fgh'],
    ['abcd|efgh', forward('abcd-efgh'), 'abcd|-fgh'],
    ['abc|-efgh', back('abcd-efgh'), 'abc|e-fgh'],
    ['|', back('a'), '|'],
  ])('%s', (left, deletion, expected) => {
    expect(grouped(left, DEVICE, deletion)).toBe(expected);
  });

  it('empties a field from its end, a symbol at a time', () => {
    let text = 'abcd-efgh-j';
    const lengths: number[] = [];
    while (text !== '') {
      text = grouped(`${text.slice(0, -1)}|`, DEVICE, back(text)).replace('|', '');
      lengths.push(text.replaceAll('-', '').length);
    }
    expect(lengths).toEqual([8, 7, 6, 5, 4, 3, 2, 1, 0]);
  });
});
