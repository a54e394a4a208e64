/** The first PIN: its row is prepared before, its check written with it (docs/vault.md, rule 1). */
import { TesseraError } from '../core/errors.ts';
import { randomBytes } from '../protocol/random.ts';
import type { Pin } from './pin.ts';
import { drawOffset } from './pin-offset.ts';
import type { ChosenPinRow, PinParts } from './pin-unlock.ts';
import { checkChoice, derivePin, enterPin, wipeUnlessKept } from './pin-unlock.ts';
import type { PinRow } from './schema.ts';
import { ROW } from './schema.ts';
import { pictureDueChange } from './setting-changes.ts';
import type { Loaded, RowWrite } from './store.ts';
import { isSameRow, pinBesideAccounts } from './store.ts';
import type { Entry } from './unlocked.ts';

/**
 * Enters the first PIN, chosen and confirmed. Where an earlier try stored it and was killed before
 * its account was sealed, the same PIN continues from there.
 * @param sealing id of the account that is sealed next, which an earlier try may have sealed
 * @throws TesseraError WRONG_STATE where the PIN already guards accounts, VAULT_DAMAGED where its
 * row is missing beside accounts; what `chooseFirstPin` and `enterPin` throw
 */
export async function enterFirstPin(
  parts: PinParts,
  chosen: Pin,
  confirmed: Pin,
  sealing?: string,
): Promise<Entry> {
  const loaded = await parts.store.load(['accounts']);
  const pin = pinBesideAccounts(loaded);
  if (pin?.check === undefined) return chooseFirstPin(parts, chosen, confirmed);
  if ([...loaded.rows('accounts').keys()].some((id) => id !== sealing))
    throw new TesseraError('WRONG_STATE');
  checkChoice(chosen, confirmed, pin.length);
  return { ...(await enterPin(parts, chosen)), confirmed: true };
}

/**
 * Chooses the first PIN. Salt, rounds and offset are stored before: choosing once more, after a
 * crash or an erasure, uses the same ones, so that one PIN never leaves two different checks
 * behind.
 * @throws TesseraError WRONG_STATE where another tab has chosen one, VAULT_DAMAGED
 */
async function chooseFirstPin(parts: PinParts, chosen: Pin, confirmed: Pin): Promise<Entry> {
  checkChoice(chosen, confirmed, parts.pinLength);
  await prepareRow(parts);
  const prepared = preparedRow(await parts.store.load(), parts.pinLength);
  const derived = await derivePin(prepared, chosen);
  return wipeUnlessKept(derived, async ({ base, rawRoot, check }) => {
    let epoch = 0;
    await parts.store.change(['accounts'], async (loaded) => {
      pinBesideAccounts(loaded);
      const row = preparedRow(loaded, parts.pinLength);
      if (!isSameRow(row, prepared)) throw new TesseraError('WRONG_STATE');
      epoch = loaded.vault.epoch + 1;
      const chosenRow: ChosenPinRow = { ...row, check: check };
      const changes: RowWrite[] = [
        { put: chosenRow, store: 'keys', key: ROW.pin },
        await pictureDueChange(loaded),
      ];
      return { changes, newEpoch: true };
    });
    return { by: 'pin', base, rawRoot, epoch, confirmed: true };
  });
}

/** Returns the row that was prepared for a first PIN. @throws TesseraError WRONG_STATE */
function preparedRow({ pin }: Loaded, length: number): PinRow {
  if (!pin || pin.check !== undefined || pin.length !== length)
    throw new TesseraError('WRONG_STATE');
  return pin;
}

async function prepareRow({ store, pinLength, chooseRounds }: PinParts): Promise<void> {
  const { pin } = await store.load();
  if (pin && (pin.check !== undefined || pin.length === pinLength)) return;
  const rounds = pin?.rounds ?? (await chooseRounds());
  await store.change(['accounts'], (loaded) => {
    const found = pinBesideAccounts(loaded);
    if (found && (found.check !== undefined || found.length === pinLength)) return { changes: [] };
    const row: PinRow = {
      length: pinLength,
      salt: randomBytes(16),
      rounds,
      offsets: [drawOffset(pinLength)],
      ...(found?.others && { others: true }),
    };
    return { changes: [{ put: row, store: 'keys', key: ROW.pin }] };
  });
}
