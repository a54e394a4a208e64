/** Reads some events, or waits for the first one, at most as long as a long poll lasts. */
import type { TesseraEvent } from '../issuer/events/event-types.ts';
import type { EventsOptions } from '../issuer/events/read-events.ts';
import type { Issuer } from '../issuer/issuer.ts';
import { linkSignals } from './linked-signal.ts';

const MS_PER_SECOND = 1000;

export interface EventsWait {
  /** Events at most. */
  readonly limit: number;
  /** Seconds. */
  readonly wait: number;
  readonly signal: AbortSignal;
}

export async function eventsAfter(
  issuer: Pick<Issuer, 'events'>,
  options: EventsOptions,
  { limit, wait, signal }: EventsWait,
): Promise<readonly TesseraEvent[]> {
  const there = await firstOf(issuer.events(options), limit);
  if (there.length > 0 || wait === 0) return there;
  const limitOfWait = AbortSignal.timeout(wait * MS_PER_SECOND);
  const ends = linkSignals(signal, limitOfWait);
  try {
    const live = { ...options, live: true, signal: ends.signal };
    const news = await firstOf(issuer.events(live), 1);
    // What came with the first one is there by now.
    return news.length === 0 ? news : await firstOf(issuer.events(options), limit);
  } finally {
    ends.unlink();
  }
}

async function firstOf<T>(all: AsyncIterable<T>, limit: number): Promise<readonly T[]> {
  const items: T[] = [];
  for await (const each of all) {
    items.push(each);
    if (items.length >= limit) break;
  }
  return items;
}
