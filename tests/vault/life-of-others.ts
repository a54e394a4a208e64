/** A life of a vault with other servers' accounts, recorded, and killed at every write. */
import type { OathEntry } from '../../src/core/oath-entry.ts';
import { pin } from '../../src/vault/pin.ts';
import { classOf } from '../../src/vault/secret-classes.ts';
import type { Vault } from '../../src/vault/types.ts';
import { published, scanFirst } from './activation-fixtures.ts';
import { boot, clock, killedAt, reboot, reset } from './fake-device.ts';
import type { KeyGenerator } from './key-generators.ts';
import { keycloak, smallLetters, uniform } from './key-generators.ts';
import type { Recording } from './recorded-storage.ts';
import { startRecording } from './recorded-storage.ts';
import { PIN, twoEntries } from './scenarios.ts';

/** An account as its site drew it; a vault is given a copy of its key. */
export type Drawn = OathEntry;

export interface OtherLife {
  readonly recording: Recording;
  /** The PIN at the end. */
  readonly pin: string;
}

/** `[first PIN, last PIN]` */
const PINS = [PIN, '9163'] as const;

type Policy = Pick<Drawn, 'type' | 'otp' | 'counter'>;

const TOTP: Policy = { type: 'totp', otp: { algorithm: 'SHA1', digits: 6, period: 30 } };
const HOTP: Policy = { type: 'hotp', otp: { algorithm: 'SHA1', digits: 6 }, counter: 5 };
const STEAM: Policy = { type: 'steam', otp: { algorithm: 'SHA1', digits: 5, period: 30 } };
const SHA256: Policy = { type: 'totp', otp: { algorithm: 'SHA256', digits: 8, period: 30 } };

/** All classes, in the lengths that sites use. */
const SITES: readonly (readonly [KeyGenerator, Policy])[] = [
  [uniform(20), TOTP],
  [keycloak, TOTP],
  [uniform(10), TOTP],
  [uniform(20), HOTP],
  [keycloak, SHA256],
  [uniform(20), STEAM],
  [uniform(32), SHA256],
  [uniform(16), TOTP],
  [keycloak, HOTP],
  [uniform(64), TOTP],
  [smallLetters, TOTP],
];

/** Draws accounts, of which each eleventh has a key of class 0. */
export function drawOthers(count: number): Drawn[] {
  return Array.from({ length: count }, (_, i) => {
    const [generator, policy] = SITES[i % SITES.length]!;
    const secret =
      generator === smallLetters ? Uint8Array.from(generator.draw()) : drawHidden(generator);
    return { ...policy, issuer: `Site ${String.fromCharCode(65 + (i % 26))}`, label: 'me', secret };
  });
}

/** Draws until the key is of class 1 or 2. */
export function drawHidden({ draw }: KeyGenerator): Uint8Array<ArrayBuffer> {
  for (;;) {
    const secret = Uint8Array.from(draw());
    if (classOf(secret) !== 0) return secret;
  }
}

/** As a vault is given them: copies. */
function asEntries(accounts: readonly Drawn[]): OathEntry[] {
  return accounts.map(({ secret, ...rest }) => ({ ...rest, secret: Uint8Array.from(secret) }));
}

/**
 * Imports batch after batch, all of it again, under another PIN too, removes and imports again,
 * erases and imports again. `step`: killed at every write, or only at every so many.
 */
export async function liveWithOthers(
  batches: readonly (readonly Drawn[])[],
  step = 1,
): Promise<OtherLife> {
  reset();
  const { recording, stop } = startRecording();
  const all = batches.flat();
  const kill = (work: (vault: Vault) => Promise<() => Promise<unknown>>) => killAll(work, step);

  await chooseFirst(PINS[0]);
  for (const batch of batches) await kill(importing(PINS[0], batch));
  await preview(PINS[0], all);
  await kill(importing(PINS[0], all));
  await showCodes(PINS[0], step);

  let vault = await boot();
  const known = await published(0);
  await scanFirst(vault, known);
  await vault.sealAccount(await twoEntries(vault, PINS[0]), known.account());
  await vault.acceptAccount(known.id);
  await vault.changePin(await twoEntries(vault, PINS[0]), pin(PINS[1]), pin(PINS[1]));
  vault.close();
  reboot();

  await kill(importing(PINS[1], all));
  await showCodes(PINS[1], step);
  await kill(async (each) => {
    const { accounts } = await each.snapshot();
    const ids = accounts.filter(({ kind }) => kind === 'oath').map(({ id }) => id);
    return () => each.removeAccounts(ids);
  });
  await kill(importing(PINS[1], all.toReversed()));

  await kill(async (each) => () => each.erase());
  await chooseFirst(PINS[1]);
  for (const batch of batches) await kill(importing(PINS[1], batch));
  vault = await boot();
  await showCodes(PINS[1], step);
  vault.close();
  stop();
  return { recording, pin: PINS[1] };
}

/** Erases the vault, and brings the accounts in again under another PIN. */
export async function beginAnew(digits: string, accounts: readonly Drawn[]): Promise<void> {
  const vault = await boot();
  await vault.erase();
  await vault.beginPin(pin(digits), pin(digits));
  await vault.sealOath(await twoEntries(vault, digits), asEntries(accounts));
  vault.close();
}

function importing(digits: string, accounts: readonly Drawn[]) {
  return async (vault: Vault) => {
    const proof = await twoEntries(vault, digits);
    return () => vault.sealOath(proof, asEntries(accounts));
  };
}

async function preview(digits: string, accounts: readonly Drawn[]): Promise<void> {
  const vault = await boot();
  await vault.previewOath(await twoEntries(vault, digits), asEntries(accounts));
  vault.close();
}

/** The same work again and again, killed a moment later each time, until it is done. */
async function killAll(
  prepare: (vault: Vault) => Promise<() => Promise<unknown>>,
  step = 1,
): Promise<void> {
  for (let n = 1, killed = true; killed; n += step) {
    const vault = await boot();
    killed = await killedAt(n, await prepare(vault));
    vault.close();
  }
}

function chooseFirst(digits: string): Promise<void> {
  return killAll(async (vault) => () => vault.beginPin(pin(digits), pin(digits)));
}

/** Keys are opened, and counters used up, as a screen does it. */
async function showCodes(digits: string, step: number): Promise<void> {
  await killAll(async (vault) => {
    const session = await vault.unlock(pin(digits));
    const { accounts } = await vault.snapshot();
    const hotp = accounts.filter((account) => account.kind === 'oath' && account.type === 'hotp');
    for (const { id } of accounts) await session.otp(id);
    clock.now += 30_000;
    return async () => {
      for (const { id } of hotp) await vault.nextCounter(id);
    };
  }, step);
}
