/** What the API takes and gives of tickets and API keys, as schemas. */
import * as v from 'valibot';

import { Origin, Owner, POWERS, SCOPES, Time } from './schema-parts.ts';

const MAX_KEY_NAME = 100;
const MAX_TICKET_SECONDS = 900;
export const TicketId = v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/));
export const NewTicket = v.strictObject({
  owner: Owner,
  may: v.pipe(v.array(v.picklist(POWERS)), v.minLength(1), v.maxLength(POWERS.length)),
  origin: v.pipe(Origin, v.description('The origin whose pages may call.')),
  lifetime: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(MAX_TICKET_SECONDS)),
});
export const Ticket = v.strictObject({
  id: TicketId,
  ticket: v.string(),
  base: v.pipe(v.string(), v.description('Where the page calls.')),
  expiresAt: Time,
});
export const KeyId = v.pipe(v.string(), v.regex(/^[0-9a-z]{8}$/));
export const NewKey = v.strictObject({
  name: v.pipe(v.string(), v.minLength(1), v.maxLength(MAX_KEY_NAME)),
  scopes: v.pipe(v.array(v.picklist(SCOPES)), v.minLength(1), v.maxLength(SCOPES.length)),
  expiresAt: v.exactOptional(Time),
});
export const Key = v.strictObject({
  id: KeyId,
  name: v.string(),
  scopes: v.array(v.picklist(SCOPES)),
  createdAt: Time,
  expiresAt: v.exactOptional(Time),
  revokedAt: v.exactOptional(Time),
  usedAt: v.exactOptional(Time),
});
export const ShownKey = v.strictObject({ ...Key.entries, key: v.string() });
