/** Whatever shows an error offers the details for support beside it. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { expect, it } from 'vitest';

const UI = 'src/ui';

it('each element that has the words of an error has the details, too', () => {
  const sources = readdirSync(UI, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => ({ name, source: readFileSync(join(UI, name), 'utf8') }));
  const showing = sources.filter(({ source }) => /\berrorWords\(|\bdata-error=/.test(source));
  expect(showing.length).toBeGreaterThan(2);
  const without = showing.filter(({ source }) => !source.includes('<tessera-support-details'));
  expect(without.map(({ name }) => name)).toEqual([]);
});
