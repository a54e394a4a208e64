/** Every sentence of the page that depends on what happened. */
import type { DeviceState, Loss } from '../api.ts';
import type { CallProblem } from './connection.ts';

/** What the page may be busy with, and what a problem is about. */
export type Form = 'begin' | 'device-code' | 'activation-code' | 'one-time-password';

const CODE_NAME: Record<Form, string> = {
  begin: 'code',
  'device-code': 'device code',
  'activation-code': 'activation code',
  'one-time-password': 'one-time password',
};

export function problemWords(form: Form, problem: CallProblem): string {
  const code = CODE_NAME[form];
  switch (problem.error) {
    case 'UNREACHABLE':
      return 'The bank can’t be reached. Nothing is lost: please try again.';
    case 'BUSY':
      return 'Very many people are activating a device right now. Please try again in a moment.';
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
      return 'This activation has ended in the meantime. If the list doesn’t show your device as active, please activate it anew.';
    case 'BAD_REQUEST':
    case 'UNEXPECTED':
      return 'Something went wrong at the bank. Please try again.';
    default:
      return problem satisfies never;
  }
}

function attempts(left: number | undefined): string {
  if (left === undefined) return '';
  return left === 1 ? ' 1 attempt left.' : ` ${left} attempts left.`;
}

/** How many symbols a whole code has (docs/protocol.md §3, §6, §5). */
const LENGTHS: Record<Exclude<Form, 'begin'>, readonly [least: number, most: number]> = {
  'device-code': [16, 16],
  'activation-code': [8, 8],
  'one-time-password': [6, 8],
};

/** A code that can't be whole is said before it is sent. */
export function lengthWords(form: Exclude<Form, 'begin'>, typed: string): string | undefined {
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
