/** A person's sentence for each refusal, in the words of a language: for page kit and library. */
import type { ForeignCharacter } from '../core/codec/foreign-character.ts';
import { scriptName } from '../core/codec/foreign-character.ts';
import type { TypedForm } from '../core/codec/typed-code.ts';
import type ENGLISH from '../i18n/locales/en/page.json';
import type { CodeKind } from './code-kind.ts';
import type { Problem } from './http/page-api.ts';

/** The shape of every language's `page.json`. */
export type PageWords = typeof ENGLISH;

/** What was called, as far as a sentence differs by it. */
type Calling = CodeKind | 'begin';

/** A refusal, or that the site could not be reached. */
export type AnyProblem = Problem | { readonly error: 'UNREACHABLE' };

interface Told {
  /** What was called; another name, or none, is a call about a device that is active. */
  readonly calling: string | undefined;
  /** Writes a moment in seconds since 1970 UTC as a time of day. */
  readonly until: (unixSeconds: number | undefined) => string;
}

const SECONDS_PER_MINUTE = 60;
const BEFORE_ACTIVE: readonly (string | undefined)[] = [
  'begin',
  'device-code',
  'activation-code',
] satisfies readonly Calling[];

/** Returns what went wrong, and what to do about it. */
export function problemSentence(
  words: PageWords,
  problem: AnyProblem,
  { calling, until }: Told,
): string {
  const t = words.problems;
  switch (problem.error) {
    case 'UNREACHABLE':
      return t.unreachable;
    case 'BUSY':
      return t.busy;
    case 'CODE_MALFORMED':
      return problem.foreign
        ? foreignWords(words, calling, problem.foreign)
        : t.codeMalformed({ code: codeName(words, calling) });
    case 'CODE_WRONG':
      return wrongCodeWords(words, problem, { calling, until });
    case 'CODE_OTHER':
      return t.codeOther;
    case 'CODE_USED':
      return t.codeUsed;
    case 'CLOCK':
      return clockWords(words, problem.seconds);
    case 'PAUSED':
      return t.stillPaused({ time: until(problem.pausedUntil) });
    case 'BLOCKED':
      return t.blocked;
    case 'EXPIRED':
    case 'WRONG_STATE':
    case 'UNKNOWN_ACTIVATION':
    case 'UNKNOWN_OWNER':
      return BEFORE_ACTIVE.includes(calling) ? t.activationEnded : t.deviceInactive;
    case 'DEVICE_LIMIT':
      return t.deviceLimit;
    case 'TOO_MANY_ACTIVATIONS':
      return t.tooManyActivations;
    case 'TOO_MANY_REQUESTS':
      return t.tooManyRequests;
    case 'ASK_REFUSED':
      return t.askRefused;
    case 'NAME_REFUSED':
      return t.nameRefused;
    case 'IDENTIFY':
      return t.identify;
    case 'UNKNOWN_REQUEST':
    case 'REQUEST_ANSWERED':
    case 'REQUEST_CANCELLED':
      return t.requestClosed;
    case 'NOT_ALLOWED':
      return t.notAllowed;
    case 'SIGNED_OUT':
      return t.signedOut;
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
      return t.unexpected;
    default:
      return problem satisfies never;
  }
}

/** Tells a wrong code, and what the next ones bring: a pause first, the end of the device last. */
function wrongCodeWords(words: PageWords, problem: Problem, { calling, until }: Told): string {
  const { attemptsLeft: left, totalLeft = left, pausedUntil } = problem;
  const { problems: t } = words;
  const code = codeName(words, calling);
  if (pausedUntil !== undefined) return t.paused({ time: until(pausedUntil) });
  if (left === undefined) return t.codeWrong({ code });
  return totalLeft === left
    ? t.codeWrongLeft({ code, n: left })
    : t.codeWrongPauses({ code, n: left });
}

/** Tells a phone's clock that is off, in minutes. */
function clockWords({ problems: t }: PageWords, seconds = 0): string {
  const minutes = Math.max(1, Math.round(Math.abs(seconds) / SECONDS_PER_MINUTE));
  return seconds < 0 ? t.clockBehind({ n: minutes }) : t.clockAhead({ n: minutes });
}

/** Names a kind of code in the midst of a sentence; `code` for a call that is about none. */
export function codeName({ codeNames }: PageWords, calling: string | undefined): string {
  return calling !== undefined && calling in codeNames
    ? codeNames[calling as CodeKind]
    : codeNames.any;
}

/** What a code consists of. */
export function formOf(calling: string | undefined): TypedForm {
  return calling === 'device-code' ? 'base32' : 'digits';
}

/** Names a character that the code can't contain, with its script where it may look like Latin. */
export function foreignWords(
  { foreign: t, locale }: PageWords,
  calling: string | undefined,
  { text: character, script }: ForeignCharacter,
): string {
  const symbols = formOf(calling) === 'base32' ? t.lettersAndDigits : t.digits;
  return script === undefined
    ? t.character({ character, symbols })
    : t.ofScript({ character, script: scriptName(script, locale), symbols });
}
