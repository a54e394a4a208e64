/** Vaults as tests need them: with a first account, with a further one, with biometrics. */
import { expect } from 'vitest';

import { pin, pinWeakness } from '../../src/vault/pin.ts';
import { PICTURE_DUE_SETTING } from '../../src/vault/settings.ts';
import type { ConfirmedPin, Unlocked, Vault, VaultOptions } from '../../src/vault/types.ts';
import type { Activation } from './activation-fixtures.ts';
import { drawn, scanFirst } from './activation-fixtures.ts';
import { boot } from './fake-device.ts';
import { writeRow } from './raw-rows.ts';

export const PIN = '2591';

/** An error of the vault with this code. */
export const code = (expected: string): unknown => expect.objectContaining({ code: expected });

export interface Scenario {
  readonly vault: Vault;
  readonly known: Activation;
}

/** One active account under the PIN, whose picture was learnt; locked. */
export async function withAccount(options: Partial<VaultOptions> = {}): Promise<Scenario> {
  const vault = await boot(options);
  const known = await drawn();
  await scanFirst(vault, known);
  (await vault.createPin(pin(PIN), pin(PIN), known.account())).lock();
  await vault.acceptAccount(known.id);
  await vault.setSetting(PICTURE_DUE_SETTING, undefined);
  return { vault, known };
}

/** Two entries of the PIN, and "yes, that is my picture". */
export async function twoEntries(vault: Vault, digits = PIN): Promise<ConfirmedPin> {
  const [first, second] = [await vault.unlock(pin(digits)), await vault.unlock(pin(digits))];
  return vault.confirmPin({ first, second, pictureConfirmed: true });
}

/** A session whose PIN is confirmed by two entries. */
export async function confirmedSession(vault: Vault): Promise<Unlocked> {
  const [first, second] = [await vault.unlock(pin(PIN)), await vault.unlock(pin(PIN))];
  await vault.confirmPin({ first, second, pictureConfirmed: true });
  return first;
}

/** Scans and seals a further account, waiting for the page. */
export async function sealFurther(
  vault: Vault,
  known: Activation,
  replaces?: string,
  digits = PIN,
): Promise<void> {
  await scanFirst(vault, known);
  await vault.sealAccount(await twoEntries(vault, digits), known.account(replaces));
}

/** Wrong PINs of four digits that may be chosen, and that the check lets pass, or does not. */
export async function slips(vault: Vault, passing: boolean, count: number): Promise<string[]> {
  const found: string[] = [];
  for (let n = 1000; found.length < count && n < 10_000; n += 7) {
    const digits = String(n);
    if (digits === PIN || pinWeakness(pin(digits)) !== undefined) continue;
    const passed = await vault.unlock(pin(digits)).then(
      (unlocked) => (unlocked.lock(), true),
      () => false,
    );
    await forgive(vault);
    if (passed === passing) found.push(digits);
  }
  return found;
}

/** As if no wrong PIN had been entered: what only a test can do. */
export function forgive(vault: Vault): Promise<unknown> {
  return writeRow('attempts', 'pin', undefined).then(() => vault.snapshot());
}
