/** In a language of long words; and languages without a network. */
import { expect, test } from 'vitest';

import { countKept, countWords } from '../support/kept-words.ts';
import { choose, expectLanguage, walkIn, words } from './languages.ts';
import { setStage } from './stage.ts';

const stage = setStage({ service: true });

walkIn('de', stage);

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
    await phone.until('that it is missing', (seen) =>
      seen.words.includes(words('de').language.missingText),
    );
    await expectLanguage(stage, 'de');
  } finally {
    await app.start();
  }
  await phone.tap('language-ja');
  await expectLanguage(stage, 'ja');
  await phone.until('its words', (seen) => seen.words.includes(words('ja').language.title));
});
