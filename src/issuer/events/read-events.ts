/** Hands events to the site's systems in the order that all readers see, each at least once. */
import type { Closing } from '../closing.ts';
import type { EventType, NumberedEvent } from '../rows/event-row.ts';
import type { IssuerStore } from '../store.ts';
import type { TesseraEvent } from './event-types.ts';
import type { Waker } from './waker.ts';

/** Which events are read, and for how long. */
export interface EventsOptions {
  /** The number of the last one that is known. Default: 0, all that are kept. */
  readonly after?: number;
  /** Of these types only. Default: all. */
  readonly types?: readonly EventType[];
  /** Of this owner only. Default: of all. */
  readonly owner?: string;
  /** Waits for those to come. Default: false, ends after the newest. */
  readonly live?: boolean;
  /** Milliseconds between two looks for those of other servers, 100–60,000. Default: 1000. */
  readonly every?: number;
  /** Ends the reading, without an error. */
  readonly signal?: AbortSignal;
}

/** Events that are numbered, and read, at once. */
const EVENTS_AT_ONCE = 500;
/** Milliseconds between two looks. */
const DEFAULT_EVERY_MS = 1000;

/** The event of a stored row, as readers get it. */
export function toEvent({ version: _, instance, ...row }: NumberedEvent): TesseraEvent {
  return { ...row, ...(instance !== undefined && { device: instance }) } as TesseraEvent;
}

/** Numbers what is new, whoever wrote it. */
export async function numberAll(store: Pick<IssuerStore, 'numberEvents'>): Promise<void> {
  while ((await store.numberEvents(EVENTS_AT_ONCE)) >= EVENTS_AT_ONCE);
}

/** Where events are read. */
interface EventSource {
  readonly store: IssuerStore;
  readonly nextEvents: Waker['wait'];
  readonly closing?: Pick<Closing, 'isClosed' | 'refuse'>;
}

/** See {@link Issuer.events}. */
export async function* readEvents(
  { store, nextEvents, closing }: EventSource,
  options: EventsOptions,
): AsyncGenerator<TesseraEvent, void, undefined> {
  const { types, owner, live = false, every = DEFAULT_EVERY_MS, signal } = options;
  const filter = { ...(types && { types }), ...(owner !== undefined && { owner }) };
  const isFiltered = types !== undefined || owner !== undefined;
  let { after = 0 } = options;
  closing?.refuse();
  const isOver = (): boolean => signal?.aborted === true || closing?.isClosed() === true;
  while (!isOver()) {
    // Begun before the look: what is written in between ends it.
    const pause = new AbortController();
    const next = live ? nextEvents(every, anyOf(pause.signal, signal)) : undefined;
    try {
      await numberAll(store);
      // Of some only: up to here there is nothing for the next look.
      const head = live && isFiltered ? (await store.auditHead()).number : 0;
      const page = await store.events({ after, ...filter, limit: EVENTS_AT_ONCE });
      for (const row of page) {
        if (isOver()) return;
        yield toEvent(row);
        after = row.number;
      }
      if (page.length === EVENTS_AT_ONCE) continue;
      after = Math.max(after, head);
      if (next === undefined) return;
      await next;
    } finally {
      pause.abort();
    }
  }
}

function anyOf(own: AbortSignal, given: AbortSignal | undefined): AbortSignal {
  return given === undefined ? own : AbortSignal.any([own, given]);
}
