/** Holds the thief's own program to the app's: a share of the PINs each time. */
import { equal } from '../../src/core/codec/bytes.ts';
import * as secrets from '../../src/vault/account-secrets.ts';
import { pin } from '../../src/vault/pin.ts';
import * as app from '../../src/vault/pin-kdf.ts';
import { baseOf } from '../../src/vault/pin-offset.ts';
import type { PinRow } from '../../src/vault/schema.ts';
import * as others from '../../src/vault/secret-permutation.ts';
import { share } from '../chance.ts';
import { ciphertexts } from './evidence.ts';
import { hiddenSecrets } from './evidence-of-others.ts';
import type { Recording } from './recorded-storage.ts';
import type { Candidate } from './thief.ts';
import * as thief from './thief-program.ts';

export type ChosenRow = PinRow & { readonly check: number };

const ONE_PIN_IN = 32;

/** Of the PIN that was `digits` at the last row. */
export function baseUnder(digits: string, row: ChosenRow, last: ChosenRow): Uint8Array {
  const { offsets } = equal(row.salt, last.salt) ? last : row;
  return baseOf(pin(digits), offsets.at(-1)!);
}

/** @throws {Error} where the app does not take a PIN that passed the thief's checks */
export async function compareChecks(
  candidates: readonly Candidate[],
  rows: readonly ChosenRow[],
): Promise<void> {
  const last = rows.at(-1)!;
  for (const { digits } of share(candidates, ONE_PIN_IN))
    for (const row of rows) {
      const base = baseUnder(digits, row, last);
      const root = await app.importPinRoot(await app.derivePinRoot(base, row.salt, row.rounds));
      if ((await app.checkOf(root)) !== row.check) throw new Error('The app checks it otherwise.');
    }
}

/** @throws {Error} where the app opens to something else */
export async function compareOpenings(
  candidates: readonly Candidate[],
  recording: Recording,
  withOthers: boolean,
): Promise<void> {
  for (const { rawRoot } of share(candidates, ONE_PIN_IN)) {
    const root = await app.importPinRoot(rawRoot);
    let isSame = (await app.pictureOf(root)) === thief.pictureOf(rawRoot);
    for (const { id, secret } of ciphertexts(recording)) {
      const opened = thief.decryptSecret(thief.accountKeyOf(rawRoot, id), secret);
      isSame &&= equal(await secrets.decryptSecret(root, id, secret), opened);
    }
    const key = await others.otherKey(root);
    for (const hidden of withOthers ? hiddenSecrets(recording) : []) {
      const opened = thief.openSecret(thief.otherKeyOf(rawRoot), hidden);
      isSame &&= equal(await others.openSecret(key, hidden), opened);
    }
    if (!isSame) throw new Error('The app opens it otherwise.');
  }
}
