/** Values in sentences of a language that is written from right to left. */
import { expect, it } from 'vitest';

import { isolateValues } from '../../src/i18n/isolate-values.ts';

it('keeps text values together, and leaves words and counts as they are', () => {
  const words = {
    locale: 'ar',
    plain: 'كلمات',
    inner: {
      serial: ({ serial }: { readonly serial: string }) => `رقم ${serial}.`,
      count: ({ n }: { readonly n: number }) => `بقي ${n}`,
    },
  };
  const { locale, plain, inner } = isolateValues(words);
  expect([locale, plain]).toEqual(['ar', 'كلمات']);
  expect(inner.serial({ serial: '8046-1291' })).toBe('رقم \u20688046-1291\u2069.');
  expect(inner.count({ n: 3 })).toBe('بقي 3');
});
