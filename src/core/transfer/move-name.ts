/** What an account is called in a move's lists: its issuer and its name, whichever there is. */
import type { Account } from '../account.ts';

export function moveName({ issuerName, label, ownName }: Account): string {
  return joinedName(issuerName, ownName ?? label);
}

export function joinedName(issuer: string, name: string): string {
  return [issuer, name === issuer ? '' : name].filter((part) => part !== '').join(' · ');
}
