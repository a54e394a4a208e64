/** Evidence that singles a PIN out among those that pass the check. */
import { hash } from 'node:crypto';

import { concat, equal } from '../../src/core/codec/bytes.ts';
import type { Secret } from '../../src/vault/schema.ts';
import { codeSearches, keptRequests, showsCode } from './evidence-of-codes.ts';
import { keysFromMessages, knownProfiles, openedMessages } from './evidence-of-messages.ts';
import type { OtherReader } from './evidence-of-others.ts';
import { evidenceOfOthers } from './evidence-of-others.ts';
import { writtenPictures } from './evidence-of-pictures.ts';
import type { Recording, SearchIndex } from './recorded-storage.ts';
import type { Candidate } from './thief.ts';
import { accountKeyOf, decryptSecret, derive, hmac, openGcm, pictureOf } from './thief-program.ts';

export interface Evidence {
  readonly what: string;
  /** The PINs that it singles out. */
  readonly pins: readonly string[];
}

/** A ciphertext of an account's secrets, as it was once written. */
interface Stolen {
  readonly id: string;
  readonly secret: Secret;
  readonly row: object;
}

/** What one PIN makes of one ciphertext. */
interface Opened {
  readonly accountKey: Uint8Array;
  readonly plain: Uint8Array;
  /** What a careless writer might have left of it. */
  readonly tags: readonly Uint8Array[];
}

/** One ciphertext, decrypted under one PIN. */
interface Decryption extends Opened {
  readonly stolen: Stolen;
}

/** Kept as long as the PIN's candidate: one life is weighed many times, with a little more each. */
const openedBy = new WeakMap<Candidate, Map<Secret, Opened>>();

export async function gatherEvidence(
  index: SearchIndex,
  recording: Recording,
  candidates: readonly Candidate[],
  readOther?: OtherReader,
): Promise<Evidence[]> {
  const stolen = ciphertexts(recording);
  const profiles = knownProfiles(index);
  const messages = await openedMessages(index);
  const known = await keysFromMessages(index, messages, profiles);
  const requests = keptRequests(index);
  const searches = codeSearches(index, profiles);
  const pictures = writtenPictures(recording, index.rows);
  const ofOthers = evidenceOfOthers(index, recording, candidates, readOther);
  const noted = new Map<string, string[]>();
  function note(what: string, digits: string): void {
    noted.set(what, [...(noted.get(what) ?? []), digits]);
  }
  for (const candidate of candidates) {
    if (pictures.has(pictureOf(candidate.rawRoot))) note('the picture', candidate.digits);
    const decryptions = stolen.map((each) => decryptWith(candidate, each));
    if (sameTwice(decryptions)) note('one secret, encrypted twice', candidate.digits);
    if (tags(candidate, decryptions).some((tag) => index.contains(tag)))
      note('a tag, a hash or a key', candidate.digits);
    if (decryptions.some((decryption) => authenticates(decryption)))
      note('an authenticated ciphertext', candidate.digits);
    if (decryptions.some(({ plain }) => known.some((key) => equal(key, plain))))
      note('the second message', candidate.digits);
    for (const { plain } of decryptions) {
      if (await showsCode(plain, searches, requests)) note('a code', candidate.digits);
    }
  }
  return [...noted, ...ofOthers].map(([what, pins]) => ({ what, pins }));
}

/** Every ciphertext of account secrets that was ever written, once each. */
export function ciphertexts({ writes }: Recording): Stolen[] {
  const found = new Map<string, Stolen>();
  for (const { store, key, value } of writes) {
    if (store !== 'accounts' || 'kind' in (value as object)) continue;
    const row = value as { readonly secret: Secret };
    const name = `${key} ${row.secret.counter.join()} ${row.secret.bytes.join()}`;
    found.set(`${name} ${Object.keys(row).join()}`, { id: key, secret: row.secret, row });
  }
  return [...found.values()];
}

function decryptWith(candidate: Candidate, stolen: Stolen): Decryption {
  const known = openedBy.get(candidate) ?? new Map<Secret, Opened>();
  openedBy.set(candidate, known);
  const opened = known.get(stolen.secret) ?? open(candidate, stolen);
  known.set(stolen.secret, opened);
  return { stolen, ...opened };
}

function open(candidate: Candidate, { id, secret }: Stolen): Opened {
  const accountKey = accountKeyOf(candidate.rawRoot, id);
  const plain = decryptSecret(accountKey, secret);
  const secrets = [plain, plain.subarray(0, 32), plain.subarray(32), accountKey];
  const messages = [plain, secret.bytes, concat(secret.counter, secret.bytes), new Uint8Array(0)];
  const keyed = [accountKey, candidate.rawRoot, plain, candidate.base].flatMap((key) =>
    messages.map((data) => hmac(key, data)),
  );
  return { accountKey, plain, tags: [...secrets, ...hashes(secrets), ...keyed] };
}

function hashes(secrets: readonly Uint8Array[]): Uint8Array[] {
  return secrets.flatMap((data) =>
    ['sha1', 'sha256', 'sha512', 'md5'].map((name) => hash(name, data, 'buffer')),
  );
}

/** Two different ciphertexts that hold the same 32 bytes. */
function sameTwice(decryptions: readonly Decryption[]): boolean {
  const seen = new Map<string, string>();
  for (const { plain, stolen } of decryptions) {
    const written = `${stolen.id} ${stolen.secret.counter.join()} ${stolen.secret.bytes.join()}`;
    for (const half of [plain.subarray(0, 32), plain.subarray(32)]) {
      const other = seen.get(half.join());
      if (other !== undefined && other !== written) return true;
      seen.set(half.join(), written);
    }
  }
  return false;
}

/** What a careless writer might have left beside the ciphertext, or anywhere. */
function tags(
  { digits, base, rawRoot }: Candidate,
  decryptions: readonly Decryption[],
): Uint8Array[] {
  const low = [new TextEncoder().encode(digits), base];
  const derived = ['check', 'picture', 'biometric'].map((name) =>
    derive(rawRoot, `tessera/vault/v1/${name}`),
  );
  const own = [rawRoot, ...hashes([...low, rawRoot]), ...derived];
  return [...own, ...decryptions.flatMap((each) => each.tags)];
}

/** Whether any byte string of the row is AES-GCM under the account key, any other one its iv. */
function authenticates({ stolen, accountKey }: Decryption): boolean {
  const pieces = [...Object.values(stolen.row), ...Object.values(stolen.secret)].filter(
    (piece): piece is Uint8Array => piece instanceof Uint8Array,
  );
  return pieces.some((sealed) =>
    pieces.some(
      (iv) =>
        iv !== sealed &&
        iv.length <= 16 &&
        sealed.length > 16 &&
        openGcm(accountKey, iv, sealed) !== undefined,
    ),
  );
}
