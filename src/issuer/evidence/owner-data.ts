/** All that an issuer has of an owner: to be handed out, and to be erased. */
import { toBase64url } from '../../core/codec/bytes.ts';
import type { Context } from '../context.ts';
import { eventRow } from '../events/event-store.ts';
import { numberAll, readEvents } from '../events/read-events.ts';
import { listInstances } from '../inspect.ts';
import { listRequests } from '../inspect-request.ts';
import type { TicketRow } from '../rows/service-rows.ts';
import { StoreError } from '../stores/store-error.ts';
import { toEvidence } from './evidence.ts';

/** A record of an owner's: one line of an export. */
export type OwnerRecord = Readonly<Record<string, unknown>> & {
  /** What the record is. */
  readonly record: 'owner' | 'device' | 'request' | 'evidence' | 'event';
};

/** What becomes of the evidence of an erased owner's approvals. */
export interface EraseOptions {
  /** `keep`: it stays until its date, as the law may ask. Default: `keep`. */
  readonly evidence?: 'keep' | 'erase';
}

/** Rows that are read at once. */
const PAGE_ROWS = 100;

/** See {@link Issuer.exportOwner}. */
export async function* exportOwner(
  context: Context,
  owner: string,
): AsyncGenerator<OwnerRecord, void, undefined> {
  const { store } = context;
  const row = await store.owner(owner);
  if (row !== undefined) yield { record: 'owner', owner, ...row.tries };
  for (const device of await listInstances(context, owner)) yield { record: 'device', ...device };
  for (const { message: _, ...request } of await listRequests(context, { owner }, 0))
    yield { record: 'request', ...request };
  for (let after: string | undefined; ;) {
    const page = await store.evidence({ owner, limit: PAGE_ROWS, ...(after && { after }) });
    for (const each of page.items) {
      const { message, ...evidence } = toEvidence(each);
      yield { record: 'evidence', ...evidence, message: toBase64url(message) };
    }
    if (page.next === undefined) break;
    after = page.next;
  }
  for await (const event of readEvents(context, { owner })) yield { record: 'event', ...event };
}

/** See {@link Issuer.eraseOwner}. */
export async function eraseOwner(
  context: Context,
  owner: string,
  { evidence = 'keep' }: EraseOptions,
): Promise<void> {
  const { store } = context;
  await eraseTickets(context, owner);
  const eventOf = (devices: number) =>
    eventRow({ type: 'owner.erased', data: { devices } }, context.now());
  await store.eraseOwner({ owner, evidence, eventOf });
  await numberAll(store);
}

/** Tickets that let the owner's browser in; one that changed meanwhile is read again. */
async function eraseTickets({ store }: Context, owner: string): Promise<void> {
  for (let after: string | undefined; ;) {
    const part = { limit: PAGE_ROWS, ...(after && { after }), onUnreadable: passDamaged };
    const page = await store.serviceRows('tickets', part);
    for (const each of page.items) {
      let row: TicketRow | undefined = each;
      while (
        row?.owner === owner &&
        !(await store.commit([{ table: 'tickets', row, removes: true }]))
      )
        row = await store.serviceRow('tickets', each.id);
    }
    if (page.next === undefined) return;
    after = page.next;
  }
}

/** A damaged ticket lets nobody in, and expires; one that another key opens lets somebody in. */
function passDamaged(thrown: unknown): void {
  if (!(thrown instanceof StoreError) || thrown.code !== 'STORE_DAMAGED') throw thrown;
}
