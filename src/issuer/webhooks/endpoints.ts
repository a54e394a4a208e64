/** What a site does with its endpoints: makes, changes and deletes them, and sends again. */
import { toHex } from '../../core/codec/bytes.ts';
import { randomBytes } from '../../protocol/random.ts';
import { argumentError } from '../argument-error.ts';
import { check, checkForm, checkOneOf } from '../check.ts';
import { numberAll } from '../events/read-events.ts';
import type { EventType } from '../rows/event-row.ts';
import { EVENT_TYPES } from '../rows/event-row.ts';
import type { DeliveryRow, EndpointRow } from '../rows/service-rows.ts';
import type { IssuerStore } from '../store.ts';
import type { ReceiverRules } from './post.ts';
import { isReceiver } from './post.ts';
import { allRows } from './sender-rows.ts';
import { generateWebhookSecret } from './signature.ts';

/** What of an endpoint a site decides. */
export interface EndpointOptions {
  /** Where messages are posted to: an https address at a public name. */
  readonly url: string;
  /** Events of these types only. Default: all. */
  readonly types?: readonly EventType[];
}

/** A change of an endpoint. */
export interface EndpointChange extends Partial<EndpointOptions> {
  /**
   * `begin`: a new secret signs as well as the one before; `end`: the new one alone.
   */
  readonly secret?: 'begin' | 'end';
  /** Calls a disabled endpoint again, from where it was. */
  readonly enabled?: true;
}

const ID_BYTES = 8;
/** Secrets that sign during a change. */
const MAX_SECRETS = 2;
const MAX_ATTEMPTS = 20;
/** Endpoints that a store has at most: each is looked at every second. */
const MAX_ENDPOINTS = 16;

/**
 * Makes an endpoint, which is sent what happens from now on. Its secret is in the row. There are 16
 * at most, disabled ones included.
 * @throws TesseraError OUT_OF_RANGE
 */
export async function createEndpoint(
  store: IssuerStore,
  { url, types }: EndpointOptions,
  { now, ...rules }: ReceiverRules & { readonly now: number },
): Promise<EndpointRow> {
  const options = { url, ...(types && { types }) };
  checkEndpoint(options, rules);
  const row = await addEndpoint(store, { ...options, now }, (endpoint) =>
    store.commit([{ table: 'endpoints', row: endpoint }]),
  );
  if (row === undefined)
    throw argumentError('endpoints', `must be at most ${MAX_ENDPOINTS}: remove one first`);
  return row;
}

/**
 * Makes the row of a new endpoint, which is sent what comes after the newest event, and writes it.
 * @param commit writes it; false where another endpoint has its slot by now
 * @returns undefined where there are as many as may be
 * @throws Error where the store takes none
 */
export async function addEndpoint(
  store: IssuerStore,
  options: EndpointOptions & { readonly now: number },
  commit: (row: EndpointRow) => Promise<boolean>,
): Promise<EndpointRow | undefined> {
  await numberAll(store);
  const { number: after } = await store.auditHead();
  for (let attempts = 0; attempts < MAX_ATTEMPTS; attempts++) {
    const slot = await freeSlot(store);
    if (slot === undefined) return undefined;
    const row = newEndpoint({ ...options, after, slot });
    if (await commit(row)) return row;
  }
  throw new Error(`The store did not take the endpoint, ${MAX_ATTEMPTS} times`);
}

/** Any of the slots that no endpoint has: who make some at once seldom meet. */
async function freeSlot(store: IssuerStore): Promise<number | undefined> {
  let unreadable = 0;
  const onUnreadable = (): void => void (unreadable += 1);
  const { items } = await store.serviceRows('endpoints', { limit: MAX_ENDPOINTS, onUnreadable });
  const taken = new Set(items.flatMap(({ slot }) => slot ?? []));
  const rows = items.length + unreadable;
  const all = Array.from({ length: MAX_ENDPOINTS }, (_, slot) => slot);
  // The same ones for all who look at once, also where rows have none that can be read.
  const free = all.filter((slot) => !taken.has(slot)).slice(0, Math.max(0, MAX_ENDPOINTS - rows));
  return free[Math.floor(Math.random() * free.length)];
}

interface NewEndpoint extends EndpointOptions {
  readonly now: number;
  readonly after: number;
  readonly slot: number;
}

