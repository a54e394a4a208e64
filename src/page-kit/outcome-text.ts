/** The words for what happened: refusals, ends of requests, states, moments and durations. */
import type { ForeignCharacter } from '../core/codec/foreign-character.ts';
import { scriptName } from '../core/codec/foreign-character.ts';
import type { RequestKind } from '../core/codec/messages.ts';
import type { TypedForm } from '../core/codec/typed-code.ts';
import { readTyped } from '../core/codec/typed-code.ts';
import type { Asked, DeviceState, Loss, Problem } from '../issuer/http/page-api.ts';
import type { CallProblem } from './connection-types.ts';
import { t } from './words.ts';

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

/** The kinds of code that a person types. */
export type CodeKind = 'device-code' | 'activation-code' | 'one-time-password' | 'response-code';

/**
 * Returns what went wrong, and what to do about it; `clockOffset` is the server's clock minus this
 * one, in seconds.
 */
export function problemWords(form: Form, problem: CallProblem, clockOffset = 0): string {
  const words = t.problems;
  switch (problem.error) {
    case 'UNREACHABLE':
      return words.unreachable;
    case 'BUSY':
      return words.busy;
    case 'CODE_MALFORMED':
      return problem.foreign
        ? foreignWords(form, problem.foreign)
        : words.codeMalformed({ code: codeName(form) });
    case 'CODE_WRONG':
      return wrongCodeWords(form, problem, clockOffset);
    case 'CODE_OTHER':
      return words.codeOther;
    case 'CODE_USED':
      return words.codeUsed;
    case 'CLOCK':
      return clockWords(problem.seconds);
    case 'PAUSED':
      return words.stillPaused({ time: untilWords(problem.pausedUntil, clockOffset) });
    case 'BLOCKED':
      return words.blocked;
    case 'EXPIRED':
    case 'WRONG_STATE':
    case 'UNKNOWN_ACTIVATION':
    case 'UNKNOWN_OWNER':
      return isAboutDevice(form) ? words.deviceInactive : words.activationEnded;
    case 'DEVICE_LIMIT':
      return words.deviceLimit;
    case 'TOO_MANY_ACTIVATIONS':
      return words.tooManyActivations;
    case 'TOO_MANY_REQUESTS':
      return words.tooManyRequests;
    case 'ASK_REFUSED':
      return words.requestTooLong;
    case 'NAME_REFUSED':
      return words.nameRefused;
    case 'IDENTIFY':
      return words.identify;
    case 'UNKNOWN_REQUEST':
    case 'REQUEST_ANSWERED':
    case 'REQUEST_CANCELLED':
      return words.requestClosed;
    case 'NOT_ALLOWED':
      return words.notAllowed;
    case 'SIGNED_OUT':
      return words.signedOut;
    case 'BAD_REQUEST':
    case 'NOT_FOUND':
    case 'MEDIA_TYPE':
    case 'TOO_LARGE':
    case 'TOO_MANY_STREAMS':
    case 'TOKEN_REFUSED':
    case 'TOKEN_EXPIRED':
    case 'TOKEN_USED':
    case 'SUBSCRIPTION_REFUSED':
    case 'NUMBER_NOT_ASKED':
    case 'SERIAL_TAKEN':
    case 'UNEXPECTED':
      return words.unexpected;
    default:
      return problem satisfies never;
  }
}

function isAboutDevice(form: Form): boolean {
  return form !== 'begin' && form !== 'device-code' && form !== 'activation-code';
}

/** Tells a wrong code, and what the next ones bring: a pause first, the end of the device last. */
function wrongCodeWords(form: Form, problem: Problem, clockOffset: number): string {
  const { attemptsLeft: left, totalLeft = left, pausedUntil } = problem;
  const code = codeName(form);
  if (pausedUntil !== undefined)
    return t.problems.paused({ time: untilWords(pausedUntil, clockOffset) });
  if (left === undefined) return t.problems.codeWrong({ code });
  return totalLeft === left
    ? t.problems.codeWrongLeft({ code, n: left })
    : t.problems.codeWrongPauses({ code, n: left });
}

/** Returns the text with a line on the wrong codes before this right one, where there are any. */
export function withWrongSince(text: string, wrongSince = 0, contact = t.support): string {
  return wrongSince > 0 ? `${text} ${t.wrongSince({ n: wrongSince, contact })}` : text;
}

