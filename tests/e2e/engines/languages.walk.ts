/**
 * In a language of long words, and in one that is written from right to left, also without a
 * network: by turns each engine in one of them, in the long run in both.
 */
import { describe, expect, inject, test } from 'vitest';

import { isShared } from '../../chance.ts';
import { countKept, countWords } from '../support/kept-words.ts';
import { words } from '../support/words-of.ts';
import { choose, expectLanguage, openLanguages, walkIn } from './languages.ts';
import { setStage } from './stage.ts';

const TAGS = ['de', 'ar'];
const place = ['webkit', 'firefox', 'chromium'].indexOf(inject('running').name);
const walked = TAGS.filter((_, i) => isShared(i + place, TAGS.length));

const isMissing = (tag: string) => (seen: { readonly words: string }) =>
  seen.words.includes(words(tag).language.missingText);

describe.each(walked)('in %s', (tag) => {
  const stage = setStage({ service: true, keeps: 'all' });

  walkIn(tag, stage);

  test('with its host stopped, a language that was used is there, and one that was not comes with the host', async () => {
    const { phone, app } = stage;
    // The browsers’ own words about files that they did not get.
    stage.ignore(/Failed to load resource|words\.ja\./);
    await expect.poll(() => phone.driver.run(countKept, tag)).toBe(countWords(tag));
    await app.stop();
    try {
      await phone.driver.reload();
      await phone.step('home');
      await expectLanguage(stage, tag);
      await choose(stage, 'en');
      await choose(stage, tag);
      await phone.tap('language-ja');
      await phone.until('that it is missing', isMissing(tag));
      await expectLanguage(stage, tag);
      // A start that wants what is not kept spoils it in no engine: some keep a failed import.
      await phone.driver.run(() => localStorage.setItem('tessera/language', 'ja'));
      await phone.driver.reload();
      await phone.step('home');
      await openLanguages(stage);
      await phone.until('that it is still missing', isMissing('en'));
    } finally {
      await app.start();
    }
    await phone.tap('language-ja');
    await expectLanguage(stage, 'ja');
    await phone.until('its words', (seen) => seen.words.includes(words('ja').language.title));
  });
});
