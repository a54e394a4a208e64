/**
 * Wrong PINs: the check of four bits rejects fifteen of sixteen, and only the stored row tells
 * which (docs/vault.md, "Keys").
 */
import { readFileSync } from 'node:fs';

import type { Page } from '@playwright/test';

import { pin } from '../../../src/vault/pin.ts';
import { checkOf, derivePinRoot, importPinRoot, pictureOf } from '../../../src/vault/pin-kdf.ts';
import { baseOf } from '../../../src/vault/pin-offset.ts';
import { CHEAP_ROUNDS } from './fast-kdf.ts';

interface Words {
  readonly picture: { readonly names: Readonly<Record<string, string>> };
}

const CATALOGUE = new URL('../../../src/i18n/locales/en/app.json', import.meta.url);
const words = JSON.parse(readFileSync(CATALOGUE, 'utf8')) as Words;

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

/** The name of the picture that a PIN opens to. The phone must use the fast KDF. */
export async function pictureOfPin(app: Page, digits: string): Promise<string> {
  const picture = await pictureOf(await rootOf(await readPinRow(app), digits));
  return Object.values(words.picture.names)[picture]!;
}

async function passes(row: PinRow, digits: string): Promise<boolean> {
  return (await checkOf(await rootOf(row, digits))) === row.check;
}

async function rootOf({ salt, offsets }: PinRow, digits: string): Promise<CryptoKey> {
  const base = baseOf(pin(digits), offsets.at(-1)!);
  return importPinRoot(await derivePinRoot(base, Uint8Array.from(salt), CHEAP_ROUNDS));
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
