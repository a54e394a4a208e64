/** Tickets for pages, from sites in any language. */
import type { Power } from '../../issuer/http/page-api.ts';
import type { Scope } from '../../issuer/rows/service-rows.ts';
import { brandOf } from '../brands.ts';
import { refused } from '../refused.ts';
import { route } from '../route.ts';
import * as s from '../schemas.ts';
import { newTicket } from '../tickets.ts';
import { untilWritten } from '../until-written.ts';

export const PAGES_PATH = '/p';

/** The scope that a key needs to give a page each power: what it may do itself. */
const SCOPE_OF: Readonly<Record<Power, Scope>> = {
  activate: 'devices',
  replace: 'devices',
  manage: 'devices',
  otp: 'codes',
  requests: 'requests',
};

export const TICKET_ROUTES = [
  route({
    method: 'POST',
    path: '/tickets',
    id: 'createTicket',
    summary: "Lets one owner's page call for a while, from one origin",
    scope: 'tickets',
    body: s.NewTicket,
    status: 201,
    answer: s.Ticket,
    async run({ services, scopes, body, commit }) {
      const { lifetime, owner, may, origin } = body;
      if (may.some((power) => !scopes.includes(SCOPE_OF[power]))) return refused('SCOPE');
      const expiresAt = services.now() + lifetime;
      const { ticket, row } = newTicket({ owner, may, origin, expiresAt });
      const outcome = { ok: true as const, id: row.id, ticket, expiresAt };
      await untilWritten(() => commit([{ table: 'tickets', row }], outcome));
      return outcome;
    },
    show: ({ id, ticket, expiresAt }, _, { publicUrl }) => ({
      id,
      ticket,
      base: publicUrl + PAGES_PATH,
      expiresAt,
    }),
  }),
  route({
    method: 'DELETE',
    path: '/tickets/{id}',
    id: 'endTicket',
    summary: 'Ends a ticket at once',
    scope: 'tickets',
    params: { id: s.TicketId },
    status: 204,
    reasons: ['UNKNOWN_TICKET'],
    async run({ services, brand, params, commit }) {
      const { store } = brandOf(services, brand);
      for (;;) {
        const row = await store.serviceRow('tickets', params.id);
        if (row === undefined) return refused('UNKNOWN_TICKET');
        const outcome = { ok: true as const };
        if (await commit([{ table: 'tickets', row, removes: true }], outcome)) return outcome;
      }
    },
    show: () => ({}),
  }),
];
