/** The brands that the screens are shown in. */
import { expect, it } from 'vitest';

import type { AppConfig } from '../../src/core/app-config.ts';
import { newDraft } from '../../src/studio/draft.ts';
import { shownBrands } from '../../src/studio/shown-brands.ts';
import { WORDS } from '../../src/studio/words.ts';

const brand = (name: string, languages?: AppConfig['languages']) => {
  const draft = { ...newDraft(), name };
  const config = { ...(draft.config as unknown as AppConfig), ...(languages && { languages }) };
  return { config, draft };
};
const VIEWING = { language: 'de', scheme: 'dark', textSize: 2 } as const;

it('are the open one, then the other one, whatever their names', () => {
  const names = (own: string, other?: string) =>
    shownBrands(brand(own), other === undefined ? undefined : brand(other), VIEWING).map(
      ({ name }) => name,
    );
  expect(names('woodgrove', 'harbour')).toEqual(['woodgrove', 'harbour']);
  expect(names('harbour', 'woodgrove')).toEqual(['harbour', 'woodgrove']);
  expect(names('harbour')).toEqual(['harbour']);
  expect(names('')).toEqual([WORDS.screens.thisBrand]);
});

it('are shown alike, each in a language that it offers', () => {
  const [own, other] = shownBrands(brand('harbour'), brand('quay', ['fr', 'nl']), VIEWING);
  expect(own!.look).toMatchObject(VIEWING);
  expect(other!.look).toMatchObject({ ...VIEWING, language: 'fr' });
});
