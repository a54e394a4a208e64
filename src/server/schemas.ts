/**
 * What the API takes and gives, as schemas: they check types and lengths; what a text must be
 * besides is the library's to say. Times are whole seconds since 1970 UTC.
 */
import * as v from 'valibot';

import { REQUEST_KINDS } from '../core/codec/messages.ts';

/** UTF-16 units: the library counts code points, of which each has two at most. */
const MAX_OWNER = 400;
const MAX_LABEL = 200;
const MAX_TITLE = 200;
const MAX_VALUE = 400;
const MAX_FIELDS = 16;
const MAX_TYPED = 64;
const MAX_ASKER = 200;
const MAX_URL = 2048;
const MAX_WAIT_SECONDS = 25;
const MAX_LIFETIME_SECONDS = 5_184_000;

export const SCOPES = [
  'devices',
  'codes',
  'requests',
  'events',
  'evidence',
  'erase',
  'tickets',
  'admin',
] as const;
export type Scope = (typeof SCOPES)[number];

/** What a ticket's page may do: powers of the page handler. */
export const POWERS = ['activate', 'otp', 'requests', 'replace', 'manage'] as const;

export const Id = v.pipe(v.string(), v.regex(/^[0-9a-f]{16}$/), v.description('16 hex digits.'));
export const Owner = v.pipe(
  v.string(),
  v.minLength(1),
  v.maxLength(MAX_OWNER),
  v.description("The site's own name for a person, 1 to 200 characters."),
);
export const Serial = v.pipe(v.string(), v.regex(/^[A-Za-z0-9-]{1,20}$/));
export const Ref = v.pipe(
  v.string(),
  v.regex(/^(?:[0-9a-f]{16}|serial:[A-Za-z0-9-]{1,20})$/),
  v.description("A device's id, or `serial:` and the serial number of its account."),
);
export const Time = v.pipe(
  v.number(),
  v.integer(),
  v.minValue(0),
  v.description('Seconds since 1970 UTC.'),
);
export const Count = v.pipe(v.number(), v.integer(), v.minValue(0));
export const Whole = v.pipe(v.number(), v.integer());
export const Code = v.pipe(v.string(), v.maxLength(MAX_TYPED), v.description('As it was typed.'));
export const Typed = v.strictObject({ code: Code });
export const Nothing = v.strictObject({});
const Label = v.pipe(v.string(), v.maxLength(MAX_LABEL));
export const Name = v.pipe(v.string(), v.minLength(1), v.maxLength(MAX_LABEL));
export const Lifetime = v.pipe(
  v.number(),
  v.integer(),
  v.minValue(1),
  v.maxValue(MAX_LIFETIME_SECONDS),
  v.description('Seconds.'),
);
export const HttpUrl = v.pipe(v.string(), v.regex(/^https?:\/\/[^\s]+$/), v.maxLength(MAX_URL));
export const Origin = v.pipe(
  v.string(),
  v.regex(/^https?:\/\/[a-z0-9.[\]:-]+$/),
  v.maxLength(MAX_URL),
);

/** In a query, numbers are texts. */
export const QueryLimit = v.pipe(
  v.string(),
  v.regex(/^(?:[1-9][0-9]?|[1-4][0-9]{2}|500)$/),
  v.transform(Number),
  v.number(),
  v.description('1 to 500; 50 unless told.'),
);
export const QueryWait = v.pipe(
  v.string(),
  v.regex(/^(?:[0-9]|1[0-9]|2[0-5])$/),
  v.transform(Number),
  v.number(),
  v.description(`Seconds to wait for news, up to ${MAX_WAIT_SECONDS}.`),
);
export const QueryNumber = v.pipe(
  v.string(),
  v.regex(/^(?:0|[1-9][0-9]{0,14})$/),
  v.transform(Number),
  v.number(),
);
export const QueryAfter = v.pipe(
  v.string(),
  v.minLength(1),
  v.maxLength(MAX_OWNER),
  v.description('`next` of the page before.'),
);

const Bits = v.pipe(v.string(), v.regex(/^[\w-]+$/));
export const Images = v.strictObject({
  qr: v.strictObject({
    size: Count,
    modules: v.pipe(
      Bits,
      v.description('base64url: a bit a module, row by row, 1 is dark. Leave 4 light ones around.'),
    ),
  }),
  cryptogram: v.strictObject({
    size: Count,
    cells: v.pipe(
      Bits,
      v.description('base64url: two bits a cell, row by row: 0 white, 1 red, 2 green, 3 blue.'),
    ),
  }),
});
/** A message to be shown. */
export const Shown = { images: Images, text: v.pipe(v.string(), v.description('To paste.')) };

export const Activation = v.strictObject({
  id: Id,
  serial: Serial,
  expiresAt: Time,
  ...Shown,
  link: v.exactOptional(v.pipe(v.string(), v.description('Opens the authenticator.'))),
});
export const SecondMessage = v.strictObject({ ...Shown, expiresAt: Time });
export const Deactivation = v.strictObject(Shown);
export const Confirmed = v.strictObject({
  device: Id,
  serial: Serial,
  sequence: Count,
  replaced: v.exactOptional(Id),
});
export const Accepted = v.strictObject({
  device: Id,
  serial: Serial,
  drift: Whole,
  wrongBefore: v.pipe(Count, v.description('Wrong answers since the right one before this.')),
  resynchronised: v.exactOptional(v.literal(true)),
});

