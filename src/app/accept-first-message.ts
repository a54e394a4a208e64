/** From a first image to a device code: verified, told apart from what is pending, and kept (docs/protocol.md §2, §3). */
import { equal, toHex } from '../core/codec/bytes.ts';
import type { Account } from '../core/account.ts';
import type { ActivationEvent, PendingView, Purpose } from '../core/activation/types.ts';
import { TesseraError } from '../core/errors.ts';
import { firstMessageAge } from '../protocol/clock.ts';
import { createDeviceCode, deviceCode, formatDeviceCode } from '../protocol/device-code.ts';
import { readFirstMessage, type ReadFirstMessage } from '../protocol/first-message.ts';
import type { Pending } from '../vault/pending-activation.ts';
import type { Vault } from '../vault/vault.ts';
import type { HandleTable } from './handle-table.ts';

export interface FirstMessageContext {
  readonly vault: Vault;
  readonly candidates: HandleTable<Uint8Array>;
  /** Compressed P-256 points, hex; empty trusts every issuer as claimed. */
  readonly trustedKeys: readonly string[];
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

/** Looks at a scanned first message: the one that is pending again, another one, or the first. */
export async function readFirst(
  context: FirstMessageContext,
  message: Uint8Array,
  purpose: Purpose,
): Promise<ActivationEvent> {
  const read = await readTrusted(context, message);
  const { accounts, pending } = await context.vault.snapshot();
  refuseForeign(read, purpose, accounts);
  if (pending && equal(pending.firstMessage, message))
    return { type: 'first-accepted', pending: await pendingView(context, pending) };
  if (pending)
    return {
      type: 'other-pending-found',
      candidate: context.candidates.keep(message),
      pending: await pendingView(context, pending),
    };
  return keepFirst(context, message);
}

/** Draws a device code for a first message and keeps both; a pending activation gives way. */
export async function keepFirst(
  context: FirstMessageContext,
  message: Uint8Array,
): Promise<ActivationEvent> {
  const { message: first, h1 } = await readTrusted(context, message);
  const { c9 } = await createDeviceCode(first.secret, h1);
  const pending = await context.vault.keepPending(message, c9);
  return { type: 'first-accepted', pending: await pendingView(context, pending) };
}

/** What may be shown of a pending activation; its device code is made from what was kept. */
export async function pendingView(
  context: FirstMessageContext,
  pending: Pending,
): Promise<PendingView> {
  const { message: first, h1 } = await readTrusted(context, pending.firstMessage);
  const { age, minutes } = firstMessageAge(first, Math.floor(pending.createdAt / 1000));
  return {
    id: pending.id,
    issuerName: first.issuerName,
    issuerVerified: isVerified(context, first.issuerKey),
    label: first.label ?? '',
    deviceCode: formatDeviceCode(await deviceCode(first.secret, h1, pending.c9)),
    deadline: pending.createdAt + (first.expiresAt - first.issuedAt) * 1000,
    ...(age !== 'current' && { clockMinutes: age === 'late' ? minutes : -minutes }),
  };
}

/** Whether the issuer's key is one that the configuration names. */
export function isVerified({ trustedKeys }: FirstMessageContext, issuerKey: Uint8Array): boolean {
  return trustedKeys.includes(toHex(issuerKey));
}

async function readTrusted(
  context: FirstMessageContext,
  message: Uint8Array,
): Promise<ReadFirstMessage> {
  const read = await readFirstMessage(message);
  if (context.trustedKeys.length > 0 && !isVerified(context, read.message.issuerKey))
    throw new TesseraError('ISSUER_NOT_TRUSTED');
  return read;
}

/** A code that was used already, or, where one account is to be activated again, a code for another one. */
function refuseForeign(
  { message: first }: ReadFirstMessage,
  purpose: Purpose,
  accounts: readonly Account[],
): void {
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
