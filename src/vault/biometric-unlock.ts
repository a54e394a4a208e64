/** Biometric unlock: enabled in one tap or two, used, and disabled (docs/vault.md, rule 10). */
import type { Bytes } from '../core/codec/bytes.ts';
import { equal } from '../core/codec/bytes.ts';
import { TesseraError } from '../core/errors.ts';
import type { Biometrics } from '../platform/biometrics-port.ts';
import { randomBytes } from '../protocol/random.ts';
import type { SlotKey } from './biometric-slot.ts';
import { unwrapRoot, wrapRoot } from './biometric-slot.ts';
import { checkOf, importPinRoot } from './pin-kdf.ts';
import { chosenPin } from './pin-unlock.ts';
import type { SlotRow } from './schema.ts';
import { ROW } from './schema.ts';
import type { Loaded, Store } from './store.ts';
import type { Entry, Material } from './unlocked.ts';
import { withBase } from './unlocked.ts';

export interface BiometricParts {
  readonly store: Store;
  readonly biometrics: Biometrics;
  /** The passkey's name in the system's prompt. */
  readonly name: string;
}

export interface BiometricUnlock {
  readonly enable: (material: Material, signal: AbortSignal | undefined) => Promise<void>;
  readonly unlock: (signal: AbortSignal | undefined) => Promise<Entry>;
  readonly disable: () => Promise<void>;
}

/** A created passkey whose PRF result needs a second tap. */
type Unfinished = Omit<SlotKey, 'prf'>;

export function createBiometricUnlock({
  store,
  biometrics,
  name,
}: BiometricParts): BiometricUnlock {
  let unfinished: Unfinished | undefined;

  /** @throws TesseraError BIOMETRICS_SECOND_TAP: call again from another tap */
  async function obtainKey(signal: AbortSignal | undefined): Promise<SlotKey> {
    if (unfinished) return finishKey(unfinished, signal);
    const prfSalt = randomBytes(32);
    const { credentialId, prf } = await biometrics.create({ name, prfSalt, signal });
    if (prf) return { credentialId, prfSalt, prf };
    unfinished = { credentialId, prfSalt };
    throw new TesseraError('BIOMETRICS_SECOND_TAP');
  }

  /**
   * Gets the PRF result with a second tap. After any failure (a deleted passkey looks like a
   * cancel) the next try begins with a new passkey.
   */
  async function finishKey(made: Unfinished, signal: AbortSignal | undefined): Promise<SlotKey> {
    unfinished = undefined;
    try {
      return { ...made, prf: await biometrics.get({ ...made, signal }) };
    } catch (thrown) {
      await biometrics.forget(made.credentialId);
      throw thrown;
    }
  }

  async function keepSlot(material: Material, key: SlotKey): Promise<void> {
    const row = await withBase(material, (base, rawRoot) => wrapRoot(key, base, rawRoot));
    await store.change([], (loaded) => {
      if (loaded.vault.epoch !== material.epoch) throw new TesseraError('LOCKED');
      return { changes: [{ put: row, store: 'keys', key: ROW.slot }] };
    });
    await verifySlot(store, key.prf, material);
  }

  /** Removes a slot that was written and could not be verified. */
  async function dropSlot(credentialId: Uint8Array): Promise<void> {
    const isOwn = (loaded: Loaded): boolean =>
      equal(intactSlot(loaded)?.credentialId ?? new Uint8Array(0), credentialId);
    await store
      .change([], (loaded) => ({
        changes: isOwn(loaded) ? [{ drop: true, store: 'keys', key: ROW.slot }] : [],
      }))
      .catch(() => undefined); // the earlier failure is the one to report
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
      const key = await obtainKey(signal);
      try {
        await keepSlot(material, key);
      } catch (thrown) {
        await dropSlot(key.credentialId);
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
      const { base, rawRoot } = await unwrapRoot(slot, prf);
      prf.fill(0);
      const { row, epoch } = chosenPin(loaded);
      await checkRoot(rawRoot, base, row);
      return { by: 'biometrics', base, rawRoot, epoch, confirmed: true };
    },

    disable,
  };
}

function hasSlot(loaded: Loaded): boolean {
  return loaded.rows('keys').has(ROW.slot);
}

/**
 * Returns the slot unless it is damaged: a damaged one opens nothing, but can be turned off or
 * replaced.
 */
function intactSlot(loaded: Loaded): SlotRow | undefined {
  try {
    return loaded.slot;
  } catch {
    return undefined;
  }
}

/**
 * Checks that what a slot opened to belongs to the PIN row, and overwrites it where it does not.
 * @throws TesseraError BIOMETRICS_CHANGED
 */
async function checkRoot(
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

/**
 * Checks that the stored slot opens to the right root, before anybody is told that biometrics are
 * on.
 * @throws TesseraError STORAGE_LOST
 */
async function verifySlot(store: Store, prf: Uint8Array, material: Material): Promise<void> {
  const { slot } = await store.load();
  if (!slot) throw new TesseraError('STORAGE_LOST');
  const { base, rawRoot } = await unwrapRoot(slot, prf);
  const right = await withBase(
    material,
    (expectedBase, expectedRoot) => equal(base, expectedBase) && equal(rawRoot, expectedRoot),
  );
  base.fill(0);
  rawRoot.fill(0);
  if (!right) throw new TesseraError('STORAGE_LOST');
}
