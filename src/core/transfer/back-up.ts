/**
 * The machine of making a backup file: from the list of accounts to the proof that the saved file
 * opens and has what the vault has (docs/backup.md). It claims nothing before that.
 */
import type { ErrorCode } from '../errors.ts';

/** What is known of the last file; `at`: seconds since 1970. */
export interface LastBackup {
  readonly at: number;
  /** It was opened after it was saved, and had what the vault had. */
  readonly proven: boolean;
  /** Of the accounts in it. */
  readonly ids: readonly string[];
  /** The last file that was proven, where this one is not; `at`: seconds since 1970. */
  readonly earlier?: { readonly at: number };
}

/** The fewest symbols of a passphrase that the person makes. */
export const OWN_PASSPHRASE_SYMBOLS = 16;

/** `share`: the system's sheet; `download`: where the browser puts files. */
export type SaveWay = 'share' | 'download';

export type BackUp =
  /** Reading what is known of the last file. */
  | { readonly step: 'back-up-looking' }
  /** `unreadable`: ids of accounts whose keys cannot be read, so that no file can have them. */
  | {
      readonly step: 'back-up-list';
      readonly last?: LastBackup;
      readonly unreadable?: readonly string[];
    }
  /** The passphrase is on the screen: it is to be written down. */
  | { readonly step: 'back-up-passphrase' }
  | { readonly step: 'back-up-own'; readonly short?: true }
  /** A part of the passphrase is typed back; all of it where it is the person's `own`. */
  | { readonly step: 'back-up-check'; readonly own: boolean; readonly wrong?: true }
  /** `waits`: for the PIN, after a lock. */
  | { readonly step: 'back-up-writing'; readonly waits?: true }
  /** The file is ready, in memory alone. */
  | {
      readonly step: 'back-up-save';
      readonly file: string;
      readonly problem?: ErrorCode | 'cancelled';
    }
  | { readonly step: 'back-up-saving'; readonly file: string }
  /** The file is to be opened where it was saved. `file`: its name, while it can be saved again. */
  | { readonly step: 'back-up-saved'; readonly file?: string; readonly problem?: ErrorCode }
  | { readonly step: 'back-up-opening'; readonly file?: string }
  | { readonly step: 'back-up-open'; readonly file?: string; readonly problem?: ErrorCode }
  | { readonly step: 'back-up-comparing'; readonly file?: string; readonly waits?: true }
  /** Ids of accounts that the vault has and the file has not. */
  | { readonly step: 'back-up-missing'; readonly ids: readonly string[]; readonly total: number }
  /** All `total` accounts that the vault has can be restored from the file. */
  | { readonly step: 'back-up-proven'; readonly total: number }
  | { readonly step: 'back-up-failed'; readonly code: ErrorCode };

export type BackUpEvent =
  /** It begins, or goes on after a lock. */
  | { readonly type: 'started' }
  | {
      readonly type: 'last-read';
      readonly last: LastBackup | undefined;
      readonly unreadable?: readonly string[];
    }
  /** **Make a backup file**. */
  | { readonly type: 'begun' }
  /** **Try it**: the last file is to be opened. */
  | { readonly type: 'proof-wanted' }
  /** The PIN is to be asked for, after a lock. */
  | { readonly type: 'pin-wanted' }
  | { readonly type: 'written-down' }
  | { readonly type: 'own-wanted' }
  | { readonly type: 'own-given'; readonly long: boolean }
  | { readonly type: 'checked'; readonly right: boolean }
  | { readonly type: 'written'; readonly file: string }
  | { readonly type: 'save-wanted'; readonly way: SaveWay }
  | { readonly type: 'saved' }
  | { readonly type: 'save-refused'; readonly problem: ErrorCode | 'cancelled' }
  | { readonly type: 'file-chosen' }
  | { readonly type: 'file-opened' }
  | { readonly type: 'passphrase-given' }
  | { readonly type: 'compared'; readonly missing: readonly string[]; readonly total: number }
  | { readonly type: 'failed'; readonly code: ErrorCode }
  | { readonly type: 'went-back' }
  /** A lock came between: what the step needs is still in memory. */
  | { readonly type: 'pin-lacking' }
  /** The screen was left for good. */
  | { readonly type: 'ended' };

/** A file that the person chose, as the browser gives it. */
export interface ChosenFile {
  /** Bytes. */
  readonly size: number;
  readonly arrayBuffer: () => Promise<ArrayBuffer>;
}

/** What the person does on its screens. */
export type BackUpAction =
  | Extract<
      BackUpEvent,
      {
        type:
          | 'begun'
          | 'proof-wanted'
          | 'pin-wanted'
          | 'written-down'
          | 'own-wanted'
          | 'save-wanted'
          | 'went-back';
      }
    >
  /** A passphrase, or the part of it that is asked for. */
  | { readonly type: 'passphrase-typed'; readonly text: string }
  | { readonly type: 'file-given'; readonly file: ChosenFile };

/** What its screens show. */
export type BackUpScreen = BackUp & {
  /** Only while it is to be written down, and nothing is locked. */
  readonly passphrase?: string;
  /** The step goes on, or shows the passphrase again, once the PIN was entered. */
  readonly locked?: true;
  /** Whether the browser offers the system's sheet for files. */
  readonly canShare: boolean;
};

export type BackUpEffect =
  | { readonly type: 'read-last' }
  | { readonly type: 'draw-passphrase' }
  /** Reads the accounts' secrets and encrypts them. */
  | { readonly type: 'write' }
  /** Saves the file, and remembers that it was written. */
  | { readonly type: 'save'; readonly way: SaveWay }
  /** Reads the chosen file: whether it is the one that was written. */
  | { readonly type: 'open' }
  /** Decrypts the chosen file, compares it with the vault, and remembers that it is proven. */
  | { readonly type: 'compare' }
  /** Asks for the PIN once more, after a lock. */
  | { readonly type: 'ask-pin' }
  /** Drops passphrase and files from memory. */
  | { readonly type: 'forget' }
  | { readonly type: 'leave' };

export type BackUpResult = readonly [BackUp, ...BackUpEffect[]];

export const BACK_UP_START: BackUp = { step: 'back-up-looking' };

/** Returns the next step and its effects; the same object for an event that means nothing here. */
export function backUpTransition(state: BackUp, event: BackUpEvent): BackUpResult {
  if (event.type === 'ended') return [{ ...BACK_UP_START }, { type: 'forget' }];
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
