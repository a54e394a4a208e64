/** What could single a PIN out among those that pass the check: a secret seen twice, a tag, a code, a key, the second message. */
import { createDecipheriv, createHash, createHmac, hkdfSync, pbkdf2Sync } from 'node:crypto';
import { concat, equal, fromHex } from '../../src/core/bytes.ts';
import { decodeCbor, isCborMap } from '../../src/core/cbor.ts';
import { readText } from '../../src/core/carriers.ts';
import { readFirstMessage } from '../../src/protocol/first-message.ts';
import { type HashName, type Hmac, hashOf } from '../../src/protocol/hmac.ts';
import { responseSuite } from '../../src/protocol/ocra.ts';
import { responseCode } from '../../src/protocol/request.ts';
import { readSecondMessage } from '../../src/protocol/second-message.ts';
import { timeStep, totp } from '../../src/protocol/totp.ts';
import { type Profile, decodeOpenKeys, decodeProfile } from '../../src/vault/profile.ts';
import type { Secret } from '../../src/vault/rows.ts';
import { decryptSecret } from '../../src/vault/secrets.ts';
import type { Haystack, Loot } from './loot.ts';
import type { Candidate } from './thief.ts';

export interface Evidence {
  readonly what: string;
  /** The PINs that it speaks for. */
  readonly pins: readonly string[];
}

/** A ciphertext of an account's secrets, as it was once written. */
interface Stolen {
  readonly id: string;
  readonly secret: Secret;
  readonly row: object;
}

/** What one PIN makes of one ciphertext. */
export interface Witness {
  readonly stolen: Stolen;
  readonly accountKey: Uint8Array;
  readonly plain: Uint8Array;
}

export async function gatherEvidence(
  straw: Haystack,
  loot: Loot,
  candidates: readonly Candidate[],
): Promise<Evidence[]> {
  const stolen = ciphertexts(loot);
  const profiles = knownProfiles(straw);
  const messages = await openedMessages(straw);
  const known = await keysFromMessages(straw, messages, profiles);
  const requests = keptRequests(straw);
  const searches = codeSearches(straw, profiles);
  const spoken = new Map<string, string[]>();
  const speak = (what: string, digits: string): void => {
    spoken.set(what, [...(spoken.get(what) ?? []), digits]);
  };
  for (const candidate of candidates) {
    const witnesses = await Promise.all(stolen.map((each) => witnessOf(candidate, each)));
    if (sameTwice(witnesses)) speak('one secret, encrypted twice', candidate.digits);
    if (tags(candidate, witnesses).some((tag) => straw.contains(tag)))
      speak('a tag, a hash or a key', candidate.digits);
    if (witnesses.some((witness) => authenticates(witness)))
      speak('an authenticated ciphertext', candidate.digits);
    if (witnesses.some(({ plain }) => known.some((key) => equal(key, plain))))
      speak('the second message', candidate.digits);
    for (const witness of witnesses) {
      if (await showsCode(witness, searches, requests)) speak('a code', candidate.digits);
    }
  }
  return [...spoken].map(([what, pins]) => ({ what, pins }));
}

/** Every ciphertext of account secrets that was ever written, once each. */
function ciphertexts({ writes }: Loot): Stolen[] {
  const found = new Map<string, Stolen>();
  for (const { store, key, value } of writes) {
    if (store !== 'accounts') continue;
    const row = value as { readonly secret: Secret };
    const name = `${key} ${row.secret.counter.join()} ${row.secret.bytes.join()}`;
    found.set(`${name} ${Object.keys(row).join()}`, { id: key, secret: row.secret, row });
  }
  return [...found.values()];
}

async function witnessOf(candidate: Candidate, stolen: Stolen): Promise<Witness> {
  const plain = await decryptSecret(candidate.root, stolen.id, stolen.secret);
  const info = 'tessera/vault/v1/account';
  const raw = hkdfSync('sha256', candidate.rawRoot, fromHex(stolen.id), info, 32);
  return { stolen, plain, accountKey: new Uint8Array(raw) };
}

