/** Evidence from the keys of other servers' accounts, as they were once written. */
import { hash } from 'node:crypto';

import { equal, toHex } from '../../src/core/codec/bytes.ts';
import { classOf } from '../../src/vault/secret-classes.ts';
import type { HiddenSecret } from '../../src/vault/secret-permutation.ts';
import { toBase32 } from './key-generators.ts';
import type { Recording, SearchIndex } from './recorded-storage.ts';
import type { Candidate } from './thief.ts';
import { hmac, openSecret, otherKeyOf } from './thief-program.ts';

/** How the thief opens a row: as the app does, or as he knows that a careless one did. */
export type OtherReader = (key: Uint8Array, stolen: HiddenSecret) => Uint8Array;

/** What one PIN makes of the rows. */
interface Opened {
  readonly stolen: HiddenSecret;
  readonly plain: Uint8Array;
}

const HASHES = ['sha1', 'sha256', 'sha512', 'md5'] as const;

/** Returns what singles PINs out, and those PINs, in the order of the candidates. */
export function evidenceOfOthers(
  index: SearchIndex,
  recording: Recording,
  candidates: readonly Candidate[],
  read: OtherReader = openSecret,
): ReadonlyMap<string, readonly string[]> {
  const stolen = hiddenSecrets(recording);
  const noted = new Map<string, string[]>();
  function note(what: string, digits: string): void {
    noted.set(what, [...(noted.get(what) ?? []), digits]);
  }
  const fitting: string[] = [];
  for (const candidate of candidates) {
    const { digits } = candidate;
    const opened = openAll(candidate, stolen, read);
    if (opened.some(({ plain }) => isWords(plain))) note('a key of words', digits);
    if (opened.every((each) => isWords(each.plain) || fits(each))) fitting.push(digits);
    if (new Set(opened.map(({ plain }) => toHex(plain))).size < opened.length)
      note('one key, sealed twice', digits);
    if (traces(candidate, opened).some((trace) => index.contains(trace)))
      note('a tag, a hash or a key', digits);
  }
  if (fitting.length < candidates.length) noted.set('a key outside its class', fitting);
  return noted;
}

/** The candidates under which a row is this key. */
export function agreeingOn(
  recording: Recording,
  candidates: readonly Candidate[],
  secrets: readonly Uint8Array[],
): string[][] {
  const found = secrets.map((): string[] => []);
  const stolen = hiddenSecrets(recording);
  for (const candidate of candidates) {
    const opened = openAll(candidate, stolen);
    for (const [i, secret] of secrets.entries())
      if (opened.some(({ plain }) => equal(plain, secret))) found[i]!.push(candidate.digits);
  }
  return found;
}

/** Pairs of PINs under which two different rows are one key, the smaller PIN first. */
export function pairsOf(
  recording: Recording,
  first: readonly Candidate[],
  second: readonly Candidate[],
): string[] {
  const stolen = hiddenSecrets(recording);
  const seen = new Map<string, { readonly digits: string; readonly row: HiddenSecret }[]>();
  for (const candidate of first)
    for (const { stolen: row, plain } of openAll(candidate, stolen)) {
      const name = toHex(plain);
      seen.set(name, [...(seen.get(name) ?? []), { digits: candidate.digits, row }]);
    }
  const pairs = new Set<string>();
  for (const candidate of second)
    for (const { stolen: row, plain } of openAll(candidate, stolen))
      for (const other of seen.get(toHex(plain)) ?? [])
        if (other.row !== row) pairs.add([other.digits, candidate.digits].sort().join());
  return [...pairs];
}

/** Every key under the PIN that was ever written, once each. */
export function hiddenSecrets({ writes }: Recording): HiddenSecret[] {
  const found = new Map<string, HiddenSecret>();
  for (const { store, value } of writes) {
    const secret = store === 'accounts' ? otherSecret(value) : undefined;
    if (secret) found.set(nameOf(secret), secret);
  }
  return [...found.values()];
}

function otherSecret(row: unknown): HiddenSecret | undefined {
  return (row as { readonly kind?: string }).kind === 'oath'
    ? (row as { readonly secret?: HiddenSecret }).secret
    : undefined;
}

/** All that is stored of it, a nonce too. */
function nameOf(secret: HiddenSecret): string {
  return Object.entries(secret)
    .map(([field, value]: [string, unknown]) => `${field} ${String(value)}`)
    .sort()
    .join();
}

function openAll(
  { rawRoot }: Candidate,
  stolen: readonly HiddenSecret[],
  read: OtherReader = openSecret,
): Opened[] {
  const key = otherKeyOf(rawRoot);
  return stolen.map((each) => ({ stolen: each, plain: read(key, each) }));
}

/** Even bytes are words of 16 letters once in 10^11. */
function isWords(plain: Uint8Array): boolean {
  return classOf(plain) !== 2 && /^[a-z ]+$/i.test(Buffer.from(plain).toString('latin1'));
}

function fits({ stolen, plain }: Opened): boolean {
  return classOf(plain) === stolen.class && plain.length === stolen.bytes.length;
}

/** What a careless writer might have left of the keys, anywhere. */
function traces({ rawRoot }: Candidate, opened: readonly Opened[]): Uint8Array[] {
  const other = otherKeyOf(rawRoot);
  const found: Uint8Array[] = [other];
  for (const { plain, stolen } of opened) {
    const bytes = Buffer.from(plain);
    found.push(plain, Buffer.from(bytes.toString('hex')), Buffer.from(bytes.toString('base64')));
    found.push(Buffer.from(toBase32(plain)));
    for (const name of HASHES) found.push(hash(name, plain, 'buffer'));
    for (const key of [other, rawRoot])
      for (const data of [plain, stolen.bytes]) found.push(hmac(key, data));
    for (const data of [stolen.bytes, new Uint8Array(0)]) found.push(hmac(plain, data));
  }
  return found;
}
