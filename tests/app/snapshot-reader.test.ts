/** The snapshot that the app shows: read after every change, never replaced by an older one. */
import { expect, it, vi } from 'vitest';

import { createSnapshotReader } from '../../src/app/snapshot-reader.ts';
import { TesseraError } from '../../src/core/errors.ts';
import type { VaultSnapshot } from '../../src/vault/types.ts';

const named = (label: string) => ({ settings: { label } }) as unknown as VaultSnapshot;

/** A vault whose reads end when the test says so. */
function slowVault() {
  const listeners: (() => void)[] = [];
  const reads: { resolve: (s: VaultSnapshot) => void; reject: (e: Error) => void }[] = [];
  return {
    reads,
    change: () => listeners.forEach((listener) => listener()),
    snapshot: () =>
      new Promise<VaultSnapshot>((resolve, reject) => reads.push({ resolve, reject })),
    onChange(listener: () => void) {
      listeners.push(listener);
      return () => undefined;
    },
  };
}

async function opened() {
  const vault = slowVault();
  const opening = createSnapshotReader(vault);
  vault.reads[0]!.resolve(named('first'));
  const reader = await opening;
  const before: VaultSnapshot[] = [];
  const cleared = vi.fn();
  reader.follow((snapshot) => before.push(snapshot), cleared);
  return { vault, reader, before, cleared };
}

const settled = () => new Promise((resolve) => setTimeout(resolve));

it('says what was current before', async () => {
  const { vault, reader, before } = await opened();
  vault.change();
  expect(reader.current).toEqual(named('first'));
  vault.reads[1]!.resolve(named('second'));
  await settled();
  expect(reader.current).toEqual(named('second'));
  expect(before).toEqual([named('first')]);
});

it('drops a read that a later one has overtaken', async () => {
  const { vault, reader, before } = await opened();
  vault.change();
  vault.change();
  vault.reads[2]!.resolve(named('later'));
  await settled();
  vault.reads[1]!.resolve(named('earlier'));
  await settled();
  expect(reader.current).toEqual(named('later'));
  expect(before).toHaveLength(1);
});

it('keeps what it has if the vault cannot be read, and tries again after the next change', async () => {
  const { vault, reader, cleared } = await opened();
  vault.change();
  vault.reads[1]!.reject(new Error('blocked'));
  await settled();
  expect(reader.current).toEqual(named('first'));
  expect(cleared).not.toHaveBeenCalled();
  vault.change();
  vault.reads[2]!.resolve(named('second'));
  await settled();
  expect(reader.current).toEqual(named('second'));
});

it('says that the browser’s data was cleared, and of a lost connection nothing', async () => {
  const { vault, cleared } = await opened();
  vault.change();
  vault.reads[1]!.reject(new TesseraError('STORAGE_LOST'));
  await settled();
  expect(cleared).not.toHaveBeenCalled();
  vault.change();
  vault.reads[2]!.reject(new TesseraError('STORAGE_CLEARED'));
  await settled();
  expect(cleared).toHaveBeenCalledTimes(1);
});
