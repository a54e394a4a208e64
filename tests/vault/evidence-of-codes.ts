/** Evidence of codes: a stored code of a known time singles the PIN out. */
import { createHmac } from 'node:crypto';

import { decodeCbor, isCborMap } from '../../src/core/codec/cbor.ts';
import type { HashName, Hmac } from '../../src/protocol/hmac.ts';
import { hashOf } from '../../src/protocol/hmac.ts';
import { responseSuite } from '../../src/protocol/ocra.ts';
import { responseCode } from '../../src/protocol/request.ts';
import { timeStep, totp } from '../../src/protocol/totp.ts';
import type { Profile } from '../../src/vault/account-profile.ts';
import type { KnownProfile } from './evidence-of-messages.ts';
import type { SearchIndex } from './recorded-storage.ts';

/** Messages of requests, as they lie in opened `requests` rows. */
export function keptRequests({ pieces }: SearchIndex): Uint8Array[] {
  const found = new Map<string, Uint8Array>();
  for (const { bytes, opened } of pieces) {
    const value = opened ? decodeCbor(bytes) : undefined;
    const message = isCborMap(value) ? value.get(3) : undefined;
    if (message instanceof Uint8Array) found.set(message.join(), message.slice());
  }
  return [...found.values()];
}

/**
 * A policy of one-time passwords or response codes, and the runs of digits that could be such
 * codes.
 */
export interface CodeSearch {
  readonly profile: Profile;
  /** By time step. */
  readonly passwords: ReadonlyMap<number, ReadonlySet<string>>;
  readonly responses: ReadonlySet<string>;
}

export function codeSearches(index: SearchIndex, profiles: readonly KnownProfile[]): CodeSearch[] {
  const explained = activationCodes(index);
  const runs = (length: number) =>
    index.digits(length).filter(({ digits }) => !explained.has(digits));
  const policies = new Map(
    profiles.map(({ profile }) => [JSON.stringify([profile.otp, profile.ocraSuite]), profile]),
  );
  return [...policies.values()].map((profile) => {
    const passwords = new Map<number, Set<string>>();
    for (const { digits, at } of runs(profile.otp.digits)) {
      const now = timeStep(profile.otp, Math.floor(at / 1000));
      for (const step of [now - 1, now, now + 1])
        passwords.set(step, (passwords.get(step) ?? new Set()).add(digits));
    }
    const { digits } = responseSuite(profile.ocraSuite);
    const responses = new Set(runs(digits).map((token) => token.digits));
    return { profile, passwords, responses };
  });
}

/**
 * Activation codes come from a key of their own: the thief knows what they are, and that they tell
 * nothing.
 */
function activationCodes({ pieces }: SearchIndex): Set<string> {
  const codes = pieces.flatMap(({ bytes, opened }) => {
    const value = opened ? decodeCbor(bytes) : undefined;
    const code = isCborMap(value) ? value.get(4) : undefined;
    return typeof code === 'string' ? [code] : [];
  });
  return new Set(codes);
}

/**
 * Whether a code that these secrets give at the time of a write, or for a kept request, was
 * written.
 */
export async function showsCode(
  plain: Uint8Array,
  searches: readonly CodeSearch[],
  requests: readonly Uint8Array[],
): Promise<boolean> {
  for (const { profile, passwords, responses } of searches) {
    const { otp, ocraSuite } = profile;
    const password = nodeHmac(hashOf(otp.algorithm), plain.subarray(0, 32));
    for (const [step, written] of passwords)
      if (written.has(await totp(password, otp, step * otp.period))) return true;
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
