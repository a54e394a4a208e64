/** Events, read in their order or waited for. */
import type { TesseraEvent } from '../../issuer/events/event-types.ts';
import { route } from '../route.ts';
import * as s from '../schemas.ts';
import { eventsAfter } from '../wait-for-events.ts';

const DEFAULT_LIMIT = 50;

export const EVENT_ROUTES = [
  route({
    method: 'GET',
    path: '/events',
    id: 'listEvents',
    summary: 'Reads events in their order, or waits for the next ones',
    scope: 'events',
    query: {
      after: s.QueryNumber,
      types: s.QueryEventTypes,
      owner: s.Owner,
      limit: s.QueryLimit,
      wait: s.QueryWait,
    },
    status: 200,
    answer: s.Events,
    async run({ issuer, query, signal }) {
      const { after = 0, limit = DEFAULT_LIMIT, wait = 0, types, owner } = query;
      const of = { after, ...(types && { types }), ...(owner !== undefined && { owner }) };
      const items = await eventsAfter(issuer, of, { limit, wait, signal });
      return { ok: true as const, items, after };
    },
    show: ({ items, after }: { ok: true; items: readonly TesseraEvent[]; after: number }) => ({
      items,
      next: items.at(-1)?.number ?? after,
    }),
  }),
];
