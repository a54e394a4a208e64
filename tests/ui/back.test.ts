/** Where Back leads from each screen. */
import { describe, expect, it } from 'vitest';

import { SHORT_NAMES } from '../../src/gallery/scene-accounts.ts';
import { scenes } from '../../src/gallery/scenes.ts';
import { backFrom } from '../../src/ui/back.ts';

const all = scenes(SHORT_NAMES, 1_790_000_000_000);
const viewOf = (name: string) => {
  const view = all[name]?.view;
  if (!view) throw new Error(`no scene ${name}`);
  return view;
};

describe('Back', () => {
  it.each([
    ['home-one', 'leave'],
    ['scan-first', { type: 'stop-asked' }],
    ['device-code', { type: 'stop-asked' }],
    ['scan-second', { type: 'stop-asked' }],
    ['choose-pin', { type: 'stop-asked' }],
    ['confirm-pin', { type: 'choose-again-wanted' }],
    ['choose-unlock', { type: 'stop-asked' }],
    ['activation-code', { type: 'stop-asked' }],
    ['stop', { type: 'stop-denied' }],
    ['notifications', { type: 'notifications-skipped' }],
    ['failed-refused', { type: 'try-again-asked' }],
    ['sealing', 'stay'],
    ['working', 'stay'],
    ['authenticate', { type: 'went-back' }],
    ['account', { type: 'went-back' }],
    ['hold-device', { type: 'code-picture-closed' }],
    ['hold-otp', { type: 'code-picture-closed' }],
  ])('from %s', (scene, wanted) => {
    expect(backFrom(viewOf(scene))).toEqual(wanted);
  });
});
