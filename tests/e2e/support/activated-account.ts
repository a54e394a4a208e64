/**
 * A phone's first account without its activation: made once as a person makes it, and copied from
 * there into the vaults of other phones and into their issuers' stores.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { deserialize, serialize } from 'node:v8';

import type { Browser, Page } from '@playwright/test';

import type { Instance, IssuerAccount } from '../../../src/issuer/instance.ts';
import type { Issuer } from '../../../src/issuer/issuer.ts';
import { createIssuer } from '../../../src/issuer/issuer.ts';
import { createMemoryStore } from '../../../src/issuer/memory-store.ts';
import type { IssuerKey } from '../../../src/issuer/signing-key.ts';
import {
  exportIssuerKeyJwk,
  generateIssuerKey,
  importIssuerKeyJwk,
} from '../../../src/issuer/signing-key.ts';
import type { IssuerStore } from '../../../src/issuer/store.ts';
import { DATABASE } from '../../../src/vault/lifecycle.ts';
import { madeOnce } from '../../support/made-once.ts';
import type { Begun } from './authenticator-page.ts';
import { activateFirst, newPhone } from './authenticator-page.ts';
import { expectStep, untilWritten } from './environment.ts';
import { cheapPins } from './fast-kdf.ts';
import { activateFurther } from './journeys.ts';

/** Of the same origin as the app, and opens no database. */
export const BESIDE_THE_APP = 'config.json';
const KEY_BYTES = 32;

/** How PINs are derived: with as many rounds as the app asks for, or with few (fast-kdf.ts). */
export type Pins = 'real' | 'cheap';

/** A row of the vault; a stored key, which cannot leave its browser, is left out of it. */
type VaultRow = readonly [store: string, key: string, value: unknown];

/** An account as its phone and its issuer keep it. */
export interface Original {
  readonly begun: Begun;
  readonly rows: readonly VaultRow[];
  /** The raw key that every AES-GCM key of that phone is made of. */
  readonly deviceKey: Uint8Array;
  readonly instance: Instance;
  readonly account: IssuerAccount;
}

/** The accounts of a run, each made by the first worker that asks for it. */
export interface Originals {
  /** The key of every issuer that is to have a copy. */
  readonly key: IssuerKey;
  of(pins: Pins): Promise<Original>;
  /** The same with a further account, of {@link FURTHER}. */
  withFurther(pins: Pins): Promise<OriginalPair>;
}

/** An account whose vault has another issuer's, too; nothing is copied to that issuer. */
interface OriginalPair extends Original {
  readonly further: Begun;
}

/** The issuer's name, and the other one's. */
export const NAME = 'Northwind Bank';
const FURTHER = 'Contoso';

export async function createOriginals(browser: Browser, url: string): Promise<Originals> {
  const newKey = async () => exportIssuerKeyJwk(await generateIssuerKey());
  const key = await importIssuerKeyJwk(await shared('issuer-key', newKey));
  const wanted = (pins: Pins): Wanted => {
    const store = createMemoryStore();
    return { pins, store, issuer: createIssuer({ name: NAME, key, store }) };
  };
  return {
    key,
    of: (pins) => shared(`account-${pins}`, () => makeOriginal(browser, url, wanted(pins))),
    withFurther: (pins) => shared(`accounts-${pins}`, () => makePair(browser, url, wanted(pins))),
  };
}

/** Plain data that all workers of a run have: made by one of them. */
async function shared<T>(name: string, make: () => Promise<T>): Promise<T> {
  const file = 'value';
  const folder = await madeOnce(name, async (unfinished) =>
    writeFileSync(join(unfinished, file), serialize(await make())),
  );
  return deserialize(readFileSync(join(folder, file))) as T;
}

interface Wanted {
  readonly pins: Pins;
  readonly issuer: Issuer;
  /** The issuer's. */
  readonly store: IssuerStore;
}

/** Activates an account on a phone of its own, whose device key is known. */
export async function makeOriginal(
  browser: Browser,
  url: string,
  wanted: Wanted,
): Promise<Original> {
  const { original } = await makeWith(browser, url, wanted, async () => undefined);
  return original;
}

async function makePair(browser: Browser, url: string, wanted: Wanted): Promise<OriginalPair> {
  const further = createIssuer({ name: FURTHER, key: await generateIssuerKey() });
  const made = await makeWith(browser, url, wanted, (app) => activateFurther(app, further));
  return { ...made.original, further: made.more };
}

