/** A thief with everything ever written and the device key, who tries all 10,000 PINs. */
import { concat, equal } from '../../src/core/codec/bytes.ts';
import { pin, pinWeakness } from '../../src/vault/pin.ts';
import { baseOf, offsetFor } from '../../src/vault/pin-offset.ts';
import type { AccountRow } from '../../src/vault/schema.ts';
import { parsePinRow } from '../../src/vault/schema.ts';
import type { Activation } from './activation-fixtures.ts';
import type { Evidence } from './evidence.ts';
import { gatherEvidence } from './evidence.ts';
import type { OtherReader } from './evidence-of-others.ts';
import type { Recording } from './recorded-storage.ts';
import { indexRecording } from './recorded-storage.ts';
import type { ChosenRow } from './thief-and-app.ts';
import { baseUnder, compareChecks, compareOpenings } from './thief-and-app.ts';
import { accountKeyOf, checkOf, decryptSecret, pictureOf, rootOf } from './thief-program.ts';

export interface Verdict {
  /** PINs that nothing rules out. */
  readonly survivors: readonly string[];
  /** How many were left after each check in turn. */
  readonly left: Readonly<Record<string, number>>;
  /** What singled PINs out, if anything did. */
  readonly evidence: readonly Evidence[];
}

/** A PIN that passed the checks so far. */
export interface Candidate {
  readonly digits: string;
  readonly base: Uint8Array;
  readonly rawRoot: Uint8Array;
}

/** A check of four bits leaves one PIN in so many. */
const CHECK_LEAVES_ONE_IN = 16;
const STANDARD_DEVIATIONS = 5;

/**
 * Returns how many of 10,000 PINs could have been chosen, by what the app refuses, and a bound for
 * how many of those a check leaves: five standard deviations under the sixteenth.
 */
export function leftByRules(recording: Recording): { possible: number; enough: number } {
  const rows = chosenRows(recording);
  const offset = rows.at(-1)!.offsets.at(-1)!;
  let possible = 0;
  for (let n = 0; n < 10_000; n++)
    if (!isRefused(baseOf(pin(String(n).padStart(4, '0')), offset), rows)) possible++;
  const expected = possible / CHECK_LEAVES_ONE_IN;
  const deviation = Math.sqrt(expected * (1 - 1 / CHECK_LEAVES_ONE_IN));
  return { possible, enough: Math.floor(expected - STANDARD_DEVIATIONS * deviation) };
}

export async function attack(recording: Recording): Promise<Verdict> {
  return weigh(recording, await passing(recording));
}

/** The PINs that the stored checks let pass, of all 10,000. */
export async function passing(recording: Recording): Promise<Candidate[]> {
  const rows = chosenRows(recording);
  const last = rows.at(-1);
  if (!last) throw new Error('No PIN was ever chosen.');
  const candidates: Candidate[] = [];
  for (let n = 0; n < 10_000; n++) {
    const candidate = tryPin(String(n).padStart(4, '0'), last, rows);
    if (candidate) candidates.push(candidate);
  }
  await compareChecks(candidates, rows);
  return candidates;
}

/** What a thief has besides the copied profile. */
export interface Loot {
  /** The keys of one account: its issuer's database. */
  readonly account?: Pick<Activation, 'id' | 'otp' | 'sign'>;
  /** The picture of a right PIN, seen once. */
  readonly picture?: number;
}

/** The candidates that agree with the loot. */
export function agreeing(
  recording: Recording,
  candidates: readonly Candidate[],
  { account, picture }: Loot,
): Candidate[] {
  const rows = recording.writes.filter(
    ({ store, key }) => store === 'accounts' && key === account?.id,
  );
  return candidates.filter(({ rawRoot }) => {
    if (picture !== undefined && pictureOf(rawRoot) !== picture) return false;
    if (!account) return true;
    const { secret } = rows[0]!.value as AccountRow;
    const plain = decryptSecret(accountKeyOf(rawRoot, account.id), secret);
    return equal(plain, concat(account.otp, account.sign));
  });
}

/**
 * Checks the candidates against everything else that was written; `readOther`: how the thief opens
 * the keys of other servers' accounts.
 */
export async function weigh(
  recording: Recording,
  candidates: readonly Candidate[],
  readOther?: OtherReader,
): Promise<Verdict> {
  const rows = chosenRows(recording);
  const allowed = candidates.filter(({ base }) => !isRefused(base, rows));
  await compareOpenings(allowed, recording, readOther === undefined);
  const evidence = await gatherEvidence(indexRecording(recording), recording, allowed, readOther);
  const survivors = evidence.reduce<readonly Candidate[]>(
    (alive, { pins }) => alive.filter(({ digits }) => pins.includes(digits)),
    allowed,
  );
  const left = {
    'the stored checks': candidates.length,
    'PINs that the app refuses': allowed.length,
    'everything else': survivors.length,
  };
  return { survivors: survivors.map(({ digits }) => digits), left, evidence };
}

/** Every PIN row that was ever written with a check, once each. */
function chosenRows({ writes }: Recording): ChosenRow[] {
  const rows: ChosenRow[] = [];
  for (const { store, value } of writes) {
    if (store !== 'keys' || typeof value !== 'object' || !('check' in (value as object))) continue;
    const stored = (value as { check: number }).check;
    // A check of more than four bits would be refused by the vault; the thief takes it as it is.
    const row = { ...parsePinRow({ ...(value as object), check: stored & 15 }, 1), check: stored };
    const known = rows.findIndex((other) => sameRow(other, row));
    if (known >= 0) rows.splice(known, 1);
    rows.push(row);
  }
  return rows;
}

function sameRow(a: ChosenRow, b: ChosenRow): boolean {
  return equal(a.salt, b.salt) && a.check === b.check && a.offsets.join() === b.offsets.join();
}

/**
 * Under one salt, changes of the PIN keep the base. Under another salt the thief assumes what
 * people do: the same PIN again.
 */
function tryPin(
  digits: string,
  last: ChosenRow,
  rows: readonly ChosenRow[],
): Candidate | undefined {
  const base = baseUnder(digits, last, last);
  const rawRoot = rootOf(base, last);
  const isPassing = rows.every((row) => {
    const isSame = equal(row.salt, last.salt) && row.rounds === last.rounds;
    const root = isSame ? rawRoot : rootOf(baseUnder(digits, row, last), row);
    return checkOf(root) === row.check;
  });
  return isPassing ? { digits, base, rawRoot } : undefined;
}

/** The app refuses weak PINs, and every PIN that this vault ever had was accepted. */
function isRefused(base: Uint8Array, rows: readonly ChosenRow[]): boolean {
  // Under another salt the same PIN began with an offset of its own.
  const salt = rows.at(-1)?.salt;
  const same = rows.filter((row) => salt !== undefined && equal(row.salt, salt));
  const offsets = new Set(same.flatMap((row) => row.offsets));
  return [...offsets].some((offset) => {
    // `offsetFor` subtracts digit by digit: the PIN that had this offset.
    const digits = offsetFor(base, pin(offset));
    return pinWeakness(pin(digits)) !== undefined;
  });
}
