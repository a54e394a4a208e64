/** Scenes of several groups: none takes the place of another. */
import { expect, it } from 'vitest';

import { joinScenes } from '../../src/gallery/join-scenes.ts';
import { SHORT_NAMES } from '../../src/gallery/scene-accounts.ts';
import { scenes } from '../../src/gallery/scenes.ts';

it('has every scene of every group', () => {
  expect(joinScenes({ a: 1, b: 2 }, {}, { c: 3 })).toEqual({ a: 1, b: 2, c: 3 });
});

it('refuses a name that two groups have', () => {
  expect(() => joinScenes({ a: 1, b: 2 }, { c: 3, b: 2 })).toThrow('two scenes are named b');
});

it('shows both ways in which a PIN may have been mistyped', () => {
  const all = scenes(SHORT_NAMES, 1_790_000_000_000);
  const authOf = (name: string) => {
    const route = all[name]?.view.navigation.route;
    return route?.at === 'authenticate' && route.auth.at === 'pin' && route.auth.problem;
  };
  expect(authOf('authenticate-mistyped')).toMatchObject({ code: 'PIN_WRONG' });
  expect(authOf('authenticate-other-picture')).toMatchObject({ by: 'picture' });
});
