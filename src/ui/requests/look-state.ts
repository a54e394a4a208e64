/** What is known of each issuer's requests: "nothing is waiting" only where a look succeeded. */
import type { IssuerAccount } from '../../core/account.ts';
import type { ErrorCode } from '../../core/errors.ts';
import type { RequestItem, RequestsView } from '../../core/view.ts';
import { dotted } from '../joining.ts';

/** What the last look at one issuer's service came to. */
export interface IssuerLook {
  /** Name of the issuer; where two issuers have the same one, it is followed by a label. */
  readonly issuer: string;
  /** When it was last fetched, milliseconds since 1970; absent: never. */
  readonly fetchedAt?: number;
  /** Why the last look failed. */
  readonly problem?: ErrorCode;
  readonly offline: boolean;
  /** Requests that cannot be read here. */
  readonly leftOut: number;
  /** A look succeeded, and nothing waits. */
  readonly quiet: boolean;
}

/** What may be said where nothing is listed. */
export type Emptiness =
  | { readonly is: 'none' }
  /** Nothing waits at some issuers; the codes of others are scanned alone. */
  | { readonly is: 'none-at'; readonly issuers: readonly string[] }
  | { readonly is: 'never' | 'failed' | 'failed-some' | 'scan-only' | 'unreadable' };

/** Returns the looks at issuers whose service may be called, in the accounts' order. */
export function issuerLooks(
  accounts: readonly IssuerAccount[],
  { services }: RequestsView,
  items: readonly RequestItem[],
): readonly IssuerLook[] {
  const called = accounts.filter(({ id }) => services[id]?.reach === 'called');
  const keys = [...new Set(called.map(({ issuerKey }) => issuerKey))];
  return keys.map((key) => {
    const own = called.filter(({ issuerKey }) => issuerKey === key);
    const looks = own.flatMap(({ id }) => services[id] ?? []);
    const times = looks.map(({ fetchedAt }) => fetchedAt ?? 0);
    const oldest = Math.min(...times);
    const leftOut = looks.reduce((sum, look) => sum + look.leftOut, 0);
    const failed = looks.find(({ problem }) => problem !== undefined);
    return {
      issuer: issuerLabel(own[0]!, called),
      ...(oldest > 0 && { fetchedAt: oldest }),
      ...(failed?.problem && { problem: failed.problem }),
      offline: failed?.offline === true,
      leftOut,
      quiet:
        oldest > 0 && !failed && leftOut === 0 && !items.some(({ account }) => has(own, account)),
    };
  });
}

/** Returns what may be said of an empty list. */
export function emptinessOf(
  accounts: readonly IssuerAccount[],
  looks: readonly IssuerLook[],
): Emptiness {
  if (looks.length === 0) return { is: 'scan-only' };
  const quiet = looks.filter((each) => each.quiet);
  if (quiet.length === looks.length)
    return new Set(accounts.map(({ issuerKey }) => issuerKey)).size === looks.length
      ? { is: 'none' }
      : { is: 'none-at', issuers: quiet.map(({ issuer }) => issuer) };
  if (!looks.some(({ problem }) => problem !== undefined))
    return { is: looks.some(({ leftOut }) => leftOut > 0) ? 'unreadable' : 'never' };
  return { is: quiet.length > 0 ? 'failed-some' : 'failed' };
}

function issuerLabel(account: IssuerAccount, called: readonly IssuerAccount[]): string {
  const { issuerName, issuerKey, label } = account;
  const isNamesake = called.some(
    (other) => other.issuerName === issuerName && other.issuerKey !== issuerKey,
  );
  return isNamesake && label !== '' ? dotted([issuerName, label]) : issuerName;
}

function has(accounts: readonly IssuerAccount[], id: string): boolean {
  return accounts.some((account) => account.id === id);
}
