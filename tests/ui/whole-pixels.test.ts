/** What is drawn in whole pixels of the window is drawn again when the window changes. */
import { readdirSync, readFileSync } from 'node:fs';

import { expect, it } from 'vitest';

const UI = new URL('../../src/ui/', import.meta.url);

it('by every element whose size follows from the window’s', () => {
  const measuring = readdirSync(UI, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .filter(
      (name) => source(name).includes('sideOf(') && !source(name).includes('function sideOf('),
    );
  expect(measuring.length).toBeGreaterThan(2);
  const still = measuring.filter((name) => !source(name).includes('new ResizeController(this)'));
  expect(still).toEqual([]);
});

function source(name: string): string {
  return readFileSync(new URL(name, UI), 'utf8');
}
