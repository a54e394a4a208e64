/**
 * What the API's schemas are made of: they check types and lengths; what a text must be besides is
 * the library's to say. Times are whole seconds since 1970 UTC.
 */
import * as v from 'valibot';

/** UTF-16 units: the library counts code points, of which each has two at most. */
const MAX_OWNER = 400;
const MAX_LABEL = 200;
const MAX_TYPED = 64;
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
export const Label = v.pipe(v.string(), v.maxLength(MAX_LABEL));
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
  v.regex(/^[0-9]{1,18}$/),
  v.description('`next` of the page before.'),
);

/** A page of a list. */
export function pageOf<Item extends v.GenericSchema>(item: Item) {
  return v.strictObject({ items: v.array(item), next: v.exactOptional(v.string()) });
}

export const Problem = v.strictObject({
  type: v.string(),
  title: v.string(),
  status: Count,
  reason: v.string(),
  text: v.exactOptional(
    v.pipe(v.string(), v.description('For the person, in the language of Accept-Language.')),
  ),
  instance: v.pipe(v.string(), v.description("The request's id, as in the log.")),
  attemptsLeft: v.exactOptional(Count),
  totalLeft: v.exactOptional(Count),
  until: v.exactOptional(
    v.pipe(
      v.number(),
      v.integer(),
      v.minValue(0),
      v.description(
        'Seconds since 1970 UTC. With PAUSED and CODE_WRONG: when codes are compared again. With ' +
          'TOO_MANY_REQUESTS and TOO_MANY_ACTIVATIONS: when one more may be, at the latest.',
      ),
    ),
  ),
  seconds: v.exactOptional(Whole),
  state: v.exactOptional(v.string()),
  foreign: v.exactOptional(v.looseObject({})),
  errors: v.exactOptional(v.array(v.strictObject({ field: v.string(), message: v.string() }))),
});