export const STATES = [
  'CREATED',
  'CODE_BOUND',
  'ACTIVE',
  'BLOCKED',
  'REVOKED',
  'REPLACED',
  'EXPIRED',
  'FAILED',
] as const;
export const Device = v.strictObject({
  id: Id,
  serial: Serial,
  sequence: Count,
  owner: v.exactOptional(v.string()),
  name: v.exactOptional(v.string()),
  label: v.exactOptional(v.string()),
  state: v.picklist(STATES),
  failure: v.exactOptional(v.string()),
  createdAt: Time,
  expiresAt: Time,
  activatedAt: v.exactOptional(Time),
  usedAt: v.exactOptional(Time),
  endedAt: v.exactOptional(Time),
  replaces: v.exactOptional(Id),
  subscribed: v.exactOptional(v.literal(true)),
  attemptsLeft: v.exactOptional(Count),
  totalLeft: v.exactOptional(Count),
  pausedUntil: v.exactOptional(Time),
});
export const CurrentActivation = v.strictObject({
  ...Device.entries,
  images: v.exactOptional(Images),
  text: v.exactOptional(v.string()),
  link: v.exactOptional(v.string()),
});
export const Ended = v.strictObject({ state: v.picklist(STATES) });

const Labels = { label: v.exactOptional(Label), privateLabel: v.exactOptional(Label) };
export const Begin = v.strictObject({
  ...Labels,
  serial: v.exactOptional(Serial),
  lifetime: v.exactOptional(Lifetime),
});
export const Replace = v.variant('by', [
  v.strictObject({ by: v.literal('code'), code: Code, ...Labels }),
  v.strictObject({ by: v.literal('identification'), ...Labels }),
]);

const Payment = v.strictObject({
  amount: v.pipe(v.string(), v.maxLength(MAX_TYPED)),
  currency: v.pipe(v.string(), v.maxLength(3)),
  payee: v.pipe(v.string(), v.maxLength(MAX_VALUE)),
  account: v.exactOptional(v.pipe(v.string(), v.maxLength(MAX_VALUE))),
  purpose: v.exactOptional(v.pipe(v.string(), v.maxLength(MAX_VALUE))),
});
const Field = v.strictTuple([
  v.pipe(v.string(), v.maxLength(MAX_LABEL)),
  v.pipe(v.string(), v.maxLength(MAX_VALUE)),
]);
export const Ask = v.strictObject({
  kind: v.picklist(REQUEST_KINDS),
  title: v.exactOptional(v.pipe(v.string(), v.minLength(1), v.maxLength(MAX_TITLE))),
  payment: v.exactOptional(Payment),
  notAPayment: v.exactOptional(v.literal(true)),
  locale: v.exactOptional(v.pipe(v.string(), v.maxLength(MAX_TYPED))),
  fields: v.exactOptional(v.pipe(v.array(Field), v.maxLength(MAX_FIELDS))),
  pinRequired: v.exactOptional(v.boolean()),
  lifetime: v.exactOptional(Lifetime),
  reference: v.exactOptional(Owner),
  asker: v.exactOptional(
    v.pipe(
      v.string(),
      v.maxLength(MAX_ASKER),
      v.description('Stands for the browser session that asks: 22 to 200 visible characters.'),
    ),
  ),
});
export const Asked = v.strictObject({
  id: Id,
  expiresAt: Time,
  ...Shown,
  number: v.exactOptional(
    v.pipe(v.string(), v.description('To be shown beside the request, to the asker alone.')),
  ),
});

export const REQUEST_STATES = [
  'PENDING',
  'APPROVED',
  'DENIED',
  'REFUSED',
  'CANCELLED',
  'EXPIRED',
] as const;
export const RequestView = v.strictObject({
  id: Id,
  device: Id,
  state: v.picklist(REQUEST_STATES),
  kind: v.picklist(REQUEST_KINDS),
  title: v.string(),
  fields: v.array(v.strictTuple([v.string(), v.string()])),
  pinRequired: v.boolean(),
  createdAt: Time,
  expiresAt: Time,
  reference: v.exactOptional(v.string()),
  answeredAt: v.exactOptional(Time),
  by: v.exactOptional(v.picklist(['code', 'service', 'site'])),
  reason: v.exactOptional(v.string()),
  numberDigits: v.exactOptional(Count),
});
export const Answered = v.strictObject({
  id: Id,
  device: Id,
  state: v.picklist(REQUEST_STATES),
  reference: v.exactOptional(v.string()),
  already: v.exactOptional(v.literal(true)),
  wrongBefore: v.exactOptional(Count),
});

/** A page of a list. */
export function pageOf<Item extends v.GenericSchema>(item: Item) {
  return v.strictObject({ items: v.array(item), next: v.exactOptional(v.string()) });
}

export const Problem = v.strictObject({
  type: v.string(),
  title: v.string(),
  status: Count,
  reason: v.string(),
  instance: v.pipe(v.string(), v.description("The request's id, as in the log.")),
  attemptsLeft: v.exactOptional(Count),
  totalLeft: v.exactOptional(Count),
  until: v.exactOptional(Time),
  seconds: v.exactOptional(Whole),
  state: v.exactOptional(v.string()),
  foreign: v.exactOptional(v.looseObject({})),
  errors: v.exactOptional(v.array(v.strictObject({ field: v.string(), message: v.string() }))),
});

export const State = v.picklist(STATES);
export const Rename = v.strictObject({ name: Name });
export const Revoked = v.strictObject({ revoked: Count });

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
