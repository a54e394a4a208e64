/**
 * Wrong PINs: the check of four bits rejects fifteen of sixteen, and only the stored row tells
 * which (docs/vault.md, "Keys").
 */
import type { Page } from '@playwright/test';

import { pin } from '../../../src/vault/pin.ts';
import { checkOf, derivePinRoot, importPinRoot } from '../../../src/vault/pin-kdf.ts';
import { baseOf } from '../../../src/vault/pin-offset.ts';
import { CHEAP_ROUNDS } from './fast-kdf.ts';

interface PinRow {
  readonly salt: readonly number[];
  readonly check: number;
  readonly offsets: readonly string[];
}

/**
 * A wrong PIN that the app notices, or one that leads to another picture. The phone must use the
 * fast KDF.
 */
export async function slipOf(
  app: Page,
  right: string,
  kind: 'caught' | 'passing',
): Promise<string> {
  const row = await readPinRow(app);
  for (let n = Number(right) + 1; ; n++) {
    const digits = String(n).slice(-right.length).padStart(right.length, '0');
    if ((await passes(row, digits)) === (kind === 'passing')) return digits;
  }
}

async function passes({ salt, check, offsets }: PinRow, digits: string): Promise<boolean> {
  const base = baseOf(pin(digits), offsets.at(-1)!);
  const root = await derivePinRoot(base, Uint8Array.from(salt), CHEAP_ROUNDS);
  return (await checkOf(await importPinRoot(root))) === check;
}

function readPinRow(app: Page): Promise<PinRow> {
  return app.evaluate(
    () =>
      new Promise<PinRow>((resolve, reject) => {
        const opening = indexedDB.open('tessera');
        opening.onerror = () => reject(opening.error!);
        opening.onsuccess = () => {
          const reading = opening.result.transaction('keys').objectStore('keys').get('pin');
          reading.onerror = () => reject(reading.error!);
          reading.onsuccess = () => {
            const row = reading.result as Omit<PinRow, 'salt'> & { salt: Uint8Array };
            resolve({ ...row, salt: [...row.salt] });
            opening.result.close();
          };
        };
      }),
  );
}
