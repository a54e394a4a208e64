/** From a second image to what will be sealed: opened, checked, timed (docs/protocol.md §5, §6). */
import type { IssuerAccount } from '../core/account.ts';
import { issuerAccounts } from '../core/account.ts';
import type { Clocks } from '../core/activation/step-parts.ts';
import { toHex } from '../core/codec/bytes.ts';
import type { MessageOf } from '../core/codec/parse-message.ts';
import { TesseraError } from '../core/errors.ts';
import { activationCode } from '../protocol/activation-code.ts';
import { clockOffset, wholeSeconds } from '../protocol/clock.ts';
import type { AccountIdentity } from '../protocol/second-message.ts';
import { checkReplaces, openSecondMessage } from '../protocol/second-message.ts';
import type { NewAccount } from '../vault/types.ts';
import type { FirstMessageContext } from './accept-first-message.ts';
import { isVerified } from './accept-first-message.ts';
import { isSameIssuer } from './trusted-issuers.ts';

/** What a second message brought, not yet sealed. */
export interface Opening {
  readonly account: NewAccount;
  /** The phone's clock is past the activation's end: it may be wrong (docs/protocol.md §5). */
  readonly clocks?: Clocks;
}

/** Opens the answer to the pending activation. Slow: it derives the keys. */
export async function openSecond(
  context: FirstMessageContext,
  message: MessageOf<'second'>,
): Promise<Opening> {
  const { pending, accounts } = await context.vault.snapshot();
  if (!pending) throw new TesseraError('UNKNOWN_ACTIVATION');
  const { fields: first, hash: h1 } = await context.kept.of(pending);
  const { message: second, keys } = await openSecondMessage(message, { first, h1, c9: pending.c9 });
  try {
    const active = issuerAccounts(accounts).filter(({ state }) => state === 'active');
    const replaces =
      checkReplaces(first, second, active) ??
      sameIdentity(context, active, { issuerKey: toHex(first.issuerKey), serial: second.serial });
    // An older instance must never take the place of a newer one (docs/protocol.md §5, key 11).
    if (replaces && second.sequence <= replaces.sequence)
      throw new TesseraError('REPLACES_MISMATCH');
    const now = context.now();
    const phone = wholeSeconds(now);
    const { offset, warn } = clockOffset({
      issuedAt: second.time,
      expiresAt: first.expiresAt,
      phone,
    });
    const account: NewAccount = {
      // A copy of the secret: it is overwritten with the account; the code may be scanned again.
      first: { ...first, secret: first.secret.slice() },
      second,
      keys,
      activationCode: await activationCode(keys.confirm, h1, message.bytes),
      issuerVerified: isVerified(context, first.issuerKey),
      clockOffset: offset,
      ...(replaces && { replaces: replaces.id }),
    };
    return { account, ...(warn && { clocks: { phone: now, page: first.expiresAt * 1000 } }) };
  } catch (thrown) {
    wipeKeys({ keys });
    throw thrown;
  }
}

/**
 * Returns the account of the same issuer and serial, even if the first image names none; the newest
 * where an issuer's keys have left two.
 */
function sameIdentity(
  { trustedIssuers }: FirstMessageContext,
  active: readonly IssuerAccount[],
  { issuerKey, serial }: AccountIdentity,
): IssuerAccount | undefined {
  return active
    .filter((account) => account.serial === serial)
    .filter((account) => isSameIssuer(trustedIssuers, account.issuerKey, issuerKey))
    .sort((one, other) => other.sequence - one.sequence)[0];
}

/** Overwrites the keys of an activation that is not going to be sealed. */
export function wipeNewAccount(account: NewAccount): void {
  wipeKeys(account);
  account.first.secret.fill(0);
}

function wipeKeys({ keys }: Pick<NewAccount, 'keys'>): void {
  for (const bytes of [keys.confirm, keys.otp, keys.sign, keys.channel, keys.service])
    bytes.fill(0);
}