function newEndpoint({ url, types, now, after, slot }: NewEndpoint): EndpointRow {
  return {
    id: toHex(randomBytes(ID_BYTES)),
    version: 1,
    slot,
    url,
    secrets: [generateWebhookSecret()],
    ...(types && { types }),
    createdAt: now,
    after,
    failures: 0,
  };
}

/**
 * Changes an endpoint, also while it is sent to.
 * @returns the row after it; undefined when there is none of that id
 * @throws TesseraError OUT_OF_RANGE
 */
export async function changeEndpoint(
  store: IssuerStore,
  id: string,
  { secret, enabled, ...options }: EndpointChange,
  rules: ReceiverRules,
): Promise<EndpointRow | undefined> {
  checkEndpoint(options, rules);
  return updateEndpoint(store, id, (row) => ({
    ...(enabled ? enabledRow(row) : row),
    ...options,
    secrets: secretsAfter(row.secrets, secret),
  }));
}

/**
 * Deletes an endpoint, and what it has not taken.
 * @returns whether there was one of that id
 */
export async function removeEndpoint(store: IssuerStore, id: string): Promise<boolean> {
  for (let attempts = 0; attempts < MAX_ATTEMPTS; attempts++) {
    const row = await store.serviceRow('endpoints', id);
    if (row === undefined) return false;
    if (await store.commit([{ table: 'endpoints', row, removes: true }])) {
      await removeDeliveries(store, id);
      return true;
    }
  }
  return false;
}

/** Deletes what an endpoint that is no more has not taken; a row that does not open expires. */
export async function removeDeliveries(store: IssuerStore, endpoint: string): Promise<void> {
  for (const row of await allRows(store, 'deliveries', () => undefined))
    if (row.endpoint === endpoint)
      await store.commit([{ table: 'deliveries', row, removes: true }]);
}

/**
 * Sends a message apart once more at the next look.
 * @returns undefined when there is none of that id
 */
export async function retryDelivery(
  store: IssuerStore,
  id: string,
  now: number,
): Promise<DeliveryRow | undefined> {
  for (let attempts = 0; attempts < MAX_ATTEMPTS; attempts++) {
    const found = await store.serviceRow('deliveries', id);
    if (found === undefined) return undefined;
    const row = dueDelivery(found, now);
    if (await store.commit([{ table: 'deliveries', row }])) return row;
  }
  return undefined;
}

/** The delivery as it is sent at the next look. */
export function dueDelivery(row: DeliveryRow, now: number): DeliveryRow {
  return { ...row, version: row.version + 1, dueAt: now };
}

function checkEndpoint({ url, types }: Partial<EndpointOptions>, rules: ReceiverRules): void {
  const allowed = rules.isPrivateAllowed ? 'an http or https URL' : 'an https URL at a public name';
  if (url !== undefined) checkForm('url', url, (text) => isReceiver(text, rules), allowed);
  if (types === undefined) return;
  check('types', types, Array.isArray(types) && types.length > 0, 'a list of types of events');
  for (const [i, type] of types.entries()) checkOneOf(`types[${String(i)}]`, type, EVENT_TYPES);
}

async function updateEndpoint(
  store: IssuerStore,
  id: string,
  change: (row: EndpointRow) => EndpointRow,
): Promise<EndpointRow | undefined> {
  for (let attempts = 0; attempts < MAX_ATTEMPTS; attempts++) {
    const found = await store.serviceRow('endpoints', id);
    if (found === undefined) return undefined;
    const row = { ...change(found), version: found.version + 1 };
    if (await store.commit([{ table: 'endpoints', row }])) return row;
  }
  return undefined;
}

/** The endpoint called again, from where it was. */
export function enabledRow(row: EndpointRow): EndpointRow {
  const { disabledAt: _, failingSince: __, nextAt: ___, ...rest } = row;
  return { ...rest, failures: 0 };
}

/** The secrets that sign after a change. */
export function secretsAfter(
  secrets: readonly string[],
  change: EndpointChange['secret'],
): readonly string[] {
  if (change === 'begin') return [generateWebhookSecret(), ...secrets].slice(0, MAX_SECRETS);
  return change === 'end' ? secrets.slice(0, 1) : secrets;
}
