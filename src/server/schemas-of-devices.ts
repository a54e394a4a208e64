/** What the API takes and gives of activations, devices and requests, as schemas. */
import * as v from 'valibot';

import { REQUEST_KINDS } from '../core/codec/messages.ts';
import {
  Code,
  Count,
  Id,
  Label,
  Lifetime,
  Name,
  Owner,
  Serial,
  Time,
  Whole,
} from './schema-parts.ts';

const MAX_LABEL = 200;
const MAX_TITLE = 200;
const MAX_VALUE = 400;
const MAX_FIELDS = 16;
const MAX_TYPED = 64;
const MAX_TAG = 64;
const MAX_ASKER = 200;

const Bits = v.pipe(v.string(), v.regex(/^[\w-]+$/));
const Images = v.strictObject({
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
const Shown = { images: Images, text: v.pipe(v.string(), v.description('To paste.')) };

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

const STATES = [
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
  language: v.exactOptional(
    v.pipe(v.string(), v.description('What its authenticator spoke last, BCP 47.')),
  ),
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
  count: v.exactOptional(Whole),
  account: v.exactOptional(v.pipe(v.string(), v.maxLength(MAX_VALUE))),
  purpose: v.exactOptional(v.pipe(v.string(), v.maxLength(MAX_VALUE))),
});
/** Text as it is, or by language. */
function textOrTexts(text: v.GenericSchema<string, string>) {
  const byLanguage = v.record(v.pipe(v.string(), v.maxLength(MAX_TAG)), text);
  return v.union([
    text,
    v.pipe(byLanguage, v.minEntries(1), v.description('By language, BCP 47 tags.')),
  ]);
}

const Field = v.strictTuple([
  textOrTexts(v.pipe(v.string(), v.maxLength(MAX_LABEL))),
  v.pipe(v.string(), v.maxLength(MAX_VALUE)),
]);
export const Ask = v.strictObject({
  kind: v.picklist(REQUEST_KINDS),
  title: v.exactOptional(textOrTexts(v.pipe(v.string(), v.minLength(1), v.maxLength(MAX_TITLE)))),
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

const REQUEST_STATES = [
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

export const State = v.picklist(STATES);
export const Rename = v.strictObject({ name: Name });
export const Revoked = v.strictObject({ revoked: Count });
