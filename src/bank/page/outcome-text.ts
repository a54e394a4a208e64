/** Every sentence of the page that depends on what happened. */
import type { RequestKind } from '../../core/codec/messages.ts';
import type { Asked, DeviceState, Loss } from '../../issuer/http/page-api.ts';
import type { CallProblem } from './api-client.ts';

/** What the page may be busy with, and what a problem is about. */
export type Form = CodeForm | 'begin' | 'ask' | 'cancel' | 'revoke' | 'deactivation';

/** The forms of one code. */
export type CodeForm = 'device-code' | 'activation-code' | 'one-time-password' | 'response-code';

const CODE_NAME: Record<CodeForm, string> = {
  'device-code': 'device code',
  'activation-code': 'activation code',
  'one-time-password': 'one-time password',
  'response-code': 'response code',
};

export function problemWords(form: Form, problem: CallProblem): string {
  const code = form in CODE_NAME ? CODE_NAME[form as CodeForm] : 'code';
  switch (problem.error) {
    case 'UNREACHABLE':
      return 'The bank can’t be reached. Nothing is lost: please try again.';
    case 'BUSY':
      return 'Very many people are at it right now. Please try again in a moment.';
    case 'CODE_MALFORMED':
      return `That isn’t a whole ${code}. Please compare it with the authenticator. It doesn’t count as an attempt.`;
    case 'CODE_WRONG':
      return `That ${code} doesn’t match. Please compare it with the authenticator.${attempts(problem.attemptsLeft)}`;
    case 'CODE_OTHER':
      return 'Another device code was accepted before this one. Use the device that showed it, or start over.';
    case 'CODE_USED':
      return 'That one-time password has been used. Please wait for the next one.';
    case 'BLOCKED':
      return 'This device is blocked after too many wrong codes. Activate a new device to replace it.';
    case 'EXPIRED':
    case 'WRONG_STATE':
    case 'UNKNOWN_ACTIVATION':
      if (isAboutDevice(form)) return 'This device is no longer active. The list shows how it stands now.'; // prettier-ignore
      return 'This activation has ended in the meantime. If the list doesn’t show your device as active, please activate it anew.';
    case 'TOO_MANY_REQUESTS':
      return 'This device has too many open requests. Please answer them first, or wait until they run out.';
    case 'ASK_REFUSED':
      return 'This is too long for an image. Please shorten the payee or the note.';
    case 'UNKNOWN_REQUEST':
    case 'REQUEST_ANSWERED':
    case 'REQUEST_CANCELLED':
      return 'This request is no longer open.';
    case 'SIGNED_OUT':
      return 'You’re no longer signed in. Please load this page again.';
    case 'BAD_REQUEST':
    case 'NOT_FOUND':
    case 'MEDIA_TYPE':
    case 'TOO_LARGE':
    case 'TOKEN_REFUSED':
    case 'TOKEN_EXPIRED':
    case 'TOKEN_USED':
    case 'SUBSCRIPTION_REFUSED':
    case 'UNEXPECTED':
      return 'Something went wrong at the bank. Please try again.';
    default:
      return problem satisfies never;
  }
}

function isAboutDevice(form: Form): boolean {
  return form !== 'begin' && form !== 'device-code' && form !== 'activation-code';
}

function attempts(left: number | undefined): string {
  if (left === undefined) return '';
  return left === 1 ? ' 1 attempt left.' : ` ${left} attempts left.`;
}

/** How many symbols a whole code has (docs/protocol.md §3, §5, §6). */
const LENGTHS: Record<CodeForm, readonly [least: number, most: number]> = {
  'device-code': [16, 16],
  'activation-code': [8, 8],
  'one-time-password': [6, 8],
  'response-code': [6, 8],
};

/** A code that can't be whole is said before it is sent. */
export function lengthWords(form: CodeForm, typed: string): string | undefined {
  const code = CODE_NAME[form];
  const [least, most] = LENGTHS[form];
  const symbols = typed.replace(/[\s\p{Pd}]/gu, '').length;
  if (symbols === 0) return `Please enter the ${code} that the authenticator shows.`;
  if (symbols >= least && symbols <= most) return undefined;
  const length = least === most ? String(least) : `${least} to ${most}`;
  const what = form === 'device-code' ? 'letters and digits' : 'digits';
  return `The ${code} has ${length} ${what}, and this has ${symbols}. It doesn’t count as an attempt.`;
}

export const activeWords =
  'Your device is active. In the authenticator, tap “The page says it’s active”.';

export function acceptedWords(serial: string): string {
  return `Accepted: this one-time password is correct. It came from device ${serial}.`;
}

/** How a sentence names a request: a login by its kind, a payment by its title. */
const REQUEST_NAMES: Record<RequestKind, (title: string) => string> = {
  login: () => 'The login',
  transaction: (title) => `“${title}”`,
};

/** What has become of a request. */
export function requestWords(
  { kind, serial, title }: Pick<Asked, 'kind' | 'serial' | 'title'>,
  end: Exclude<Asked['state'], 'PENDING'>,
  by?: Asked['by'],
): string {
  const it = REQUEST_NAMES[kind](title);
  switch (end) {
    case 'APPROVED':
      return by === 'service'
        ? `${it} was approved in the authenticator, by device ${serial}.`
        : `${it} is approved: the response code of device ${serial} is correct.`;
    case 'DENIED':
      return `${it} was denied in the authenticator. Nothing was done.`;
    case 'EXPIRED':
      return `${it} has expired: nobody answered in time. Nothing was done; you can ask again.`;
    case 'CANCELLED':
      return `${it} is cancelled. Nothing was done.`;
    case 'BLOCKED':
      return `Device ${serial} is blocked after ten wrong codes in a row. Nothing was done. Activate a new device to replace it.`;
  }
}

export function revokedWords(serial: string): string {
  return `Device ${serial} is revoked: none of its codes is accepted any more. Show the deactivation image to remove the account from the authenticator too.`;
}

export const lossWords: Record<Loss, { readonly title: string; readonly text: string }> = {
  EXPIRED: {
    title: 'The time has run out',
    text: 'For your safety an activation lasts ten minutes. Nothing was changed. Start over, and the page shows a new first image.',
  },
  DEVICE_CODES: {
    title: 'Too many wrong device codes',
    text: 'For your safety this activation has ended. Start over, and scan the new first image.',
  },
  ACTIVATION_CODES: {
    title: 'Too many wrong activation codes',
    text: 'For your safety this activation has ended, and the authenticator’s code is worth nothing now. In the authenticator, choose “The page refused the code”. Then start over.',
  },
  SUPERSEDED: {
    title: 'Another device was quicker',
    text: 'This account was activated elsewhere in the meantime. Start over if you want to activate this device instead.',
  },
};

export const stateWords: Record<DeviceState, string> = {
  CREATED: 'Being activated',
  CODE_BOUND: 'Being activated',
  ACTIVE: 'Active',
  BLOCKED: 'Blocked',
  REVOKED: 'Revoked',
  REPLACED: 'Replaced',
};

const moment = new Intl.DateTimeFormat('en', { dateStyle: 'medium', timeStyle: 'short' });

export function momentWords(unixSeconds: number): string {
  return moment.format(unixSeconds * 1000);
}

/** `9 min 05 s` */
export function durationWords(seconds: number): string {
  const minutes = Math.floor(seconds / 60);
  const rest = seconds % 60;
  return minutes === 0 ? `${rest} s` : `${minutes} min ${String(rest).padStart(2, '0')} s`;
}
