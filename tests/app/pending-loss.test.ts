/** How a pending activation was lost, from what the vault keeps. */
import { expect, test } from 'vitest';

import { droppedLoss, lossOf } from '../../src/app/pending-loss.ts';
import type { VaultSnapshot } from '../../src/vault/types.ts';

type Kept = Parameters<typeof lossOf>[1];

const kept = (more: Partial<VaultSnapshot> = {}): Kept => ({
  accounts: [],
  damaged: [],
  settings: {},
  ...more,
});
const pendingOf = (id: string) => ({ id }) as VaultSnapshot['pending'];
const accountOf = (id: string) => ({ id }) as VaultSnapshot['accounts'][number];

test('one that is there, or sealed, is not lost', () => {
  expect(lossOf('a', kept({ pending: pendingOf('a')! }))).toBeUndefined();
  expect(
    lossOf('a', kept({ accounts: [accountOf('a')], pending: pendingOf('b')! })),
  ).toBeUndefined();
  expect(lossOf('a', kept({ damaged: [{ id: 'a' }] }))).toBeUndefined();
});

test('another one in its place replaced it; without one it was stopped', () => {
  expect(lossOf('a', kept({ pending: pendingOf('b')! }))).toEqual({ by: 'replaced' });
  expect(lossOf('a', kept())).toBeUndefined();
});

test('one that was dropped says when', () => {
  const settings = { dropped: 'a 1000 90000000' };
  const loss = { by: 'dropped', begunAt: 1000, droppedAt: 90_000_000 };
  expect(lossOf('a', kept({ settings }))).toEqual(loss);
  expect(lossOf('b', kept({ settings }))).toBeUndefined();
  expect(droppedLoss({ settings })).toEqual(loss);
  expect(droppedLoss({ settings: { dropped: true } })).toBeUndefined();
});
