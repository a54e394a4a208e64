/** The accounts' order and their names. */
import { describe, expect, it } from 'vitest';

import { scenes, SHORT_NAMES } from '../../src/gallery/scenes.ts';
import { inOrder, movedBy, nameTaken } from '../../src/ui/accounts/account-name.ts';

const all = scenes(SHORT_NAMES, 1_790_000_000_000);
const viewOf = (name: string) => {
  const view = all[name]?.view;
  if (!view) throw new Error(`no scene ${name}`);
  return view;
};

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
