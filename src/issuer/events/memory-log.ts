/** The events of a store in the memory of one process: numbered, chained, forgotten in order. */
import { randomBytes } from '../../protocol/random.ts';
import type { EventQuery, EventRow, NumberedEvent } from '../rows/event-row.ts';
import type { AuditHead, AuditRange, AuditResult, ChainLink, ChainPoint } from './audit.ts';
import { checkChain, headOfPoint } from './audit.ts';
import type { EventChain } from './chain.ts';
import { CHAIN_BYTES, createEventChain, FIRST_LINK } from './chain.ts';

/** An event that has no number yet. */
interface Fresh {
  readonly event: EventRow | 'erased';
  readonly mac: Uint8Array | Promise<Uint8Array>;
}

export interface MemoryLog {
  readonly has: (id: string) => boolean;
  readonly add: (row: EventRow) => void;
  readonly number: (limit: number) => Promise<number>;
  /** How many have no number yet. */
  readonly unnumbered: () => number;
  readonly read: (query: EventQuery) => readonly NumberedEvent[];
  readonly check: (range: AuditRange) => Promise<AuditResult>;
  readonly head: () => AuditHead;
  readonly erase: (owner: string) => void;
  /** Forgets what happened before, from the oldest on. */
  readonly forget: (before: number) => number;
}

/** @param now the store's clock, seconds since 1970 UTC */
export function createMemoryLog(now: () => number): MemoryLog {
  /** When each event was written, by the store's clock. */
  const notedAt = new WeakMap<EventRow, number>();
  const ids = new Set<string>();
  let fresh: Fresh[] = [];
  let links: ChainLink[] = [];
  let start: ChainPoint = { number: 0, link: FIRST_LINK };
  let chain: Promise<EventChain> | undefined;
  let numbering: Promise<unknown> = Promise.resolve();
  const head = (): ChainPoint => links.at(-1) ?? start;
  const chainOf = (): Promise<EventChain> => (chain ??= createEventChain(randomBytes(CHAIN_BYTES)));

  async function numberFresh(limit: number): Promise<number> {
    const { linkOf } = await chainOf();
    for (let count = 0; ; count++) {
      const next = fresh[0];
      if (next === undefined || count >= limit) return count;
      const mac = await next.mac;
      const number = head().number + 1;
      const link = await linkOf(head().link, number, mac);
      // What was erased meanwhile stays so.
      links.push({ number, link, mac, event: fresh.shift()!.event });
    }
  }

  return {
    has: (id) => ids.has(id),
    add(row) {
      ids.add(row.id);
      notedAt.set(row, now());
      fresh.push({ event: row, mac: chainOf().then(({ macOf }) => macOf(row)) });
    },
    number(limit) {
      const numbered = numbering.then(() => numberFresh(limit));
      numbering = numbered.catch(() => undefined);
      return numbered;
    },
    unnumbered: () => fresh.length,
    read: ({ after, types, owner, limit }) =>
      links
        .slice(Math.max(0, after - start.number))
        .flatMap(({ number, event }) =>
          typeof event === 'object' ? [{ ...(event as EventRow), number }] : [],
        )
        .filter((event) => types?.includes(event.type) ?? true)
        .filter((event) => owner === undefined || event.owner === owner)
        .slice(0, limit),
    async check(range) {
      const reader = {
        start: () => Promise.resolve(start),
        page: (after: number, limit: number) =>
          Promise.resolve(links.filter(({ number }) => number > after).slice(0, limit)),
      };
      return checkChain(await chainOf(), reader, range);
    },
    head: () => headOfPoint(head()),
    erase(owner) {
      const without = <Each extends Fresh | ChainLink>(each: Each): Each =>
        typeof each.event === 'object' && each.event.owner === owner
          ? { ...each, event: 'erased' }
          : each;
      fresh = fresh.map(without);
      links = links.map(without);
    },
    forget(before) {
      // A server's clock that was ahead keeps no event longer.
      const isKept = ({ event }: ChainLink): boolean =>
        typeof event === 'object' &&
        Math.min(event.at, notedAt.get(event as EventRow) ?? Infinity) >= before;
      const end = links.findIndex(isKept);
      const gone = links.splice(0, end === -1 ? links.length : end);
      start = gone.at(-1) ?? start;
      for (const { event } of gone) if (typeof event === 'object') ids.delete(event.id);
      return gone.length;
    },
  };
}
