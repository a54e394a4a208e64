/** What the API takes and gives of events, endpoints and evidence, as schemas. */
import * as v from 'valibot';

import type { EventType as EventTypeName } from '../issuer/rows/event-row.ts';
import { EVENT_TYPES } from '../issuer/rows/event-row.ts';
import { Count, HttpUrl, Id, Time } from './schema-parts.ts';

const EventType = v.picklist(EVENT_TYPES);
export const QueryEventTypes = v.pipe(
  v.string(),
  v.regex(/^[a-z]+\.[a-z]+(?:,[a-z]+\.[a-z]+){0,30}$/),
  v.transform((text) => text.split(',') as EventTypeName[]),
  v.array(EventType),
  v.description('With commas between them.'),
);
export const QueryPlace = v.pipe(
  v.string(),
  v.regex(/^[1-9][0-9]{0,14}$/),
  v.transform(Number),
  v.number(),
);
export const QueryFrom = v.pipe(
  QueryPlace,
  v.description('At most the number after the last event, and not above `to`.'),
);
const Event = v.strictObject({
  number: Count,
  id: v.string(),
  type: EventType,
  at: Time,
  owner: v.exactOptional(v.string()),
  device: v.exactOptional(v.string()),
  serial: v.exactOptional(v.string()),
  request: v.exactOptional(v.string()),
  reference: v.exactOptional(v.string()),
  notify: v.exactOptional(
    v.pipe(v.literal(true), v.description('Tell the person by another channel.')),
  ),
  data: v.record(v.string(), v.union([v.string(), v.number(), v.boolean()])),
});
export const Events = v.strictObject({
  items: v.array(Event),
  next: v.pipe(Count, v.description('`after` of the next call, also where nothing came.')),
});

const Types = v.pipe(v.array(EventType), v.minLength(1), v.maxLength(EVENT_TYPES.length));
export const NewEndpoint = v.strictObject({ url: HttpUrl, types: v.exactOptional(Types) });
export const ChangeEndpoint = v.strictObject({
  url: v.exactOptional(HttpUrl),
  types: v.exactOptional(Types),
  newSecret: v.exactOptional(
    v.pipe(v.literal(true), v.description('Signs with a new secret, and the one before.')),
  ),
  enabled: v.exactOptional(v.literal(true)),
});
export const Endpoint = v.strictObject({
  id: Id,
  url: v.string(),
  types: v.exactOptional(v.array(EventType)),
  createdAt: Time,
  after: v.pipe(Count, v.description('The number of the last event that was dealt with.')),
  failures: Count,
  failingSince: v.exactOptional(Time),
  disabledAt: v.exactOptional(Time),
});
export const ShownEndpoint = v.strictObject({ ...Endpoint.entries, secret: v.string() });
export const ChangedEndpoint = v.strictObject({
  ...Endpoint.entries,
  secret: v.exactOptional(v.string()),
});
export const Delivery = v.strictObject({
  id: Id,
  endpoint: Id,
  number: Count,
  type: EventType,
  failures: Count,
  dueAt: v.exactOptional(Time),
  expiresAt: Time,
});

export const Evidence = v.strictObject({
  id: Id,
  owner: v.exactOptional(v.string()),
  reference: v.exactOptional(v.string()),
  at: Time,
  keepUntil: Time,
  device: Id,
  serial: v.string(),
  message: v.pipe(v.string(), v.description('base64url.')),
  title: v.string(),
  fields: v.array(v.strictTuple([v.string(), v.string()])),
  payment: v.exactOptional(v.looseObject({})),
  code: v.string(),
  number: v.exactOptional(v.string()),
  by: v.picklist(['code', 'service']),
  suite: v.string(),
});
export const AuditResult = v.strictObject({
  intact: v.boolean(),
  checked: v.exactOptional(Count),
  broken: v.exactOptional(v.pipe(Count, v.description('The first event that is wrong.'))),
  head: v.strictObject({ number: Count, link: v.string() }),
});
export const OwnerRecord = v.looseObject({ record: v.string() });
export const KeepOrErase = v.picklist(['keep', 'erase']);
