/** Endpoints of webhooks, and the deliveries that they did not take at first. */
import type { DeliveryRow, EndpointRow } from '../../issuer/rows/service-rows.ts';
import {
  addEndpoint,
  dueDelivery,
  enabledRow,
  removeDeliveries,
  secretsAfter,
} from '../../issuer/webhooks/endpoints.ts';
import { isReceiver } from '../../issuer/webhooks/post.ts';
import type { Services } from '../brands.ts';
import { brandOf } from '../brands.ts';
import type { OwnRefusal } from '../problems.ts';
import { refused } from '../refused.ts';
import { route } from '../route.ts';
import * as s from '../schemas.ts';
import { defined } from '../views.ts';

const DEFAULT_LIMIT = 50;

function endpointView({ id, url, types, createdAt, failures, failingSince, ...row }: EndpointRow) {
  const optional = { types, failingSince, disabledAt: row.disabledAt };
  return { id, url, createdAt, failures, after: row.after, ...defined(optional) };
}

function deliveryView({ dueAt, ...row }: DeliveryRow) {
  const { id, endpoint, number, type, failures, expiresAt } = row;
  return { id, endpoint, number, type, failures, expiresAt, ...defined({ dueAt }) };
}

/** Why events can't be sent there; undefined where they can. */
function urlRefusal(url: string, { isWebhookPrivate }: Services): OwnRefusal | undefined {
  if (isReceiver(url, { isPrivateAllowed: isWebhookPrivate })) return undefined;
  const message = 'must be an https address of a public host';
  return { ...refused('INVALID'), errors: [{ field: 'url', message }] };
}

const ENDPOINT = { id: s.Id };

export const ENDPOINT_ROUTES = [
  route({
    method: 'GET',
    path: '/endpoints',
    id: 'listEndpoints',
    summary: 'Lists where events are sent',
    scope: 'events',
    query: { after: s.QueryAfter, limit: s.QueryLimit },
    status: 200,
    answer: s.pageOf(s.Endpoint),
    async run({ services, brand, query: { after, limit = DEFAULT_LIMIT } }) {
      const of = { limit, ...(after !== undefined && { after }) };
      const page = await brandOf(services, brand).store.serviceRows('endpoints', of);
      return { ok: true as const, page };
    },
    show: ({ page: { items, next } }) => ({
      items: items.map(endpointView),
      ...defined({ next }),
    }),
  }),
  route({
    method: 'POST',
    path: '/endpoints',
    id: 'createEndpoint',
    summary: 'Sends the events from here on to an address',
    scope: 'events',
    body: s.NewEndpoint,
    status: 201,
    answer: s.ShownEndpoint,
    reasons: ['ENDPOINT_LIMIT'],
    async run({ services, brand, body: { url, types }, commit }) {
      const refusal = urlRefusal(url, services);
      if (refusal) return refusal;
      const options = { url, ...(types && { types }), now: services.now() };
      const { store } = brandOf(services, brand);
      const made = (row: EndpointRow) => ({ ok: true as const, row });
      const endpoint = await addEndpoint(store, options, (row) =>
        commit([{ table: 'endpoints', row }], made(row)),
      );
      return endpoint ? made(endpoint) : refused('ENDPOINT_LIMIT');
    },
    show: ({ row }: { ok: true; row: EndpointRow }) => ({
      ...endpointView(row),
      secret: row.secrets[0],
    }),
  }),
  route({
    method: 'PATCH',
    path: '/endpoints/{id}',
    id: 'changeEndpoint',
    summary: 'Changes an endpoint, its secret, or sends to it again after it was disabled',
    scope: 'events',
    params: ENDPOINT,
    body: s.ChangeEndpoint,
    status: 200,
    answer: s.ChangedEndpoint,
    reasons: ['UNKNOWN_ENDPOINT'],
    async run({ services, brand, params, body, commit }) {
      const refusal = body.url === undefined ? undefined : urlRefusal(body.url, services);
      if (refusal) return refusal;
      const { store } = brandOf(services, brand);
      for (;;) {
        const row = await store.serviceRow('endpoints', params.id);
        if (row === undefined) return refused('UNKNOWN_ENDPOINT');
        const outcome = { ok: true as const, ...changed(row, body) };
        if (await commit([{ table: 'endpoints', row: outcome.row }], outcome)) return outcome;
      }
    },
    show: ({ row, secret }: { ok: true; row: EndpointRow; secret?: string }) => ({
      ...endpointView(row),
      ...defined({ secret }),
    }),
  }),
  route({
    method: 'DELETE',
    path: '/endpoints/{id}',
    id: 'deleteEndpoint',
    summary: 'Sends no more events to an endpoint',
    scope: 'events',
    params: ENDPOINT,
    status: 204,
    reasons: ['UNKNOWN_ENDPOINT'],
    async run({ services, brand, params, commit }) {
      const { store } = brandOf(services, brand);
      for (;;) {
        const row = await store.serviceRow('endpoints', params.id);
        if (row === undefined) return refused('UNKNOWN_ENDPOINT');
        const outcome = { ok: true as const };
        if (await commit([{ table: 'endpoints', row, removes: true }], outcome)) {
          await removeDeliveries(store, params.id);
          return outcome;
        }
      }
    },
    show: () => ({}),
  }),
  route({
    method: 'GET',
    path: '/deliveries',
    id: 'listDeliveries',
    summary: 'Lists events that an endpoint has not taken yet',
    scope: 'events',
    query: { after: s.QueryAfter, limit: s.QueryLimit },
    status: 200,
    answer: s.pageOf(s.Delivery),
    async run({ services, brand, query: { after, limit = DEFAULT_LIMIT } }) {
      const of = { limit, ...(after !== undefined && { after }) };
      const page = await brandOf(services, brand).store.serviceRows('deliveries', of);
      return { ok: true as const, page };
    },
    show: ({ page: { items, next } }) => ({
      items: items.map(deliveryView),
      ...defined({ next }),
    }),
  }),
  route({
    method: 'POST',
    path: '/deliveries/{id}/retry',
    id: 'retryDelivery',
    summary: 'Sends an event once more, at once',
    scope: 'events',
    params: ENDPOINT,
    body: s.Nothing,
    status: 200,
    answer: s.Delivery,
    reasons: ['UNKNOWN_DELIVERY'],
    async run({ services, brand, params, commit }) {
      const { store } = brandOf(services, brand);
      for (;;) {
        const row = await store.serviceRow('deliveries', params.id);
        if (row === undefined) return refused('UNKNOWN_DELIVERY');
        const due = dueDelivery(row, services.now());
        const outcome = { ok: true as const, row: due };
        if (await commit([{ table: 'deliveries', row: due }], outcome)) return outcome;
      }
    },
    show: ({ row }: { ok: true; row: DeliveryRow }) => deliveryView(row),
  }),
];

interface EndpointChange {
  readonly url?: string;
  readonly types?: EndpointRow['types'];
  readonly newSecret?: true;
  readonly enabled?: true;
}

/** The row as it is to be, and the secret that is new. */
function changed(
  before: EndpointRow,
  { url, types, newSecret, enabled }: EndpointChange,
): { readonly row: EndpointRow; readonly secret?: string } {
  const secrets = secretsAfter(before.secrets, newSecret && 'begin');
  return {
    row: {
      ...(enabled ? enabledRow(before) : before),
      version: before.version + 1,
      ...(url !== undefined && { url }),
      ...(types && { types }),
      secrets,
    },
    ...(newSecret && defined({ secret: secrets[0] })),
  };
}
