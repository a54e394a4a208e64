/** The words for what happened: refusals, ends of requests, states, moments and durations. */
import type { RequestKind } from '../core/codec/messages.ts';
import { readTyped } from '../core/codec/typed-code.ts';
import type { CodeKind } from '../issuer/code-kind.ts';
import type { Asked } from '../issuer/http/page-api.ts';
import { codeName, foreignWords, formOf, problemSentence } from '../issuer/problem-words.ts';
import type { CallProblem, Contact } from './connection-types.ts';
import type { Words } from './words.ts';
import { localeBeside } from './words.ts';

/** What the page may be busy with, and what a problem is about. */
export type Form =
  | CodeKind
  | 'begin'
  | 'ask'
  | 'cancel'
  | 'revoke'
  | 'deactivation'
  | 'rename'
  | 'replacement'
  | 'sign-in';

/**
 * Returns what went wrong, and what to do about it; `clockOffset` is the server's clock minus this
 * one, in seconds.
 */
export function problemWords(t: Words, form: Form, problem: CallProblem, clockOffset = 0): string {
  const until = (unixSeconds = 0): string => untilWords(t, unixSeconds, clockOffset);
  return problemSentence(t, problem, { calling: form, until });
}

/** Returns whom to call, in the words' language. */
export function contactIn({ locale, support }: Words, contact: Contact | undefined): string {
  return (typeof contact === 'function' ? contact(locale) : contact) ?? support;
}

/** Returns the text with a line on the wrong codes before this right one, where there are any. */
export function withWrongSince(
  t: Words,
  text: string,
  { wrongSince = 0, contact }: HasContact & { readonly wrongSince?: number | undefined },
): string {
  const n = wrongSince;
  return n > 0 ? `${text} ${t.wrongSince({ n, contact: contactIn(t, contact) })}` : text;
}

/** How many symbols a whole code has (docs/protocol.md §3, §5, §6). */
const LENGTHS: Record<CodeKind, readonly [least: number, most: number]> = {
  'device-code': [16, 16],
  'activation-code': [8, 8],
  'one-time-password': [6, 8],
  'response-code': [6, 8],
};

/** Returns what is wrong with a code before it is sent; undefined if nothing is. */
export function lengthWords(t: Words, form: CodeKind, typed: string): string | undefined {
  const { symbols, foreign, tooLong } = readTyped(typed, formOf(form));
  if (foreign) return foreignWords(t, form, foreign);
  const code = codeName(t, form);
  const [least, most] = LENGTHS[form];
  const count = tooLong ? typed.length : symbols.length;
  if (count === 0) return t.length.empty({ code });
  if (count >= least && count <= most) return undefined;
  const range = t.length.range({ least: String(least), most: String(most) });
  return t.length.wrong({
    code,
    length: least === most ? String(least) : range,
    symbols: formOf(form) === 'base32' ? t.length.lettersAndDigits : t.length.digits,
    typed: String(count),
  });
}

/** How a sentence names a request: a login by its kind, a payment by its title. */
const REQUEST_NAMES: Record<RequestKind, (t: Words, title: string) => string> = {
  login: (t) => t.requestNames.login,
  transaction: (t, title) => t.requestNames.transaction({ title }),
};

export function requestName(t: Words, { kind, title }: Pick<Asked, 'kind' | 'title'>): string {
  return REQUEST_NAMES[kind](t, title);
}

/** Whom to call. */
interface HasContact {
  readonly contact?: Contact | undefined;
}

/** Returns what has become of a request. */
export function requestWords(
  t: Words,
  { kind, serial, title }: Pick<Asked, 'kind' | 'serial' | 'title'>,
  end: Exclude<Asked['state'], 'PENDING'>,
  { by, reason, contact: whom }: Pick<Asked, 'by' | 'reason'> & HasContact = {},
): string {
  const request = requestName(t, { kind, title });
  const contact = contactIn(t, whom);
  switch (end) {
    case 'APPROVED':
      return by === 'service'
        ? t.requestEnds.approvedByService({ request, serial })
        : t.requestEnds.approvedByCode({ request, serial });
    case 'DENIED':
      return reason === 'not-me'
        ? t.requestEnds.notMe({ request, contact })
        : t.requestEnds.denied({ request });
    case 'REFUSED':
      return t.requestEnds.refused({ request });
    case 'EXPIRED':
      return t.requestEnds.expired({ request });
    case 'CANCELLED':
      return t.requestEnds.cancelled({ request });
    case 'BLOCKED':
      return t.requestEnds.blocked({ serial });
  }
}

const MS_PER_SECOND = 1000;
const SECONDS_PER_MINUTE = 60;
const MINUTES_PER_HOUR = 60;

/** Returns day and time of a moment in seconds since 1970. */
export function momentWords(t: Words, unixSeconds: number): string {
  return momentFormat(t).format(unixSeconds * MS_PER_SECOND);
}

/**
 * Returns the time of day by this clock at which a pause of the server's ends, with the date where
 * that is not today's.
 */
export function untilWords(t: Words, unixSeconds = 0, clockOffset = 0): string {
  const end = new Date((unixSeconds - clockOffset) * MS_PER_SECOND);
  return end.toDateString() === new Date().toDateString()
    ? new Intl.DateTimeFormat(localeBeside(t), { timeStyle: 'medium' }).format(end)
    : momentFormat(t).format(end);
}

function momentFormat(t: Words): Intl.DateTimeFormat {
  return new Intl.DateTimeFormat(localeBeside(t), { dateStyle: 'medium', timeStyle: 'short' });
}

/** Returns `9 min 05 s`, `59 s` below a minute, `3 h 59 min` from an hour on. */
export function durationWords(t: Words, duration: number): string {
  const minutes = Math.floor(duration / SECONDS_PER_MINUTE);
  const seconds = String(duration % SECONDS_PER_MINUTE);
  if (minutes >= MINUTES_PER_HOUR) return hourWords(t, minutes);
  return minutes === 0
    ? t.seconds({ seconds })
    : t.minutes({ minutes: String(minutes), seconds: seconds.padStart(2, '0') });
}

function hourWords(t: Words, minutes: number): string {
  return t.hours({
    hours: String(Math.floor(minutes / MINUTES_PER_HOUR)),
    minutes: String(minutes % MINUTES_PER_HOUR).padStart(2, '0'),
  });
}
