/** Offers to correct the clock of other servers' accounts by what a verified issuer said of it. */
import type { Account, IssuerAccount } from '../../core/account.ts';
import { isIssuerAccount } from '../../core/account.ts';

/** Seconds by which a clock may be off before it is worth a question. */
const UNNOTICED_SECONDS = 10;

export interface ClockOffer {
  /** Who says it. */
  readonly issuer: string;
  /** Seconds to add to this phone's clock; 0: it is right. */
  readonly seconds: number;
}

/**
 * Returns what a verified issuer's clock suggests, where that is another correction than the
 * present one. It is offered and never set by itself: one issuer would decide over all codes.
 */
export function clockOffer(accounts: readonly Account[]): ClockOffer | undefined {
  const present = accounts.find(({ kind }) => kind === 'oath')?.clockOffset;
  if (present === undefined) return undefined;
  const issuer = accounts.filter(isIssuerAccount).find((each) => isNews(each, present));
  return issuer && { issuer: issuer.issuerName, seconds: correctionOf(issuer) };
}

function isNews(account: IssuerAccount, present: number): boolean {
  return account.issuerVerified && Math.abs(correctionOf(account) - present) > UNNOTICED_SECONDS;
}

function correctionOf({ clockOffset }: IssuerAccount): number {
  return Math.abs(clockOffset) > UNNOTICED_SECONDS ? clockOffset : 0;
}
