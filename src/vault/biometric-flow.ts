/** Biometric unlock: enabling in one tap or two, unlocking, and disabling (docs/vault.md, rule 10). */
import { equal, type Bytes } from '../core/bytes.ts';
import { TesseraError } from '../core/errors.ts';
import type { Biometrics } from '../platform/biometrics.ts';
import { randomBytes } from '../protocol/random.ts';
import { chosenPin } from './pins.ts';
import { checkOf, importPinRoot } from './pin-root.ts';
import { ROW } from './rows.ts';
import { type SlotKey, unwrap, wrap } from './slots.ts';
import type { Store } from './store.ts';
import { type Entry, type Material, lendBase } from './unlocked.ts';

export interface BiometricParts {
  readonly store: Store;
  readonly biometrics: Biometrics;
  /** What the system's prompt calls it. */
  readonly name: string;
}

export interface BiometricFlow {
  enable(material: Material, signal: AbortSignal | undefined): Promise<void>;
  unlock(signal: AbortSignal | undefined): Promise<Entry>;
  disable(): Promise<void>;
}

/** A passkey that has been created and whose PRF result comes with a second tap. */
type Unfinished = Omit<SlotKey, 'prf'>;

export function biometricFlow({ store, biometrics, name }: BiometricParts): BiometricFlow {
  let unfinished: Unfinished | undefined;

  /** @throws TesseraError BIOMETRICS_SECOND_TAP: call again from another tap */
  async function passkey(signal: AbortSignal | undefined): Promise<SlotKey> {
    if (unfinished) {
      const prf = await biometrics.get({ ...unfinished, signal });
      return { ...unfinished, prf };
    }
    const prfSalt = randomBytes(32);
    const { credentialId, prf } = await biometrics.create({ name, prfSalt, signal });
    if (prf) return { credentialId, prfSalt, prf };
    unfinished = { credentialId, prfSalt };
    throw new TesseraError('BIOMETRICS_SECOND_TAP');
  }

  async function disable(): Promise<void> {
    const { slot } = await store.load();
    await store.change([], (loaded) =>
      loaded.slot ? { changes: [{ drop: true, store: 'keys', key: ROW.slot }] } : { changes: [] },
    );
    if (slot) await biometrics.forget(slot.credentialId);
  }

  return {
    async enable(material, signal) {
      const replaced = (await store.load()).slot;
      const key = await passkey(signal).catch((thrown: unknown) => {
        // A passkey that gives no result in its second tap never will.
        if (!isCode(thrown, 'BIOMETRICS_SECOND_TAP', 'BIOMETRICS_CANCELLED'))
          unfinished = undefined;
        throw thrown;
      });
      const row = await lendBase(material, (base, rawRoot) => wrap(key, base, rawRoot));
      await store.change([], (loaded) => {
        if (loaded.vault.epoch !== material.epoch) throw new TesseraError('LOCKED');
        return { changes: [{ put: row, store: 'keys', key: ROW.slot }] };
      });
      await verify(store, key.prf, material);
      key.prf.fill(0);
      unfinished = undefined;
      if (replaced) await biometrics.forget(replaced.credentialId);
    },

    async unlock(signal) {
      const { slot, ...loaded } = await store.load();
      if (!slot) throw new TesseraError('BIOMETRICS_MISSING');
      const prf = await biometrics.get({ ...slot, signal });
      const { base, rawRoot } = await unwrap(slot, prf);
      prf.fill(0);
      const { row, epoch } = chosenPin({ slot, ...loaded });
      await refuseOther(rawRoot, base, row);
      return { by: 'biometrics', base, rawRoot, epoch, confirmed: true };
    },

    disable,
  };
}

/** A slot that opens and leads elsewhere than the PIN row is not this vault's. @throws TesseraError BIOMETRICS_CHANGED */
async function refuseOther(
  rawRoot: Bytes,
  base: Bytes,
  row: { readonly check: number; readonly length: number },
): Promise<void> {
  const right = (await checkOf(await importPinRoot(rawRoot))) === row.check;
  if (right && base.length === row.length) return;
  base.fill(0);
  rawRoot.fill(0);
  throw new TesseraError('BIOMETRICS_CHANGED');
}

/** What was stored opens, and to the right thing, before anybody is told that biometrics are on. */
async function verify(store: Store, prf: Uint8Array, material: Material): Promise<void> {
  const { slot } = await store.load();
  if (!slot) throw new TesseraError('STORAGE_LOST');
  const { base, rawRoot } = await unwrap(slot, prf);
  const right = await lendBase(
    material,
    (heldBase, heldRoot) => equal(base, heldBase) && equal(rawRoot, heldRoot),
  );
  base.fill(0);
  rawRoot.fill(0);
  if (!right) throw new TesseraError('STORAGE_LOST');
}

function isCode(thrown: unknown, ...codes: readonly string[]): boolean {
  return thrown instanceof TesseraError && codes.includes(thrown.code);
}
