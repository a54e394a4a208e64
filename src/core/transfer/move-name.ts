/** What an account is called in a move's lists: its issuer and its name, whichever there is. */
import type { Account } from '../account.ts';

/** One or both; empty for an account without either. */
export type MoveName = readonly string[];

export function moveName({ issuerName, label, ownName }: Account): MoveName {
  return nameParts(issuerName, ownName ?? label);
}

export function nameParts(issuer: string, name: string): MoveName {
  return [issuer, name === issuer ? '' : name].filter((part) => part !== '');
}
