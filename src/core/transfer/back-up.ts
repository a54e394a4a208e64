/**
 * The machine of making a backup file: from the list of accounts to the proof that the saved file
 * opens and has what the vault has (docs/backup.md). It claims nothing before that.
 */
import type { ErrorCode } from '../errors.ts';
import type { BackUp, BackUpEvent, BackUpResult } from './back-up-types.ts';

/** The fewest symbols of a passphrase that the person makes. */
export const OWN_PASSPHRASE_SYMBOLS = 16;

export const BACK_UP_START: BackUp = { step: 'back-up-looking' };

/** Returns the next step and its effects; the same object for an event that means nothing here. */
export function backUpTransition(state: BackUp, event: BackUpEvent): BackUpResult {
  if (event.type === 'pin-wanted') return [state, { type: 'ask-pin' }];
  switch (state.step) {
    case 'back-up-looking':
      if (event.type === 'started') return toList();
      if (event.type === 'last-read') return [listOf(event)];
      return failedOrLeft(state, event);
    case 'back-up-list':
      if (event.type === 'begun') return beginPassphrase();
      if (event.type === 'proof-wanted' && state.last) return [{ step: 'back-up-saved' }];
      return failedOrLeft(state, event);
    case 'back-up-passphrase':
      if (event.type === 'written-down') return [{ step: 'back-up-check', own: false }];
      if (event.type === 'own-wanted') return [{ step: 'back-up-own' }];
      return failedOrListed(state, event);
    case 'back-up-own':
      if (event.type === 'own-given')
        return [
          event.long ? { step: 'back-up-check', own: true } : { step: state.step, short: true },
        ];
      if (event.type === 'went-back') return beginPassphrase();
      return failedOrListed(state, event);
    case 'back-up-check':
      return fromCheck(state, event);
    case 'back-up-writing':
      if (event.type === 'pin-lacking') return [{ ...state, waits: true }, { type: 'ask-pin' }];
      if (event.type === 'started' && state.waits) return [{ step: state.step }, { type: 'write' }];
      if (event.type === 'written') return [{ step: 'back-up-save', file: event.file }];
      return failedOrListed(state, event);
    case 'back-up-save':
      if (event.type === 'save-wanted')
        return [
          { step: 'back-up-saving', file: state.file },
          { type: 'save', way: event.way },
        ];
      return failedOrListed(state, event);
    case 'back-up-saving':
      return fromSaving(state, event);
    case 'back-up-saved':
    case 'back-up-opening':
    case 'back-up-open':
    case 'back-up-comparing':
      return fromProof(state, event);
    case 'back-up-missing':
      if (event.type === 'begun') return beginPassphrase();
      return failedOrListed(state, event);
    case 'back-up-failed':
      if (event.type === 'started' || event.type === 'begun') return toList();
      return event.type === 'went-back' ? [state, { type: 'leave' }] : [state];
    case 'back-up-proven':
      return event.type === 'went-back' ? [state, { type: 'leave' }] : [state];
    default:
      return [state satisfies never];
  }
}

function fromCheck(
  state: Extract<BackUp, { step: 'back-up-check' }>,
  event: BackUpEvent,
): BackUpResult {
  if (event.type === 'checked')
    return event.right
      ? [{ step: 'back-up-writing' }, { type: 'write' }]
      : [{ step: 'back-up-check', own: state.own, wrong: true }];
  // The same passphrase again: it may have been written down wrong.
  if (event.type === 'went-back')
    return [{ step: state.own ? 'back-up-own' : 'back-up-passphrase' }];
  return failedOrListed(state, event);
}

/** A save that was asked for goes on: the system has the screen. */
function fromSaving(
  state: Extract<BackUp, { step: 'back-up-saving' }>,
  event: BackUpEvent,
): BackUpResult {
  const { file } = state;
  if (event.type === 'saved') return [{ step: 'back-up-saved', file }];
  if (event.type === 'save-refused')
    return [{ step: 'back-up-save', file, problem: event.problem }];
  if (event.type === 'failed') return [{ step: 'back-up-save', file, problem: event.code }];
  // The sheet of some systems never answers.
  if (event.type === 'went-back') return [{ step: 'back-up-save', file }];
  return [state];
}

