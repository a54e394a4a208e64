/**
 * An endpoint that this server sends to and no other: a lease in its row, taken and renewed by
 * compare-and-set.
 */
import type { EndpointRow } from '../rows/service-rows.ts';
import type { IssuerStore, RowChange } from '../store.ts';

/** Longer than one message may take; who stops in between is followed by another server. */
const LEASE_SECONDS = 60;
/** A site's change of the row is read again and kept; more than a few at once are none. */
const MAX_ATTEMPTS = 5;

export interface LeasedEndpoint {
  /** The row as it was last written. */
  readonly row: () => EndpointRow;
  /**
   * Writes a change of the row on top of what the site has changed meanwhile, and renews the lease.
   * @returns false when it is another server's, or the endpoint was disabled or deleted
   */
  readonly save: (
    change: (row: EndpointRow) => EndpointRow,
    beside?: readonly RowChange[],
  ) => Promise<boolean>;
  /** Gives the lease back. */
  readonly release: () => Promise<void>;
}

/** Takes an endpoint; undefined where another server has it. */
export async function leaseEndpoint(
  store: IssuerStore,
  endpoint: EndpointRow,
  now: () => Promise<number>,
): Promise<LeasedEndpoint | undefined> {
  const start = await now();
  if (endpoint.disabledAt !== undefined || (endpoint.leasedUntil ?? 0) > start) return undefined;
  let row: EndpointRow = raised({ ...endpoint, leasedUntil: start + LEASE_SECONDS });
  if (!(await store.commit([{ table: 'endpoints', row }]))) return undefined;

  async function write(
    change: (row: EndpointRow) => EndpointRow,
    leasedUntil: number,
    beside: readonly RowChange[] = [],
  ): Promise<boolean> {
    const mine = row.leasedUntil;
    for (let attempts = 0; attempts < MAX_ATTEMPTS; attempts++) {
      const next = raised({ ...change(row), leasedUntil });
      if (await store.commit([{ table: 'endpoints', row: next }, ...beside])) {
        row = next;
        return true;
      }
      const stored = await store.serviceRow('endpoints', endpoint.id);
      if (stored?.disabledAt !== undefined || stored?.leasedUntil !== mine) return false;
      row = stored!;
    }
    return false;
  }

  return {
    row: () => row,
    save: async (change, beside) => write(change, (await now()) + LEASE_SECONDS, beside),
    async release() {
      await write((each) => each, 0);
    },
  };
}

function raised(row: EndpointRow): EndpointRow {
  return { ...row, version: row.version + 1 };
}
