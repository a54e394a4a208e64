/** Biometric unlock: enabling in one tap or two, unlocking, and disabling (docs/vault.md, rule 10). */
import { equal } from '../core/codec/bytes.ts';
import type { Bytes } from '../core/codec/bytes.ts';
import { TesseraError } from '../core/errors.ts';
import type { Biometrics } from '../platform/biometrics.ts';
import { randomBytes } from '../protocol/random.ts';
import { chosenPin } from './pin-unlock.ts';
import { checkOf, importPinRoot } from './pin-kdf.ts';
import { ROW } from './schema.ts';
import type { SlotRow } from './schema.ts';
import { unwrap, wrap } from './biometric-slot.ts';
import type { SlotKey } from './biometric-slot.ts';
import type { Loaded, Store } from './store.ts';
import { lendBase } from './unlocked.ts';
import type { Entry, Material } from './unlocked.ts';

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
    if (unfinished) return finish(unfinished, signal);
    const prfSalt = randomBytes(32);
    const { credentialId, prf } = await biometrics.create({ name, prfSalt, signal });
    if (prf) return { credentialId, prfSalt, prf };
    unfinished = { credentialId, prfSalt };
    throw new TesseraError('BIOMETRICS_SECOND_TAP');
  }

  /** The second tap. Whatever goes wrong (a deleted passkey looks like a cancel), the next try begins with a new passkey. */
  async function finish(made: Unfinished, signal: AbortSignal | undefined): Promise<SlotKey> {
    unfinished = undefined;
    try {
      return { ...made, prf: await biometrics.get({ ...made, signal }) };
    } catch (thrown) {
      await biometrics.forget(made.credentialId);
      throw thrown;
    }
  }

  async function keepSlot(material: Material, key: SlotKey): Promise<void> {
    const row = await lendBase(material, (base, rawRoot) => wrap(key, base, rawRoot));
    await store.change([], (loaded) => {
      if (loaded.vault.epoch !== material.epoch) throw new TesseraError('LOCKED');
      return { changes: [{ put: row, store: 'keys', key: ROW.slot }] };
    });
    await verify(store, key.prf, material);
  }

  /** A slot that was written and could not be verified is none. */
  async function drop(credentialId: Uint8Array): Promise<void> {
    const mine = (loaded: Loaded): boolean =>
      equal(intactSlot(loaded)?.credentialId ?? new Uint8Array(0), credentialId);
    await store
      .change([], (loaded) => ({
        changes: mine(loaded) ? [{ drop: true, store: 'keys', key: ROW.slot }] : [],
      }))
      .catch(() => undefined); // what went wrong before is what the person has to hear
  }

  async function disable(): Promise<void> {
    const slot = intactSlot(await store.load());
    await store.change([], (loaded) => ({
      changes: hasSlot(loaded) ? [{ drop: true, store: 'keys', key: ROW.slot }] : [],
    }));
    if (slot) await biometrics.forget(slot.credentialId);
  }

  return {
    async enable(material, signal) {
      const before = await store.load();
      if (before.vault.epoch !== material.epoch) throw new TesseraError('LOCKED');
      const key = await passkey(signal);
      try {
        await keepSlot(material, key);
      } catch (thrown) {
        await drop(key.credentialId);
        await biometrics.forget(key.credentialId);
        throw thrown;
      } finally {
        key.prf.fill(0);
      }
      const replaced = intactSlot(before);
      if (replaced) await biometrics.forget(replaced.credentialId);
    },

    async unlock(signal) {
      const loaded = await store.load();
      if (!hasSlot(loaded)) throw new TesseraError('BIOMETRICS_MISSING');
      const slot = intactSlot(loaded);
      if (!slot) throw new TesseraError('BIOMETRICS_CHANGED');
      const prf = await biometrics.get({ ...slot, signal });
      const { base, rawRoot } = await unwrap(slot, prf);
      prf.fill(0);
      const { row, epoch } = chosenPin(loaded);
      await refuseOther(rawRoot, base, row);
      return { by: 'biometrics', base, rawRoot, epoch, confirmed: true };
    },

    disable,
  };
}

function hasSlot(loaded: Loaded): boolean {
  return loaded.rows('keys').has(ROW.slot);
}

/** A damaged slot opens nothing; it must be possible to turn it off, and to put another one in its place. */
function intactSlot(loaded: Loaded): SlotRow | undefined {
  try {
    return loaded.slot;
  } catch {
    return undefined;
  }
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
