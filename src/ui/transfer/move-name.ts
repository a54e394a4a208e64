/** What an account is called in a move's lists: its issuer and its name, whichever there is. */
import type { Account } from '../../core/account.ts';

export function moveName({ issuerName, label, ownName }: Account): string {
  const name = ownName ?? label;
  const parts = [issuerName, name === issuerName ? '' : name];
  return parts.filter((part) => part !== '').join(' · ');
}