/** Two different ciphertexts that hold the same 32 bytes. */
function sameTwice(witnesses: readonly Witness[]): boolean {
  const seen = new Map<string, string>();
  for (const { plain, stolen } of witnesses) {
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
function tags({ digits, base, rawRoot }: Candidate, witnesses: readonly Witness[]): Uint8Array[] {
  const secrets = witnesses.flatMap(({ plain, accountKey }) => [
    plain,
    plain.subarray(0, 32),
    plain.subarray(32),
    accountKey,
  ]);
  const low = [new TextEncoder().encode(digits), base];
  const hashed = [...secrets, ...low, rawRoot].flatMap((data) =>
    ['sha1', 'sha256', 'sha512', 'md5'].map((name) => createHash(name).update(data).digest()),
  );
  const keyed = witnesses.flatMap(({ accountKey, plain, stolen }) => {
    const { counter, bytes } = stolen.secret;
    const messages = [plain, bytes, concat(counter, bytes), new Uint8Array(0)];
    return [accountKey, rawRoot, plain, base].flatMap((key) =>
      messages.map((data) => createHmac('sha256', key).update(data).digest()),
    );
  });
  const derived = ['check', 'picture', 'biometric'].map(
    (name) => new Uint8Array(hkdfSync('sha256', rawRoot, '', `tessera/vault/v1/${name}`, 32)),
  );
  return [...secrets, rawRoot, ...hashed, ...keyed, ...derived];
}

/** Whether any byte string of the row is AES-GCM under the account key, any other one its iv. */
function authenticates({ stolen, accountKey }: Witness): boolean {
  const pieces = [...Object.values(stolen.row), ...Object.values(stolen.secret)].filter(
    (piece): piece is Uint8Array => piece instanceof Uint8Array,
  );
  return pieces.some((sealed) =>
    pieces.some(
      (iv) =>
        iv !== sealed && iv.length <= 16 && sealed.length > 16 && opensGcm(accountKey, iv, sealed),
    ),
  );
}

function opensGcm(key: Uint8Array, iv: Uint8Array, sealed: Uint8Array): boolean {
  try {
    const aes = createDecipheriv('aes-256-gcm', key, iv);
    aes.setAuthTag(sealed.subarray(-16));
    aes.update(sealed.subarray(0, -16));
    aes.final();
    return true;
  } catch {
    return false;
  }
}

interface KnownProfile {
  readonly profile: Profile;
  readonly channel: Uint8Array;
}

function knownProfiles({ straws }: Haystack): KnownProfile[] {
  return straws.flatMap(({ bytes, opened }) => {
    try {
      const value = decodeCbor(bytes);
      return opened
        ? [{ profile: decodeProfile(value), channel: decodeOpenKeys(value).channel }]
        : [];
    } catch {
      return [];
    }
  });
}

interface OpenedFirst {
  readonly firstMessage: Uint8Array;
  readonly c9: Uint8Array;
}

/** First messages and device codes, from pending activations. */
async function openedMessages({ straws }: Haystack): Promise<OpenedFirst[]> {
  const found = new Map<string, OpenedFirst>();
  for (const { bytes, opened } of straws) {
    const value = opened ? decodeCbor(bytes) : undefined;
    if (!isCborMap(value)) continue;
    const [firstMessage, c9] = [value.get(1), value.get(2)];
    if (!(firstMessage instanceof Uint8Array) || !(c9 instanceof Uint8Array) || c9.length !== 9)
      continue;
    found.set(firstMessage.join(), { firstMessage: firstMessage.slice(), c9: c9.slice() });
  }
  return [...found.values()];
}

/** `otp ‖ sign`, where a second message or its nonce was kept: with the first message and the device code it gives all keys. */
async function keysFromMessages(
  straw: Haystack,
  messages: readonly OpenedFirst[],
  profiles: readonly KnownProfile[],
): Promise<Uint8Array[]> {
  const found: Uint8Array[] = [];
  for (const { firstMessage, c9 } of messages) {
    const { message: first, h1 } = await readFirstMessage(firstMessage);
    for (const kept of secondMessages(straw)) {
      const opened = await readSecondMessage(kept, { first, h1, c9 }).catch(() => undefined);
      if (opened) found.push(concat(opened.keys.otp, opened.keys.sign));
    }
    const stretched = pbkdf2Sync(c9, h1.subarray(0, 16), 262_144, 32, 'sha256');
    found.push(...keysFromNonces(straw, concat(first.secret, stretched), h1, profiles));
  }
  return found;
}

function secondMessages({ straws }: Haystack): Uint8Array[] {
  return straws.flatMap(({ bytes }) => {
    const texts = new TextDecoder().decode(bytes).match(/TES1[:.][\x20-\x7e]+/g) ?? [];
    const read = texts.flatMap((text) => {
      try {
        return [readText(text)];
      } catch {
        return [];
      }
    });
    return [...read, ...tagged(bytes)];
  });
}

/** Whatever begins like a COSE_Encrypt0, to each possible end. */
function tagged(bytes: Uint8Array): Uint8Array[] {
  const found: Uint8Array[] = [];
  for (let i = 0; i + 60 < bytes.length; i++) {
    if (bytes[i] !== 0xd0 || bytes[i + 1] !== 0x83) continue;
    for (let end = i + 60; end <= bytes.length; end++) found.push(bytes.slice(i, end));
  }
  return found;
}

/** Any 16 bytes may be N: the channel key that they lead to would stand in a profile. */
function keysFromNonces(
  { straws }: Haystack,
  inputKey: Uint8Array,
  h1: Uint8Array,
  profiles: readonly KnownProfile[],
): Uint8Array[] {
  const channels = new Set(profiles.map(({ channel }) => Buffer.from(channel).toString('hex')));
  const tried = new Set<string>();
  const found: Uint8Array[] = [];
  const derive = (salt: Uint8Array, name: string): Uint8Array =>
    new Uint8Array(hkdfSync('sha256', inputKey, salt, `tessera/v1/${name}`, 32));
  for (const { bytes } of straws) {
    for (let i = 0; i + 16 <= bytes.length; i++) {
      const nonce = bytes.subarray(i, i + 16);
      const name = Buffer.from(nonce).toString('latin1');
      if (tried.has(name)) continue;
      tried.add(name);
      const salt = createHash('sha256').update(h1).update(nonce).digest();
      if (channels.has(Buffer.from(derive(salt, 'channel')).toString('hex')))
        found.push(concat(derive(salt, 'otp'), derive(salt, 'sign')));
    }
  }
  return found;
}

/** Messages of requests, as they lie in opened `requests` rows. */
function keptRequests({ straws }: Haystack): Uint8Array[] {
  const found = new Map<string, Uint8Array>();
  for (const { bytes, opened } of straws) {
    const value = opened ? decodeCbor(bytes) : undefined;
    const message = isCborMap(value) ? value.get(3) : undefined;
    if (message instanceof Uint8Array) found.set(message.join(), message.slice());
  }
  return [...found.values()];
}

/** A policy of one-time passwords or response codes, and the runs of digits that could be such codes. */
interface CodeSearch {
  readonly profile: Profile;
  readonly passwords: ReadonlyMap<string, readonly number[]>;
  readonly responses: ReadonlySet<string>;
}

function codeSearches(straw: Haystack, profiles: readonly KnownProfile[]): CodeSearch[] {
  const explained = activationCodes(straw);
  const runs = (length: number) =>
    straw.digits(length).filter(({ digits }) => !explained.has(digits));
  const policies = new Map(
    profiles.map(({ profile }) => [JSON.stringify([profile.otp, profile.ocraSuite]), profile]),
  );
  return [...policies.values()].map((profile) => {
    const passwords = new Map<string, number[]>();
    for (const { digits, at } of runs(profile.otp.digits)) {
      const step = timeStep(profile.otp, Math.floor(at / 1000));
      passwords.set(digits, [...(passwords.get(digits) ?? []), step - 1, step, step + 1]);
    }
    const { digits } = responseSuite(profile.ocraSuite);
    const responses = new Set(runs(digits).map((token) => token.digits));
    return { profile, passwords, responses };
  });
}

/** Activation codes come from a key of their own: the thief knows what they are, and that they tell nothing. */
function activationCodes({ straws }: Haystack): Set<string> {
  const codes = straws.flatMap(({ bytes, opened }) => {
    const value = opened ? decodeCbor(bytes) : undefined;
    const code = isCborMap(value) ? value.get(4) : undefined;
    return typeof code === 'string' ? [code] : [];
  });
  return new Set(codes);
}

/** Whether a code that these secrets give at the time of a write, or for a kept request, was written. */
async function showsCode(
  { plain }: Witness,
  searches: readonly CodeSearch[],
  requests: readonly Uint8Array[],
): Promise<boolean> {
  for (const { profile, passwords, responses } of searches) {
    const { otp, ocraSuite } = profile;
    const password = nodeHmac(hashOf(otp.algorithm), plain.subarray(0, 32));
    for (const [digits, steps] of passwords) {
      for (const step of new Set(steps))
        if ((await totp(password, otp, step * otp.period)) === digits) return true;
    }
    const suite = responseSuite(ocraSuite);
    const response = nodeHmac(suite.hash, plain.subarray(32));
    if (responses.size === 0) continue;
    for (const message of requests)
      if (responses.has(await responseCode(response, suite, message))) return true;
  }
  return false;
}

function nodeHmac(hash: HashName, key: Uint8Array): Hmac {
  return async (data) => createHmac(hash.replace('-', ''), key).update(data).digest();
}
