/** What the sender reads of the store, and makes of the row of an endpoint. */
import type { NumberedEvent } from '../rows/event-row.ts';
import type { DeliveryRow, EndpointRow } from '../rows/service-rows.ts';
import type { IssuerStore } from '../store.ts';

/** Events that are read at once for an endpoint. */
const EVENTS_AT_ONCE = 50;
const ROWS_AT_ONCE = 100;

/** The next events that an endpoint wants, in their order. */
export function nextEvents(
  store: IssuerStore,
  { after, types }: EndpointRow,
): Promise<readonly NumberedEvent[]> {
  return store.events({ after, limit: EVENTS_AT_ONCE, ...(types && { types }) });
}

/** The event of a delivery; undefined once it was erased or forgotten. */
export async function eventOf(
  store: IssuerStore,
  { number }: DeliveryRow,
): Promise<NumberedEvent | undefined> {
  const [event] = await store.events({ after: number - 1, limit: 1 });
  return event?.number === number ? event : undefined;
}

/** All rows of a table, page after page. */
export async function allRows<Table extends 'endpoints' | 'deliveries'>(
  store: IssuerStore,
  table: Table,
) {
  const rows: (Table extends 'endpoints' ? EndpointRow : DeliveryRow)[] = [];
  for (let after: string | undefined; ;) {
    const page = await store.serviceRows(table, { limit: ROWS_AT_ONCE, ...(after && { after }) });
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
