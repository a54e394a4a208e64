/** Pieces of text are put together as each language does. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import type { LanguageTag } from '../../src/i18n/languages.ts';
import { language, setStrings, t } from '../../src/i18n/strings.ts';
import { dotted, leftToRight, sentenceGap, sentences } from '../../src/ui/joining.ts';

const before = language;
const speak = (tag: LanguageTag) => setStrings(t, tag);
afterEach(() => speak(before));

describe('sentences', () => {
  it.each(['en', 'de', 'ar'] as const)('have a blank between them in %s', (tag) => {
    speak(tag);
    expect(sentences('One.', 'Two.')).toBe('One. Two.');
    expect(sentenceGap()).toBe(' ');
  });

  it.each(['ja', 'zh-Hans'] as const)('have nothing between them in %s', (tag) => {
    speak(tag);
    expect(sentences('一。', '二。')).toBe('一。二。');
    expect(sentenceGap()).toBe('');
  });

  it('that are empty leave no blank', () => {
    speak('en');
    expect(sentences('One.', '', 'Two.', '')).toBe('One. Two.');
  });
});

describe('where lines run from the right', () => {
  beforeEach(() => speak('ar'));

  it('names keep their own direction', () => {
    expect(dotted(['Bank', 'حساب'])).toBe('\u2068Bank\u2069\u00a0· \u2068حساب\u2069');
  });

  it('a number with a hyphen is not turned round', () => {
    expect(leftToRight('4417-2093')).toBe('\u20664417-2093\u2069');
  });
});

it('marks nothing where lines run from the left', () => {
  speak('ja');
  expect(dotted(['Bank', 'حساب'])).toBe('Bank\u00a0· حساب');
  expect(leftToRight('4417-2093')).toBe('4417-2093');
});
