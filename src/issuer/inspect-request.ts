/**
 * What a site may see of its requests. What was asked is read from the sealed message: it is kept
 * nowhere else.
 */
import { TesseraError } from '../core/errors.ts';
import { readRequest } from '../protocol/request.ts';
import { isAskedBy } from './asker.ts';
import type { Context } from './context.ts';
import { channelOf } from './create-request.ts';
import type { Instance } from './instance.ts';
import { messageKey } from './message-cipher.ts';
import type { IssuerRequest, ShownRequest } from './request-options.ts';
import type { RequestRow } from './request-row.ts';

/** Whose requests are listed: an instance's, or those of all instances of an owner. */
export type RequestsOf =
  | {
      /** The activation id of one account instance. */
      readonly instance: string;
    }
  | {
      /** The site's own name for an owner. */
      readonly owner: string;
    };

/** See {@link Issuer.inspectRequest}. */
export async function inspectRequest(
  context: Context,
  requestId: string,
): Promise<IssuerRequest | undefined> {
  const row = await context.store.request(requestId);
  const instance = row && (await context.store.instance(row.instance));
  return instance && toIssuerRequest(row, instance, context.now());
}

/** See {@link Issuer.shownRequest}. */
export async function shownRequest(
  context: Context,
  requestId: string,
  asker: string,
): Promise<ShownRequest | undefined> {
  const row = await context.store.request(requestId);
  if (row === undefined || !(await isAskedBy(row, asker))) return undefined;
  if (row.state !== 'PENDING' || context.now() > row.expiresAt) return undefined;
  const { message, number } = row;
  return { message, ...(number !== undefined && { number }) };
}

/** See {@link Issuer.wasAskedBy}. */
export async function wasAskedBy(
  context: Context,
  requestId: string,
  asker: string,
): Promise<boolean> {
  const row = await context.store.request(requestId);
  return row !== undefined && isAskedBy(row, asker);
}

/** See {@link Issuer.listRequests}. */
export async function listRequests(
  context: Context,
  of: RequestsOf,
  notBefore: number,
): Promise<readonly IssuerRequest[]> {
  const { store } = context;
  const instances =
    'owner' in of ? await store.instancesOf(of.owner) : [await store.instance(of.instance)];
  const now = context.now();
  const lists = instances.map(async (instance) => {
    if (instance?.activatedAt === undefined) return [];
    const rows = await store.requestsOf(instance.id, notBefore);
    return Promise.all(rows.map((row) => toIssuerRequest(row, instance, now)));
  });
  return (await Promise.all(lists)).flat().sort((a, b) => a.createdAt - b.createdAt);
}

async function toIssuerRequest(
  row: RequestRow,
  instance: Instance,
  now: number,
): Promise<IssuerRequest> {
  const channel = channelOf(instance);
  // Only what once was active was ever asked anything.
  if (channel === undefined) throw new TesseraError('UNEXPECTED');
  const { title, fields } = await readRequest(row.message, messageKey(channel));
  const { id, kind, pinRequired, reference, createdAt, expiresAt, answeredAt, by } = row;
  const { reason, numberDigits } = row;
  const state = row.state === 'PENDING' && now > expiresAt ? 'EXPIRED' : row.state;
  return {
    id,
    instance: row.instance,
    state,
    kind,
    title,
    fields,
    pinRequired,
    ...(reference !== undefined && { reference }),
    createdAt,
    expiresAt,
    ...(answeredAt !== undefined && { answeredAt }),
    ...(by && { by }),
    ...(reason && { reason }),
    ...(numberDigits && { numberDigits }),
    ...(state === 'PENDING' && row.asker === undefined && { message: row.message }),
  };
}
