/** From a second image to what is to be sealed: opened, checked against the accounts held here, and timed (docs/protocol.md §5, §6). */
import { toHex } from '../core/bytes.ts';
import type { Account } from '../core/account.ts';
import { TesseraError } from '../core/errors.ts';
import { activationCode } from '../protocol/activation-code.ts';
import { clockOffset } from '../protocol/clock.ts';
import { readFirstMessage } from '../protocol/first-message.ts';
import { checkReplaces, readSecondMessage } from '../protocol/second-message.ts';
import type { NewAccount } from '../vault/vault.ts';
import { isVerified, type FirstMessageContext } from './first-message.ts';

/** Opens the answer to the pending activation. Slow: it derives the keys. */
export async function openSecond(
  context: FirstMessageContext,
  message: Uint8Array,
): Promise<NewAccount> {
  const { pending, accounts } = await context.vault.snapshot();
  if (!pending) throw new TesseraError('UNKNOWN_ACTIVATION');
  const { message: first, h1 } = await readFirstMessage(pending.firstMessage);
  const { message: second, keys } = await readSecondMessage(message, { first, h1, c9: pending.c9 });
  const held = accounts.filter(({ state }) => state === 'active');
  const replaces =
    checkReplaces(first, second, held) ?? sameIdentity(held, toHex(first.issuerKey), second.serial);
  // An older instance must never take the place of a newer one (docs/protocol.md §5, key 11).
  if (replaces && second.sequence <= replaces.sequence) throw new TesseraError('REPLACES_MISMATCH');
  const phone = Math.floor(context.now() / 1000);
  const { offset } = clockOffset({ issuedAt: second.time, expiresAt: first.expiresAt, phone });
  const code = await activationCode(keys.confirm, h1, message);
  keys.confirm.fill(0);
  return {
    first,
    second,
    keys,
    activationCode: code,
    issuerVerified: isVerified(context, first.issuerKey),
    clockOffset: offset,
    ...(replaces && { replaces: replaces.id }),
  };
}

/** An account is its issuer's key and its serial number, whether or not the first image said that it replaces one. */
function sameIdentity(
  held: readonly Account[],
  issuerKey: string,
  serial: string,
): Account | undefined {
  return held.find((account) => account.issuerKey === issuerKey && account.serial === serial);
}

/** Overwrites the keys of an activation that is not going to be sealed. */
export function wipeNewAccount({ keys, first }: NewAccount): void {
  for (const bytes of [keys.confirm, keys.otp, keys.sign, keys.channel, keys.service, first.secret])
    bytes.fill(0);
}
