/** From a first image to a device code: verified, compared, kept (docs/protocol.md §2, §3). */
import type { Account } from '../core/account.ts';
import type { ActivationEvent, PendingView, Purpose } from '../core/activation/types.ts';
import { equal, toHex } from '../core/codec/bytes.ts';
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
import { looksAlike } from './look-alike.ts';

export interface FirstMessageContext {
  readonly vault: Vault;
  readonly candidates: HandleTable<VerifiedFirstMessage>;
  readonly kept: KeptFirstMessage;
  /** Compressed P-256 points, hex; empty trusts every issuer as claimed. */
  readonly trustedKeys: readonly string[];
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
  const { accounts, pending } = await context.vault.snapshot();
  refuseForeign(first.fields, purpose, accounts);
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
  const { accounts } = await context.vault.snapshot();
  const lookAlike = knownLookAlike(context, fields, accounts);
  return {
    id: pending.id,
    issuerName: fields.issuerName,
    issuerVerified: isVerified(context, fields.issuerKey),
    ...(lookAlike !== undefined && { lookAlike }),
    label: fields.label ?? '',
    deviceCode: formatDeviceCode(await deviceCode(fields.secret, hash, pending.c9)),
    deadline: pending.createdAt + (fields.expiresAt - fields.issuedAt) * 1000,
    ...(age !== 'current' && {
      clockMinutes: age === 'late' ? minutes : -minutes,
      madeAt: fields.issuedAt * 1000,
    }),
  };
}

/** Returns true if the issuer's key is one that the configuration names. */
export function isVerified({ trustedKeys }: FirstMessageContext, issuerKey: Uint8Array): boolean {
  return trustedKeys.includes(toHex(issuerKey));
}

/**
 * The name of an issuer with another key that this one could be taken for; none if its own key is
 * known by such a name, or if the configuration trusts both.
 */
function knownLookAlike(
  context: FirstMessageContext,
  { issuerName, issuerKey }: FirstMessage,
  accounts: readonly Account[],
): string | undefined {
  const key = toHex(issuerKey);
  const isNamed = (account: Account): boolean => looksAlike(account.issuerName, issuerName);
  if (accounts.some((account) => account.issuerKey === key && isNamed(account))) return undefined;
  const isTrusted = (each: string): boolean => context.trustedKeys.includes(each);
  const known = accounts.filter((account) => !(isTrusted(key) && isTrusted(account.issuerKey)));
  return known.find(isNamed)?.issuerName;
}

/** @throws TesseraError ISSUER_NOT_TRUSTED unless the configuration trusts the issuer */
function requireTrusted(
  context: FirstMessageContext,
  first: VerifiedFirstMessage,
): VerifiedFirstMessage {
  if (context.trustedKeys.length > 0 && !isVerified(context, first.fields.issuerKey))
    throw new TesseraError('ISSUER_NOT_TRUSTED');
  return first;
}

/**
 * Refuses a code that was used already and, where one account is to be activated again, a code for
 * another one.
 */
function refuseForeign(first: FirstMessage, purpose: Purpose, accounts: readonly Account[]): void {
  if (accounts.some(({ id }) => id === toHex(first.activationId)))
    throw new TesseraError('CODE_USED');
  if (purpose.kind === 'activate') return;
  const account = accounts.find(({ id }) => id === purpose.account);
  if (
    account &&
    (first.replaces !== account.serial || toHex(first.issuerKey) !== account.issuerKey)
  )
    throw new TesseraError('REPLACES_MISMATCH');
}
