/** Checks entries, and puts each key where it lies (docs/vault.md, "Stores", rule 14). */
import {
  isOathNumber,
  isOathPolicy,
  MAX_ACCOUNT_TEXT,
  MAX_OWN_NAME,
  MAX_SECRET_BYTES,
} from '../core/codec/oath-bounds.ts';
import { isShowable } from '../core/codec/validators.ts';
import { TesseraError } from '../core/errors.ts';
import type { OcraSuite } from '../protocol/ocra.ts';
import { ocra2Suite } from '../protocol/ocra.ts';
import type { Candidate, Unfit } from './oath-plan.ts';
import { algorithmOf, keepSecret, wipeKept } from './oath-secrets.ts';
import type { WaitingOath } from './oath-types.ts';

/** An account that is to be sealed. */
export interface NewOath extends Omit<WaitingOath, 'shown' | 'pendingId'> {
  readonly ownName?: string;
  readonly addedAt?: number;
}

/**
 * Makes candidates of accounts, in their order; the caller calls `wipeCandidates`.
 * @param now seconds since 1970, for those that have no time
 */
export function toCandidates(
  key: CryptoKey,
  accounts: readonly NewOath[],
  now: number,
): Promise<readonly (Candidate | Unfit)[]> {
  return Promise.all(accounts.map((account) => toCandidate(key, account, now)));
}

/** Overwrites the keys that are not under the PIN. */
export function wipeCandidates(candidates: readonly (Candidate | Unfit)[]): void {
  for (const candidate of candidates) if ('secret' in candidate) wipeKept(candidate.secret);
}

async function toCandidate(
  key: CryptoKey,
  account: NewOath,
  now: number,
): Promise<Candidate | Unfit> {
  const { type, issuer, label, ownName, serial, otp, ocraSuite, addedAt = now } = account;
  const { counter = 0 } = account;
  if (!isSealable(account)) return { why: 'range' };
  try {
    return {
      type,
      issuer,
      label,
      addedAt,
      secret: await keepSecret(key, account.secret, algorithmOf(account)),
      ...(ownName && { ownName }),
      ...(serial && { serial }),
      ...(otp && { otp }),
      ...(ocraSuite !== undefined && { ocraSuite }),
      ...(countsCodes(account) && { counter }),
    };
  } catch (thrown) {
    if (thrown instanceof TesseraError && thrown.code === 'WEAK_KEY') return { why: 'weak' };
    throw thrown;
  }
}

function isSealable(account: NewOath): boolean {
  const { type, issuer, label, ownName, serial, secret, otp, counter, addedAt } = account;
  return (
    isShowable(issuer, 0, MAX_ACCOUNT_TEXT) &&
    isShowable(label, 0, MAX_ACCOUNT_TEXT) &&
    (ownName === undefined || isShowable(ownName, 0, MAX_OWN_NAME)) &&
    (serial === undefined || isShowable(serial, 0, MAX_OWN_NAME)) &&
    secret.length <= MAX_SECRET_BYTES &&
    isOathNumber(counter ?? 0) &&
    isOathNumber(addedAt ?? 0) &&
    (type === 'ocra2'
      ? otp === undefined && suiteOf(account) !== undefined
      : account.ocraSuite === undefined && otp !== undefined && isOathPolicy(type, otp))
  );
}

function countsCodes(account: NewOath): boolean {
  return account.type === 'hotp' || suiteOf(account)?.counter === true;
}

/** Returns the suite of an account of type `ocra2`. */
function suiteOf({ ocraSuite }: NewOath): OcraSuite | undefined {
  if (ocraSuite === undefined) return undefined;
  try {
    return ocra2Suite(ocraSuite);
  } catch {
    return undefined;
  }
}
