/** The stage of an activation that a step belongs to. */
import { describe, expect, it } from 'vitest';

import { SHORT_NAMES } from '../../src/gallery/scene-accounts.ts';
import { scenes } from '../../src/gallery/scenes.ts';
import { progressOf } from '../../src/ui/wizard/progress-stage.ts';

const all = scenes(SHORT_NAMES, 1_790_000_000_000);
const viewOf = (name: string) => {
  const view = all[name]?.view;
  if (!view) throw new Error(`no scene ${name}`);
  return view;
};

describe('progress', () => {
  it.each([
    ['scan-first', 1],
    ['device-code', 2],
    ['scan-second', 3],
    ['confirm-pin', 4],
    ['picture', 4],
    ['activation-code', 5],
    ['stop', 2],
    ['failed-refused', 5],
    ['failed-signature', undefined],
  ])('of %s', (scene, wanted) => {
    expect(progressOf(viewOf(scene).activation)).toBe(wanted);
  });
});
