/** Enters and changes the PIN (docs/vault.md, "Keys", rules 2 to 4). */
import type { Bytes } from '../core/codec/bytes.ts';
import { TesseraError } from '../core/errors.ts';
import { ACCOUNT_STORES } from './accounts.ts';
import { addWrong, createPinError, halveWrong, limitWait } from './attempts.ts';
import type { Pin } from './pin.ts';
import { pinWeakness, samePin } from './pin.ts';
import { checkOf, derivePinRoot, importPinRoot } from './pin-kdf.ts';
import { baseOf, offsetFor } from './pin-offset.ts';
import type { AttemptsRow, PinRow } from './schema.ts';
import { parseAttemptsRow, ROW } from './schema.ts';
import type { NewAccount } from './seal-account.ts';
import { sealingPlan, wipeKeys } from './seal-account.ts';
import type { Loaded, Store } from './store.ts';
import type { Entry, Material, Unlocked } from './unlocked.ts';
import { materialOf, withBase } from './unlocked.ts';

/** A PIN row under which a PIN has been chosen. */
export type ChosenPinRow = PinRow & { readonly check: number };

export interface PinParts {
  readonly store: Store;
  readonly now: () => number;
  readonly pinLength: number;
  readonly chooseRounds: () => Promise<number>;
  /** After so many wrong PINs everything is erased. */
  readonly wipeAfter: number | undefined;
  readonly erase: () => Promise<void>;
}

/** @throws TesseraError PIN_DISAGREES, PIN_WEAK, WRONG_STATE for another length */
export function checkChoice(chosen: Pin, confirmed: Pin, length: number): void {
  if (chosen.length !== length) throw new TesseraError('WRONG_STATE');
  if (!samePin(chosen, confirmed)) throw new TesseraError('PIN_DISAGREES');
  if (pinWeakness(chosen) !== undefined) throw new TesseraError('PIN_WEAK');
}

/**
 * Tries a PIN, counted.
 * @throws PinError PIN_WRONG, PIN_WAIT
 * @throws TesseraError WRONG_STATE without a PIN or for another length, VAULT_ERASED
 */
export async function enterPin(parts: PinParts, pin: Pin): Promise<Entry> {
  const { store, now, wipeAfter, erase } = parts;
  const { row } = chosenPin(await store.load());
  if (pin.length !== row.length) throw new TesseraError('WRONG_STATE');
  const attempts = await countTry(store, now());
  // Read again: what was loaded before the count may have changed in another tab.
  const { row: current, epoch } = chosenPin(await store.load());
  return wipeUnlessKept(await derivePin(current, pin), async ({ base, rawRoot, check }) => {
    if (check !== current.check) {
      if (wipeAfter === undefined || attempts.wrong < wipeAfter) throw createPinError(attempts);
      await erase();
      throw new TesseraError('VAULT_ERASED');
    }
    await store.renew('attempts', ROW.pin, (counted) => halveWrong(parseAttemptsRow(counted)));
    return { by: 'pin', base, rawRoot, epoch, confirmed: false };
  });
}

/**
 * Counts a try before any derivation: killing the app in between loses it.
 * @throws PinError PIN_WAIT
 */
async function countTry(store: Store, now: number): Promise<AttemptsRow> {
  const turn = { allowed: false };
  const attempts = await store.renew('attempts', ROW.pin, (stored) => {
    const before = limitWait(parseAttemptsRow(stored), now);
    turn.allowed = before.notBefore <= now;
    return turn.allowed ? addWrong(before, now) : before;
  });
  if (!turn.allowed) throw createPinError(attempts);
  return attempts;
}

/**
 * Writes a new offset and nothing else: base, PIN root and secrets stay.
 * @throws TesseraError LOCKED when the vault is another one since the PIN was confirmed
 */
export async function changeOffset(
  store: Store,
  material: Material,
  chosen: Pin,
  confirmed: Pin,
): Promise<Entry> {
  const before = chosenPin(await store.load());
  checkChoice(chosen, confirmed, before.row.length);
  // Copied first: a session that is locked after the write would make the change look like a
  // failure.
  const { base, rawRoot } = await withBase(material, (ownBase, ownRoot) => ({
    base: ownBase.slice(),
    rawRoot: ownRoot.slice(),
  }));
  try {
    const offset = offsetFor(base, chosen);
    await store.change([], (loaded) => {
      const { row, epoch } = chosenPin(loaded);
      if (epoch !== material.epoch) throw new TesseraError('LOCKED');
      const changed: ChosenPinRow = { ...row, offsets: [...row.offsets, offset] };
      return { changes: [{ put: changed, store: 'keys', key: ROW.pin }] };
    });
  } catch (thrown) {
    base.fill(0);
    rawRoot.fill(0);
    throw thrown;
  }
  return { by: 'pin', base, rawRoot, epoch: material.epoch, confirmed: true };
}

/**
 * Replaces a forgotten PIN in a session that biometrics unlocked, and resets the count of wrong
 * ones.
 * @throws TesseraError WRONG_STATE, LOCKED
 */
export async function resetOffset(
  store: Store,
  opened: Unlocked,
  chosen: Pin,
  confirmed: Pin,
): Promise<Entry> {
  if (opened.by !== 'biometrics') throw new TesseraError('WRONG_STATE');
  const entry = await changeOffset(store, materialOf(opened), chosen, confirmed);
  // The new PIN is written, even if the count is not: the next right entry lowers it anyway.
  await store.renew('attempts', ROW.pin, () => ({ wrong: 0, notBefore: 0 })).catch(() => undefined);
  return entry;
}

/**
 * Seals an account under a confirmed PIN root.
 * @throws TesseraError LOCKED, UNKNOWN_ACTIVATION; VAULT_DAMAGED without the row of that PIN
 */
export async function sealUnder(
  { store, now }: Pick<PinParts, 'store' | 'now'>,
  material: Material,
  account: NewAccount,
): Promise<void> {
  await store.change(ACCOUNT_STORES, (loaded) => {
    if (loaded.vault.epoch !== material.epoch) throw new TesseraError('LOCKED');
    if (loaded.pin?.check === undefined) throw new TesseraError('VAULT_DAMAGED');
    return sealingPlan(loaded, material.root, account, now());
  });
  wipeKeys(account);
}

/** @throws TesseraError WRONG_STATE when no PIN has been chosen */
export function chosenPin({ pin, vault }: Loaded): {
  readonly row: ChosenPinRow;
  readonly epoch: number;
} {
  if (pin?.check === undefined) throw new TesseraError('WRONG_STATE');
  return { row: { ...pin, check: pin.check }, epoch: vault.epoch };
}

/** What one PIN leads to. */
export interface DerivedPin {
  readonly base: Bytes;
  readonly rawRoot: Bytes;
  readonly check: number;
}

export async function derivePin({ salt, rounds, offsets }: PinRow, pin: Pin): Promise<DerivedPin> {
  const base = baseOf(pin, offsets.at(-1)!);
  const rawRoot = await derivePinRoot(base, salt, rounds);
  return { base, rawRoot, check: await checkOf(await importPinRoot(rawRoot)) };
}

/** Runs `work` on what was derived, and overwrites that where `work` throws. */
export async function wipeUnlessKept(
  derived: DerivedPin,
  work: (derived: DerivedPin) => Promise<Entry>,
): Promise<Entry> {
  try {
    return await work(derived);
  } catch (thrown) {
    derived.base.fill(0);
    derived.rawRoot.fill(0);
    throw thrown;
  }
}