type Proof = Extract<
  BackUp,
  | { step: 'back-up-saved' }
  | { step: 'back-up-opening' }
  | { step: 'back-up-open' }
  | { step: 'back-up-comparing' }
>;

function fromProof(state: Proof, event: BackUpEvent): BackUpResult {
  const file = state.file === undefined ? {} : { file: state.file };
  switch (event.type) {
    case 'file-chosen':
      return state.step === 'back-up-saved'
        ? [{ step: 'back-up-opening', ...file }, { type: 'open' }]
        : [state];
    case 'file-opened':
      return state.step === 'back-up-opening' ? [{ step: 'back-up-open', ...file }] : [state];
    case 'passphrase-given':
      return state.step === 'back-up-open'
        ? [{ step: 'back-up-comparing', ...file }, { type: 'compare' }]
        : [state];
    case 'compared':
      return state.step === 'back-up-comparing' ? [afterComparing(event)] : [state];
    case 'save-wanted':
      return state.step === 'back-up-saved' && state.file !== undefined
        ? [
            { step: 'back-up-saving', file: state.file },
            { type: 'save', way: event.way },
          ]
        : [state];
    case 'begun':
      return state.step === 'back-up-saved' || state.step === 'back-up-open'
        ? beginPassphrase()
        : [state];
    case 'started':
      return state.step === 'back-up-comparing' && state.waits
        ? [{ step: state.step, ...file }, { type: 'compare' }]
        : [state];
    case 'pin-lacking':
      return state.step === 'back-up-comparing'
        ? [{ ...state, waits: true }, { type: 'ask-pin' }]
        : [state];
    case 'failed':
      return state.step === 'back-up-opening' || state.step === 'back-up-comparing'
        ? [afterFailure(state, event.code)]
        : [state];
    case 'went-back':
      return state.step === 'back-up-saved' ? toList() : [{ step: 'back-up-saved', ...file }];
    default:
      return [state];
  }
}

function afterComparing({ missing, total }: Extract<BackUpEvent, { type: 'compared' }>): BackUp {
  return missing.length === 0
    ? { step: 'back-up-proven', total }
    : { step: 'back-up-missing', ids: missing, total };
}

/** A wrong passphrase is typed again, another file is chosen again; the rest ends the proof. */
function afterFailure(state: Proof, problem: ErrorCode): BackUp {
  const file = state.file === undefined ? {} : { file: state.file };
  if (problem === 'FILE_PASSWORD_WRONG') return { step: 'back-up-open', ...file, problem };
  const isFile = problem.startsWith('FILE_') || problem === 'BACKUP_DIFFERS';
  return isFile
    ? { step: 'back-up-saved', ...file, problem }
    : { step: 'back-up-failed', code: problem };
}

function beginPassphrase(): BackUpResult {
  return [{ step: 'back-up-passphrase' }, { type: 'forget' }, { type: 'draw-passphrase' }];
}

function listOf({ last, unreadable = [] }: Extract<BackUpEvent, { type: 'last-read' }>): BackUp {
  return {
    step: 'back-up-list',
    ...(last && { last }),
    ...(unreadable.length > 0 && { unreadable }),
  };
}

function toList(): BackUpResult {
  return [{ step: 'back-up-looking' }, { type: 'forget' }, { type: 'read-last' }];
}

function failedOrListed(state: BackUp, event: BackUpEvent): BackUpResult {
  if (event.type === 'failed')
    return [{ step: 'back-up-failed', code: event.code }, { type: 'forget' }];
  return event.type === 'went-back' ? toList() : [state];
}

function failedOrLeft(state: BackUp, event: BackUpEvent): BackUpResult {
  if (event.type === 'failed') return [{ step: 'back-up-failed', code: event.code }];
  return event.type === 'went-back' ? [state, { type: 'leave' }] : [state];
}
