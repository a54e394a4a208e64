/**
 * Tickets: what lets one owner's page call from another origin for a while, in place of a session
 * at a site. 256 random bits, of which SHA-256 is kept.
 */
import { createHash } from 'node:crypto';

import { toBase64url } from '../core/codec/bytes.ts';
import type { TicketRow } from '../issuer/rows/service-rows.ts';
import { randomBytes } from '../protocol/random.ts';
import type { Services } from './brands.ts';

const FORM = /^tst_[\w-]{43}$/;
const TICKET_BYTES = 32;

/** A ticket that was recognised. */
export interface Ticket {
  readonly brand: string;
  readonly row: TicketRow;
}

/** Makes a ticket: the row to write, and the ticket, which is shown once. */
export function newTicket(options: Omit<TicketRow, 'id' | 'version'>): {
  readonly ticket: string;
  readonly row: TicketRow;
} {
  const ticket = `tst_${toBase64url(randomBytes(TICKET_BYTES))}`;
  return { ticket, row: { ...options, id: ticketId(ticket), version: 1 } };
}

/** The name under which a ticket is kept. */
function ticketId(ticket: string): string {
  return createHash('sha256').update(ticket).digest('hex');
}

/** The ticket in `Authorization`; undefined for one that is missing, unknown or over. */
export async function readTicket(
  { brands, now }: Pick<Services, 'brands' | 'now'>,
  authorization: string | null,
): Promise<Ticket | undefined> {
  const [, ticket = ''] = /^Bearer +(\S+)$/i.exec(authorization ?? '') ?? [];
  if (!FORM.test(ticket)) return undefined;
  const id = ticketId(ticket);
  for (const { brand, store } of brands.values()) {
    const row = await store.serviceRow('tickets', id);
    if (row !== undefined) return row.expiresAt > now() ? { brand, row } : undefined;
  }
  return undefined;
}
