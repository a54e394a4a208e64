/**
 * The events of a commit: what its rows, before and after, say has happened. Every call's commit
 * comes through here, so that none forgets one.
 */
import type { Instance, IssuerOwner } from '../instance.ts';
import type { RequestRow } from '../request-row.ts';
import type { TryLimits } from '../tries.ts';
import type { EventFacts } from './event-types.ts';
import { instanceEvents, pauses, refusedCode } from './instance-events.ts';

/** A row as it was, where there was one, and as it is to be. */
export type RowPair =
  | PairOf<'instances', Instance>
  | PairOf<'owners', IssuerOwner>
  | PairOf<'requests', RequestRow>;

interface PairOf<Table extends string, Row> {
  readonly table: Table;
  readonly before: Row | undefined;
  readonly after: Row;
}

/** What the rows of a commit do not say. */
export interface CommitContext {
  readonly now: number;
  readonly tries: TryLimits;
  /** The request whose answer was judged. */
  readonly about?: Pick<RequestRow, 'id' | 'reference'>;
  /** The instance of each request in the commit, by its id. */
  readonly instances: ReadonlyMap<string, Instance>;
}

/** What has happened, in the order of its causes. */
export function eventsOf(pairs: readonly RowPair[], context: CommitContext): EventFacts[] {
  const { now, tries, about, instances } = context;
  const facts = {
    now,
    tries,
    ...(about && { about }),
    isApproval: pairs.some((pair) => pair.table === 'requests' && pair.after.state === 'APPROVED'),
    wrongOfOwner: wrongEnded(pairs),
  };
  return pairs.flatMap((pair) => {
    switch (pair.table) {
      case 'instances':
        return instanceEvents(pair.before, pair.after, facts);
      case 'owners':
        return ownerEvents(pair);
      case 'requests': {
        const instance = instances.get(pair.after.instance);
        return requestEvents(pair, instance, wrongBefore(pairs, pair.after.instance));
      }
    }
  });
}

/** Wrong codes in a row of the owner that a right one of a device's ends. */
function wrongEnded(pairs: readonly RowPair[]): number {
  const ended = pairs.find(({ table, after }) => table === 'owners' && after.tries.row === 0);
  return ended?.table === 'owners' ? (ended.before?.tries.row ?? 0) : 0;
}

function wrongBefore(pairs: readonly RowPair[], id: string): number {
  const found = pairs.find(({ table, after }) => table === 'instances' && after.id === id);
  const tries = found?.table === 'instances' ? found.before?.tries : undefined;
  return tries === undefined ? 0 : tries.row + tries.byOwner;
}

/** A wrong code that was verified for an owner is told once, of no device. */
function ownerEvents({ before, after }: PairOf<'owners', IssuerOwner>): EventFacts[] {
  const isWrong = after.tries.row > (before?.tries.row ?? 0);
  const refused = isWrong ? [refusedCode('otp', after.tries.row)] : [];
  return [...refused, ...pauses('owner', before, after)].map(
    (each) => ({ owner: after.owner, ...each }) as EventFacts,
  );
}

function requestEvents(
  { before, after }: PairOf<'requests', RequestRow>,
  instance: Instance | undefined,
  wrong: number,
): EventFacts[] {
  const { id, reference, by } = after;
  const subject = {
    ...(instance?.owner !== undefined && { owner: instance.owner }),
    device: after.instance,
    ...(instance && { serial: instance.serial }),
    request: id,
    ...(reference !== undefined && { reference }),
  };
  if (before === undefined) {
    const { kind, expiresAt } = after;
    return [{ ...subject, type: 'request.created', data: { kind, expiresAt } }];
  }
  if (before.state === after.state && before.reason === after.reason) return [];
  switch (after.state) {
    case 'PENDING':
      return [];
    case 'APPROVED': {
      const data = { by: by === 'service' ? 'service' : 'code', wrongBefore: wrong } as const;
      return [{ ...subject, type: 'request.approved', data }];
    }
    case 'DENIED': {
      const { reason } = after;
      const data = {
        by: by === 'service' ? 'service' : 'site',
        ...(reason && { reason }),
      } as const;
      return [{ ...subject, type: 'request.denied', data }];
    }
    case 'REFUSED':
      return [{ ...subject, type: 'request.refused', data: {} }];
    case 'CANCELLED':
      return [{ ...subject, type: 'request.cancelled', data: {} }];
  }
}
