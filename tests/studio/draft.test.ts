/** The draft: values put at their paths, and the configuration that the frames show of it. */
import { readFileSync } from 'node:fs';

import { expect, it } from 'vitest';

import { logoAddress, newDraft, shownConfig, withValue } from '../../src/studio/draft.ts';
import type { Schema } from '../../src/studio/schema.ts';
import { fieldsOf } from '../../src/studio/schema.ts';

const FIELDS = fieldsOf(
  JSON.parse(
    readFileSync(new URL('../../public/config.schema.json', import.meta.url), 'utf8'),
  ) as Schema,
);
const { config } = newDraft();
const KEY = `02${'ab'.repeat(32)}`;

it('puts and removes values at their paths, in the order of the file', () => {
  const named = withValue(config, ['name'], 'Harbour');
  expect(Object.keys(named)).toEqual(Object.keys(config));
  expect(named).toMatchObject({ name: 'Harbour', shortName: config['shortName'] });
  const trusted = withValue(config, ['trustedIssuers', 0, 'name'], 'Northwind');
  expect(trusted['trustedIssuers']).toEqual([{ name: 'Northwind' }]);
  const two = withValue(trusted, ['trustedIssuers', 1], { name: 'Contoso' });
  expect(withValue(two, ['trustedIssuers', 0], undefined)['trustedIssuers']).toEqual([
    { name: 'Contoso' },
  ]);
  const worded = withValue(config, ['words', 'en', 'welcome'], 'Hello');
  expect(worded['words']).toEqual({ en: { welcome: 'Hello' } });
  expect(withValue(worded, ['words', 'en', 'welcome'], undefined)).toEqual(config);
});

it('shows what is half typed as it was before, and what is left out by its default', () => {
  const before = shownConfig(withValue(config, ['brandColor'], '#7a1f3d'), FIELDS, undefined);
  const half = shownConfig(withValue(config, ['brandColor'], '#7a1'), FIELDS, before);
  expect(half.brandColor).toBe('#7a1f3d');
  expect(half).toMatchObject({ earlierDays: 90, otherAccounts: true });
  expect(half.languages).toBeUndefined();
  const offered = withValue(config, ['languages'], ['en', 'de']);
  const shown = shownConfig(offered, FIELDS, undefined);
  expect(shown.languages).toEqual(['en', 'de']);
  expect(shownConfig(config, FIELDS, shown).languages).toBeUndefined();
});

it('gives an issuer the lists that the file may leave out', () => {
  const trusted = withValue(config, ['trustedIssuers'], [{ name: 'Northwind', key: KEY }]);
  expect(shownConfig(trusted, FIELDS, undefined).trustedIssuers).toEqual([
    { name: 'Northwind', key: KEY, formerKeys: [], retiredKeys: [] },
  ]);
});

it('shows the logo of the folder alone', () => {
  const draft = { ...newDraft(), config: withValue(config, ['logo'], 'logo.svg') };
  expect(logoAddress(draft)).toBeUndefined();
  expect(logoAddress({ ...draft, files: { 'logo.svg': 'PHN2Zy8+' } })).toBe(
    'data:image/svg+xml;base64,PHN2Zy8+',
  );
});
