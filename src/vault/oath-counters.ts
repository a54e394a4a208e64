/** Counters of codes by counter (RFC 4226 §7.2): a number is never used twice (rule 16). */
import { TesseraError } from '../core/errors.ts';
import { readCounter, readShown, takenChanges } from './setting-changes.ts';
import type { Store } from './store.ts';

/** The largest counter, 2^53 − 1. */
const MAX_COUNTER = Number.MAX_SAFE_INTEGER;

const COUNTER_STORES = ['settings'] as const;

/**
 * Takes the next counter, and writes the one after it before it is returned: killed in between, a
 * number is lost and none is used twice.
 * @throws TesseraError UNKNOWN_ACCOUNT, VAULT_DAMAGED, OUT_OF_RANGE after the largest one
 */
export async function nextCounter(store: Store, id: string): Promise<number> {
  let taken = 0;
  await store.change(COUNTER_STORES, async (loaded) => {
    taken = await readCounter(loaded, id);
    if (taken >= MAX_COUNTER) throw new TesseraError('OUT_OF_RANGE');
    return { changes: await takenChanges(loaded, id, taken) };
  });
  return taken;
}

/** @throws TesseraError UNKNOWN_ACCOUNT, VAULT_DAMAGED */
export async function shownCounter(store: Store, id: string): Promise<number | undefined> {
  return readShown(await store.load(COUNTER_STORES), id);
}
