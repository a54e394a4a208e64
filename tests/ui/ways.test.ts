import { describe, expect, it } from 'vitest';
import { backFrom } from '../../src/ui/back.ts';
import { inOrder, movedBy, nameTaken } from '../../src/ui/accounts/account-name.ts';
import { progressOf } from '../../src/ui/wizard/progress-stage.ts';
import { SHORT_NAMES, scenes } from '../../src/gallery/scenes.ts';

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
  ])('from %s', (scene, wanted) => {
    expect(backFrom(viewOf(scene))).toEqual(wanted);
  });
});

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

describe('accounts', () => {
  const { accounts } = viewOf('home-several');

  it('stand in their order, and move by one', () => {
    const ids = inOrder([...accounts].reverse()).map(({ id }) => id);
    expect(ids).toEqual(['1', '2', '3']);
    expect(movedBy(ids, '2', -1)).toEqual(['2', '1', '3']);
    expect(movedBy(ids, '3', 1)).toEqual(ids);
    expect(movedBy(ids, '1', -1)).toEqual(ids);
  });

  it('have names that differ in more than case and spaces', () => {
    expect(nameTaken(accounts, '1', '  time   SHEETS ')).toBe(true);
    expect(nameTaken(accounts, '2', 'Time sheets')).toBe(false);
    expect(nameTaken(accounts, '1', 'Time sheets 2')).toBe(false);
  });
});