/** `more` is done in the app before its vault is read. */
async function makeWith<T>(
  browser: Browser,
  url: string,
  { pins, issuer, store }: Wanted,
  more: (app: Page) => Promise<T>,
): Promise<{ readonly original: Original; readonly more: T }> {
  const phone = await newPhone(browser, { serviceWorkers: 'block' });
  const deviceKey = crypto.getRandomValues(new Uint8Array(KEY_BYTES));
  await phone.addInitScript(fixDeviceKey, [...deviceKey]);
  if (pins === 'cheap') await cheapPins(phone);
  const app = await phone.newPage();
  await app.goto(url);
  const begun = await activateFirst(app, issuer);
  const result = await more(app);
  await untilWritten(app);
  const rows = await app.evaluate(readVault, DATABASE.name);
  await phone.close();
  const [instance, account] = [await store.instance(begun.id), await store.account(begun.serial)];
  if (!instance || !account) throw new Error('The issuer does not know its account.');
  return { original: { begun, rows, deviceKey, instance, account }, more: result };
}

/** Puts a copy of the account into an empty vault and its issuer's store, and opens the app. */
export async function openWithCopy(
  app: Page,
  url: string,
  { original, store }: { readonly original: Original; readonly store: IssuerStore },
): Promise<Begun> {
  const { begun, rows, deviceKey, instance, account } = original;
  const accepted = await store.commit([
    { table: 'instances', row: { ...instance, version: 1 } },
    { table: 'accounts', row: { ...account, version: 1 } },
  ]);
  if (!accepted) throw new Error('The issuer has this account already.');
  const beside = new URL(BESIDE_THE_APP, url).href;
  if (app.url() !== beside) await app.goto(beside);
  await app.evaluate(writeVault, { rows, deviceKey: [...deviceKey], database: DATABASE });
  await app.goto(url);
  await expectStep(app, 'home');
  return begun;
}

/** Runs in the page, before the app: makes every AES-GCM key of one raw key. */
function fixDeviceKey(raw: number[]): void {
  if (!isSecureContext) return;
  const { generateKey } = SubtleCrypto.prototype;
  SubtleCrypto.prototype.generateKey = function (this: SubtleCrypto, ...given: unknown[]) {
    const [algorithm, extractable, usages] = given as [{ name: string }, boolean, KeyUsage[]];
    return algorithm.name === 'AES-GCM'
      ? this.importKey('raw', new Uint8Array(raw), 'AES-GCM', extractable, usages)
      : (generateKey as (...all: unknown[]) => Promise<CryptoKey>).apply(this, given);
  } as SubtleCrypto['generateKey'];
}

/** Runs in the page: every row of the vault, without its stored keys. */
function readVault(database: string): Promise<VaultRow[]> {
  return new Promise((resolve, reject) => {
    const opening = indexedDB.open(database);
    opening.onerror = () => reject(opening.error as Error);
    opening.onsuccess = () => {
      const rows: VaultRow[] = [];
      const names = [...opening.result.objectStoreNames];
      const reading = opening.result.transaction(names);
      for (const name of names) {
        const cursors = reading.objectStore(name).openCursor();
        cursors.onsuccess = () => {
          const at = cursors.result;
          if (!at) return;
          const value = at.value as object;
          const plain = Object.entries(value).filter(([, each]) => !(each instanceof CryptoKey));
          rows.push([name, String(at.key), Object.fromEntries(plain)]);
          at.continue();
        };
      }
      reading.oncomplete = () => {
        opening.result.close();
        resolve(rows);
      };
    };
  });
}

interface Copy {
  readonly rows: readonly VaultRow[];
  readonly deviceKey: readonly number[];
  readonly database: typeof DATABASE;
}

/** Runs in a page of the app's origin before the app is opened: makes the vault of these rows. */
async function writeVault({ rows, deviceKey, database }: Copy): Promise<void> {
  const { name, version, stores } = database;
  const raw = new Uint8Array(deviceKey);
  const key = await crypto.subtle.importKey('raw', raw, 'AES-GCM', false, ['encrypt', 'decrypt']);
  await new Promise<void>((resolve, reject) => {
    const opening = indexedDB.open(name, version);
    opening.onerror = () => reject(opening.error as Error);
    opening.onupgradeneeded = () => {
      for (const store of stores) opening.result.createObjectStore(store);
    };
    opening.onsuccess = () => {
      const writing = opening.result.transaction(stores, 'readwrite');
      for (const [store, id, value] of rows) writing.objectStore(store).put(value, id);
      writing.objectStore('keys').put({ key }, 'device');
      writing.onabort = () => reject(writing.error as Error);
      writing.oncomplete = () => {
        opening.result.close();
        resolve();
      };
    };
  });
}
