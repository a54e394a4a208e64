/** `tessera-issuer keys create|list|revoke`: the API keys of a brand, on the machine itself. */
import type { Scope } from '../../issuer/rows/service-rows.ts';
import type { IssuerStore } from '../../issuer/store.ts';
import { keyEvent } from '../key-events.ts';
import type { KeyOptions } from '../keys.ts';
import { newKey, revokedKey } from '../keys.ts';
import { SCOPES } from '../schemas.ts';
import { untilWritten } from '../until-written.ts';
import { CommandError } from './command-error.ts';

const DAY_SECONDS = 86_400;
const PAGE = 500;

export interface TypedKeyOptions {
  readonly name: string;
  /** With commas between them. */
  readonly scopes: string;
  /** Days; empty: for ever. */
  readonly expires: string;
}

/** A key as it is to be, of what was typed. @throws CommandError */
export function readKeyOptions({ name, scopes, expires }: TypedKeyOptions, now: number) {
  const named = scopes.split(',').filter((each) => each !== '');
  const unknown = named.filter((each) => !SCOPES.includes(each as Scope));
  if (name === '') throw new CommandError('--name is missing: what the key is for.');
  if (named.length === 0 || unknown.length > 0)
    throw new CommandError(`--scopes must be some of ${SCOPES.join(',')}.`);
  const days = expires === '' ? undefined : Number(expires);
  if (days !== undefined && !(Number.isInteger(days) && days > 0))
    throw new CommandError('--expires must be a number of days.');
  const expiresAt = days === undefined ? {} : { expiresAt: now + days * DAY_SECONDS };
  return { name, scopes: named as Scope[], ...expiresAt };
}

/** Makes a key, and returns it whole. */
export async function createKey(
  store: IssuerStore,
  options: KeyOptions,
  now: number,
): Promise<string> {
  const { key, row } = newKey(options, now);
  const changes = [{ table: 'keys', row } as const, keyEvent('key.created', row.id, now)];
  await untilWritten(() => store.commit(changes));
  return key;
}

/** A line a key: id, scopes, end, last use, name. */
export async function listKeys(store: IssuerStore): Promise<readonly string[]> {
  const lines: string[] = [];
  let after: string | undefined;
  do {
    const page = await store.serviceRows('keys', { limit: PAGE, ...(after && { after }) });
    for (const { id, scopes, name, expiresAt, revokedAt, usedAt } of page.items) {
      const end = revokedAt === undefined ? dateOf(expiresAt) : 'revoked';
      lines.push([id, scopes.join(','), end, dateOf(usedAt), name].join('\t'));
    }
    after = page.next;
  } while (after !== undefined);
  return lines;
}

/** @throws CommandError for a key that there is none of */
export async function revokeKey(store: IssuerStore, id: string, now: number): Promise<void> {
  for (;;) {
    const row = await store.serviceRow('keys', id);
    if (row === undefined) throw new CommandError('There is no such key.');
    if (row.revokedAt !== undefined) return;
    const changes = [
      { table: 'keys', row: revokedKey(row, now) } as const,
      keyEvent('key.revoked', id, now),
    ];
    if (await store.commit(changes)) return;
  }
}

const MS_PER_SECOND = 1000;

function dateOf(seconds: number | undefined): string {
  return seconds === undefined ? '-' : new Date(seconds * MS_PER_SECOND).toISOString();
}