/** Tells a phone's clock that is off, in minutes. */
function clockWords(seconds = 0): string {
  const minutes = Math.max(1, Math.round(Math.abs(seconds) / SECONDS_PER_MINUTE));
  return seconds < 0
    ? t.problems.clockBehind({ n: minutes })
    : t.problems.clockAhead({ n: minutes });
}

function codeName(form: Form): string {
  return form in t.codeForms ? t.codeNames[form as CodeKind] : t.codeNames.any;
}

/** How many symbols a whole code has (docs/protocol.md §3, §5, §6). */
const LENGTHS: Record<CodeKind, readonly [least: number, most: number]> = {
  'device-code': [16, 16],
  'activation-code': [8, 8],
  'one-time-password': [6, 8],
  'response-code': [6, 8],
};

/** Returns what is wrong with a code before it is sent; undefined if nothing is. */
export function lengthWords(form: CodeKind, typed: string): string | undefined {
  const { symbols, foreign, tooLong } = readTyped(typed, formOf(form));
  if (foreign) return foreignWords(form, foreign);
  const code = codeName(form);
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

/** What a code consists of. */
export function formOf(form: Form): TypedForm {
  return form === 'device-code' ? 'base32' : 'digits';
}

/** Names a character that the code can't contain, with its script where it may look like Latin. */
function foreignWords(form: Form, { text, script }: ForeignCharacter): string {
  const symbols = formOf(form) === 'base32' ? t.foreign.lettersAndDigits : t.foreign.digits;
  return script === undefined
    ? t.foreign.character({ character: text, symbols })
    : t.foreign.ofScript({ character: text, script: scriptName(script, t.locale), symbols });
}

/** How a sentence names a request: a login by its kind, a payment by its title. */
const REQUEST_NAMES: Record<RequestKind, (title: string) => string> = {
  login: () => t.requestNames.login,
  transaction: (title) => t.requestNames.transaction({ title }),
};

export function requestName({ kind, title }: Pick<Asked, 'kind' | 'title'>): string {
  return REQUEST_NAMES[kind](title);
}

/** Whom to call, as a sentence names them. */
interface Contact {
  readonly contact?: string | undefined;
}

/** Returns what has become of a request. */
export function requestWords(
  { kind, serial, title }: Pick<Asked, 'kind' | 'serial' | 'title'>,
  end: Exclude<Asked['state'], 'PENDING'>,
  { by, reason, contact = t.support }: Pick<Asked, 'by' | 'reason'> & Contact = {},
): string {
  const request = requestName({ kind, title });
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

export const lossWords: Record<Loss, { readonly title: string; readonly text: string }> = t.losses;

export const stateWords: Record<DeviceState, string> = t.deviceStates;

const momentFormat = new Intl.DateTimeFormat(t.locale, { dateStyle: 'medium', timeStyle: 'short' });
const timeFormat = new Intl.DateTimeFormat(t.locale, { timeStyle: 'medium' });
const MS_PER_SECOND = 1000;
const SECONDS_PER_MINUTE = 60;
const MINUTES_PER_HOUR = 60;

/** Returns day and time of a moment in seconds since 1970. */
export function momentWords(unixSeconds: number): string {
  return momentFormat.format(unixSeconds * MS_PER_SECOND);
}

/**
 * Returns the time of day by this clock at which a pause of the server's ends, with the date where
 * that is not today's.
 */
export function untilWords(unixSeconds = 0, clockOffset = 0): string {
  const end = new Date((unixSeconds - clockOffset) * MS_PER_SECOND);
  return end.toDateString() === new Date().toDateString()
    ? timeFormat.format(end)
    : momentFormat.format(end);
}

/** Returns `9 min 05 s`, `59 s` below a minute, `3 h 59 min` from an hour on. */
export function durationWords(duration: number): string {
  const minutes = Math.floor(duration / SECONDS_PER_MINUTE);
  const seconds = String(duration % SECONDS_PER_MINUTE);
  if (minutes >= MINUTES_PER_HOUR) return hourWords(minutes);
  return minutes === 0
    ? t.seconds({ seconds })
    : t.minutes({ minutes: String(minutes), seconds: seconds.padStart(2, '0') });
}

function hourWords(minutes: number): string {
  return t.hours({
    hours: String(Math.floor(minutes / MINUTES_PER_HOUR)),
    minutes: String(minutes % MINUTES_PER_HOUR).padStart(2, '0'),
  });
}
