/** What the sender reads of the store, and makes of the row of an endpoint. */
import type { NumberedEvent, OnUnreadable } from '../rows/event-row.ts';
import type { DeliveryRow, EndpointRow } from '../rows/service-rows.ts';
import type { IssuerStore } from '../store.ts';

/** Events that are read at once for an endpoint. */
const EVENTS_AT_ONCE = 50;
const ROWS_AT_ONCE = 100;

/** Seconds after which a row that still does not open is told again. */
const TOLD_AGAIN_SECONDS = 60;

/** The next events that an endpoint wants, in their order, without those that are damaged. */
export function nextEvents(
  store: IssuerStore,
  { after, types }: EndpointRow,
  onUnreadable: OnUnreadable,
): Promise<readonly NumberedEvent[]> {
  return store.events({ after, limit: EVENTS_AT_ONCE, ...(types && { types }), onUnreadable });
}

/** Endpoints that this server may send to now. */
export async function freeEndpoints(
  store: IssuerStore,
  time: number,
  onUnreadable: OnUnreadable,
): Promise<readonly EndpointRow[]> {
  const rows = await allRows(store, 'endpoints', onUnreadable);
  return rows.filter(
    ({ disabledAt, leasedUntil = 0 }) => disabledAt === undefined && leasedUntil <= time,
  );
}

/** The deliveries to these endpoints that are due. */
export async function dueDeliveries(
  store: IssuerStore,
  endpoints: readonly EndpointRow[],
  now: number,
  onUnreadable: OnUnreadable,
): Promise<readonly DeliveryRow[]> {
  if (endpoints.length === 0) return [];
  const ids = endpoints.map(({ id }) => id);
  return store.dueDeliveries({ endpoints: ids, now, limit: ROWS_AT_ONCE, onUnreadable });
}

/** Tells of a row that does not open once a minute, however often it is met. */
export function tellSometimes(
  tell: (thrown: unknown) => void,
  now: () => number = () => performance.now() / 1000,
): OnUnreadable {
  const toldAt = new Map<string, number>();
  return (thrown, id) => {
    const time = now();
    // The oldest come first.
    for (const [each, at] of toldAt) {
      if (time - at < TOLD_AGAIN_SECONDS) break;
      toldAt.delete(each);
    }
    if (toldAt.has(id)) return;
    toldAt.set(id, time);
    tell(thrown);
  };
}

/** The event of a delivery; undefined once it was erased or forgotten, or is damaged. */
export async function eventOf(
  store: IssuerStore,
  { number }: DeliveryRow,
  onUnreadable: OnUnreadable,
): Promise<NumberedEvent | undefined> {
  const [event] = await store.events({ after: number - 1, limit: 1, onUnreadable });
  return event?.number === number ? event : undefined;
}

/** All rows of a table that open, page after page. */
export async function allRows<Table extends 'endpoints' | 'deliveries'>(
  store: IssuerStore,
  table: Table,
  onUnreadable: OnUnreadable,
) {
  const rows: (Table extends 'endpoints' ? EndpointRow : DeliveryRow)[] = [];
  for (let after: string | undefined; ;) {
    const part = { limit: ROWS_AT_ONCE, ...(after && { after }), onUnreadable };
    const page = await store.serviceRows(table, part);
    rows.push(...(page.items as typeof rows));
    if (page.next === undefined) return rows;
    after = page.next;
  }
}

/** Whether a receiver has taken a message. */
export function isSuccess(status: number | undefined): boolean {
  return status !== undefined && status >= 200 && status < 300;
}

/** The row of an endpoint that has just taken a message. */
export function succeeded(row: EndpointRow): EndpointRow {
  const { failingSince: _, ...rest } = withoutWait(row);
  return { ...rest, failures: 0 };
}

/** The row of an endpoint that need not wait. */
export function withoutWait({ nextAt: _, ...row }: EndpointRow): EndpointRow {
  return row;
}
