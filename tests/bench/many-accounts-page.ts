/** What `many-accounts.ts` runs in the page: a vault, a file of accounts, and a clock. */
import { toBase32 } from '../../src/core/codec/base32.ts';
import { asciiBytes } from '../../src/core/codec/bytes.ts';
import type { OathEntry } from '../../src/core/oath-entry.ts';
import { totp } from '../../src/protocol/totp.ts';
import { openFile } from '../../src/transfer/open-file.ts';
import { pin } from '../../src/vault/pin.ts';
import type { ConfirmedPin, Unlocked, Vault } from '../../src/vault/types.ts';
import { openVault } from '../../src/vault/vault.ts';

const PIN = '730526';
const POLICY = { algorithm: 'SHA1', digits: 6, period: 30 } as const;
/** Milliseconds since 1970; the clock stands still. */
const NOW = 1_790_000_000_000;
const RUNS = 5;

/** Milliseconds. */
export interface Figures {
  readonly seal: number;
  readonly firstLook: number;
  readonly look: number;
  readonly code: number;
  readonly tap: number;
  readonly read: number;
  readonly previewHere: number;
  readonly previewNew: number;
  readonly giveOut: number;
  readonly remove: number;
}

/** Measures a vault with so many accounts, by time but for the first, and lists of as many. */
export async function measure(count: number): Promise<Figures> {
  let vault = await open();
  await vault.erase();
  const by = await vault.confirmPin({ first: await vault.beginPin(pin(PIN), pin(PIN)) });
  const [counted] = await vault.sealOath(by, [{ ...drawEntry(0), type: 'hotp', otp: HOTP }]);
  const entries = Array.from({ length: count - 1 }, (_, i) => drawEntry(i + 1));
  const seal = await time(() => vault.sealOath(by, entries));
  const again = await open();
  vault.close();
  vault = again;
  const firstLook = await time(() => vault.snapshot());
  const look = await median(() => vault.snapshot());
  const ids = (await vault.snapshot()).accounts.map(({ id }) => id);
  const code = await median(async () => showCode(vault, ids.at(-1)!));
  const tap = await median(() => vault.nextCounter(counted!));
  const [confirmed, unlocked] = await confirm(vault);
  const file = asciiBytes(entries.map(toUri).join('\n'));
  const read = entries.length > 0 ? await time(() => openFile({ bytes: file })) : 0;
  const others = entries.map((_, i) => drawEntry(i + count));
  const figures = {
    seal,
    firstLook,
    look,
    code,
    tap,
    read,
    previewHere: await time(() => vault.previewOath(confirmed, entries)),
    previewNew: await time(() => vault.previewOath(confirmed, others)),
    giveOut: await time(() => vault.oathEntries(unlocked)),
    remove: await time(() => vault.removeAccounts(ids)),
  };
  vault.close();
  return figures;
}

const HOTP = { algorithm: 'SHA1', digits: 6 } as const;

/** Without the derivation of the PIN, which takes as long with any number of accounts. */
function open(): Promise<Vault> {
  const rounds = { floor: 10, choose: () => Promise.resolve(10) };
  return openVault({ pinLength: PIN.length, name: 'Tessera', now: () => NOW, rounds });
}

async function confirm(vault: Vault): Promise<readonly [ConfirmedPin, Unlocked]> {
  const [first, second] = [await vault.unlock(pin(PIN)), await vault.unlock(pin(PIN))];
  return [await vault.confirmPin({ first, second, pictureConfirmed: true }), first];
}

async function showCode(vault: Vault, id: string): Promise<void> {
  const opened = await vault.unlock(pin(PIN));
  await totp(await opened.otp(id), POLICY, NOW / 1000);
  opened.lock();
}

function drawEntry(i: number): OathEntry {
  const secret = crypto.getRandomValues(new Uint8Array(20));
  return { type: 'totp', issuer: `Site ${String(i)}`, label: 'ada', secret, otp: POLICY };
}

function toUri({ issuer, secret }: OathEntry): string {
  return `otpauth://totp/${encodeURIComponent(issuer)}:ada?secret=${toBase32(secret)}`;
}

async function time(work: () => Promise<unknown>): Promise<number> {
  const begin = performance.now();
  await work();
  return performance.now() - begin;
}

async function median(work: () => Promise<unknown>): Promise<number> {
  const times = [];
  for (let i = 0; i < RUNS; i++) times.push(await time(work));
  return times.sort((a, b) => a - b)[RUNS >> 1]!;
}
