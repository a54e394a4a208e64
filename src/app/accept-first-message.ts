/** From a first image to a device code: verified, compared, kept (docs/protocol.md §2, §3). */
import type { IssuerAccount } from '../core/account.ts';
import { issuerAccounts } from '../core/account.ts';
import type { PendingView, Purpose } from '../core/activation/step-parts.ts';
import type { ActivationEvent } from '../core/activation/types.ts';
import { equal, toHex } from '../core/codec/bytes.ts';
import { looksAlike } from '../core/codec/look-alike.ts';
import type { FirstMessage } from '../core/codec/messages.ts';
import type { MessageOf } from '../core/codec/parse-message.ts';
import { TesseraError } from '../core/errors.ts';
import { firstMessageAge, wholeSeconds } from '../protocol/clock.ts';
import { createDeviceCode, deviceCode, formatDeviceCode } from '../protocol/device-code.ts';
import type { VerifiedFirstMessage } from '../protocol/first-message.ts';
import { verifyFirstMessage } from '../protocol/first-message.ts';
import type { StoredActivation } from '../vault/pending-activation.ts';
import type { Vault } from '../vault/types.ts';
import type { HandleTable } from './handle-table.ts';
import type { KeptFirstMessage } from './kept-first-message.ts';
import type { TrustedIssuer } from './trusted-issuers.ts';
import { isSameIssuer, isTrustedKey } from './trusted-issuers.ts';

export interface FirstMessageContext {
  readonly vault: Vault;
  readonly candidates: HandleTable<VerifiedFirstMessage>;
  readonly kept: KeptFirstMessage;
  /** Empty: every issuer is accepted, its name shown as claimed. */
  readonly trustedIssuers: readonly TrustedIssuer[];
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

/** Verifies a scanned first message, and tells whether it is pending already, or another one is. */
export async function readFirst(
  context: FirstMessageContext,
  message: MessageOf<'first'>,
  purpose: Purpose,
): Promise<ActivationEvent> {
  const first = requireTrusted(context, await verifyFirstMessage(message));
  const { accounts: all, pending, enrolling } = await context.vault.snapshot();
  const accounts = issuerAccounts(all);
  if (accounts.some(({ id }) => id === toHex(first.fields.activationId)))
    throw new TesseraError('CODE_USED');
  if (isForeign(context, first.fields, accountOf(purpose, accounts)))
    throw new TesseraError('REPLACES_MISMATCH');
  if (enrolling) return { type: 'other-pending-found', candidate: context.candidates.keep(first) };
  if (!pending) return keepFirst(context, first);
  if (!equal(pending.firstMessage, first.bytes))
    return {
      type: 'other-pending-found',
      candidate: context.candidates.keep(first),
      pending: await pendingView(context, pending),
    };
  context.kept.remember(first);
  return { type: 'first-accepted', pending: await pendingView(context, pending) };
}

/** Draws a device code for a first message and keeps both; a pending activation gives way. */
export async function keepFirst(
  context: FirstMessageContext,
  first: VerifiedFirstMessage,
): Promise<ActivationEvent> {
  const { c9 } = await createDeviceCode(first.fields.secret, first.hash);
  const pending = await context.vault.keepPending(first, c9);
  context.kept.remember(first);
  return { type: 'first-accepted', pending: await pendingView(context, pending) };
}

/** What may be shown of a pending activation; its device code is made from what was kept. */
export async function pendingView(
  context: FirstMessageContext,
  pending: StoredActivation,
): Promise<PendingView> {
  const { fields, hash } = requireTrusted(context, await context.kept.of(pending));
  const { age, minutes } = firstMessageAge(fields, wholeSeconds(pending.createdAt));
  const accounts = issuerAccounts((await context.vault.snapshot()).accounts);
  const lookAlike = knownLookAlike(context, fields, accounts);
  return {
    id: pending.id,
    issuerName: fields.issuerName,
    issuerVerified: isVerified(context, fields.issuerKey),
    ...(lookAlike !== undefined && { lookAlike }),
    ...(joinsOthers(context, fields, accounts) && { joinsOthers: true }),
    label: fields.label ?? '',
    deviceCode: formatDeviceCode(await deviceCode(fields.secret, hash, pending.c9)),
    deadline: pending.createdAt + (fields.expiresAt - fields.issuedAt) * 1000,
    ...(age !== 'current' && {
      clockMinutes: age === 'late' ? minutes : -minutes,
      madeAt: fields.issuedAt * 1000,
    }),
  };
}

/** Returns true if the issuer's key is one that the configuration trusts. */
export function isVerified(
  { trustedIssuers }: FirstMessageContext,
  issuerKey: Uint8Array,
): boolean {
  return isTrustedKey(trustedIssuers, toHex(issuerKey));
}

/** Returns true for an unverified issuer that is new here, beside accounts of others. */
function joinsOthers(
  context: FirstMessageContext,
  { issuerKey }: FirstMessage,
  accounts: readonly IssuerAccount[],
): boolean {
  const key = toHex(issuerKey);
  const isNew = accounts.every((account) => account.issuerKey !== key);
  return accounts.length > 0 && isNew && !isVerified(context, issuerKey);
}

/**
 * The name of an issuer with another key that this one could be taken for; none if its own key is
 * known by such a name, or if the configuration trusts both or names both as one issuer's.
 */
function knownLookAlike(
  { trustedIssuers }: FirstMessageContext,
  { issuerName, issuerKey }: FirstMessage,
  accounts: readonly IssuerAccount[],
): string | undefined {
  const key = toHex(issuerKey);
  const isNamed = (account: IssuerAccount): boolean => looksAlike(account.issuerName, issuerName);
  if (accounts.some((account) => account.issuerKey === key && isNamed(account))) return undefined;
  const isTrusted = (each: string): boolean => isTrustedKey(trustedIssuers, each);
  const known = accounts.filter(
    (account) =>
      !(isTrusted(key) && isTrusted(account.issuerKey)) &&
      !isSameIssuer(trustedIssuers, key, account.issuerKey),
  );
  return known.find(isNamed)?.issuerName;
}

/** @throws TesseraError ISSUER_NOT_TRUSTED unless the configuration trusts the issuer */
function requireTrusted(
  context: FirstMessageContext,
  first: VerifiedFirstMessage,
): VerifiedFirstMessage {
  if (context.trustedIssuers.length > 0 && !isVerified(context, first.fields.issuerKey))
    throw new TesseraError('ISSUER_NOT_TRUSTED');
  return first;
}

/** The one account that is to be activated again. */
function accountOf(
  purpose: Purpose,
  accounts: readonly IssuerAccount[],
): IssuerAccount | undefined {
  return purpose.kind === 'reactivate'
    ? accounts.find(({ id }) => id === purpose.account)
    : undefined;
}

/** Returns true if a code is for another account than the one that is to be activated again. */
function isForeign(
  { trustedIssuers }: FirstMessageContext,
  { issuerKey, replaces }: FirstMessage,
  account: IssuerAccount | undefined,
): boolean {
  if (!account) return false;
  const isIssuers = isSameIssuer(trustedIssuers, toHex(issuerKey), account.issuerKey);
  return !isIssuers || replaces !== account.serial;
}
