/** The strips name scenes that there are. */
import { expect, it } from 'vitest';

import { SHORT_NAMES } from '../../src/gallery/scene-accounts.ts';
import { scenes } from '../../src/gallery/scenes.ts';
import type { StripName } from '../../src/studio/strips.ts';
import { shotsOf, STRIPS } from '../../src/studio/strips.ts';

const all = Object.keys(scenes(SHORT_NAMES, 0));

it('shows no scene that is none', () => {
  const names = Object.keys(STRIPS) as StripName[];
  const shown = names.flatMap((name) => shotsOf(name, '').map(({ scene }) => scene));
  expect(shown.filter((scene) => !all.includes(scene))).toEqual([]);
});

it('shows every scene among all, or those whose name has a text', () => {
  expect(shotsOf('all', '').map(({ scene }) => scene)).toEqual(all);
  expect(shotsOf('all', ' SCAN first ').map(({ scene }) => scene)).toEqual(
    all.filter((scene) => scene.startsWith('scan-first')),
  );
});
