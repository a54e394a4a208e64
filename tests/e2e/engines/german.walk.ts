/** In a language of long words; and languages without a network. */
import { expect, test } from 'vitest';

import { countKept, countWords } from '../support/kept-words.ts';
import { words } from '../support/words-of.ts';
import { choose, expectLanguage, openLanguages, walkIn } from './languages.ts';
import { setStage } from './stage.ts';

const stage = setStage({ service: true, keeps: 'all' });

walkIn('de', stage);

const isMissing = (tag: string) => (seen: { readonly words: string }) =>
  seen.words.includes(words(tag).language.missingText);

test('with its host stopped, a language that was used is there, and one that was not comes with the host', async () => {
  const { phone, app } = stage;
  // The browsers’ own words about files that they did not get.
  stage.ignore(/Failed to load resource|words\.ja\./);
  await expect.poll(() => phone.driver.run(countKept, 'de')).toBe(countWords('de'));
  await app.stop();
  try {
    await phone.driver.reload();
    await phone.step('home');
    await expectLanguage(stage, 'de');
    await choose(stage, 'en');
    await choose(stage, 'de');
    await phone.tap('language-ja');
    await phone.until('that it is missing', isMissing('de'));
    await expectLanguage(stage, 'de');
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
