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
}

/** `share`: the system's sheet; `download`: where the browser puts files. */
export type SaveWay = 'share' | 'download';

export type BackUp =
  /** Reading what is known of the last file. */
  | { readonly step: 'looking' }
  | { readonly step: 'list'; readonly last?: LastBackup }
  /** The passphrase is on the screen: it is to be written down. */
  | { readonly step: 'passphrase' }
  | { readonly step: 'own-passphrase'; readonly short?: true }
  /** A part of the passphrase is typed back; all of it where it is the person's `own`. */
  | { readonly step: 'check'; readonly own: boolean; readonly wrong?: true }
  | { readonly step: 'writing' }
  /** The file is ready, in memory alone. */
  | { readonly step: 'save'; readonly file: string; readonly problem?: ErrorCode | 'cancelled' }
  | { readonly step: 'saving'; readonly file: string }
  /** The file is to be opened where it was saved. `file`: its name, while it can be saved again. */
  | { readonly step: 'saved'; readonly file?: string; readonly problem?: ErrorCode }
  | { readonly step: 'opening'; readonly file?: string }
  | { readonly step: 'open-passphrase'; readonly file?: string; readonly problem?: ErrorCode }
  | { readonly step: 'comparing'; readonly file?: string }
  /** Ids of accounts that the vault has and the file has not. */
  | { readonly step: 'missing'; readonly ids: readonly string[]; readonly total: number }
  /** All `total` accounts that the vault has can be restored from the file. */
  | { readonly step: 'proven'; readonly total: number }
  | { readonly step: 'failed'; readonly code: ErrorCode };

export type BackUpEvent =
  | { readonly type: 'last-read'; readonly last: LastBackup | undefined }
  /** **Make a backup file**. */
  | { readonly type: 'begun' }
  /** **Try it**: the last file is to be opened. */
  | { readonly type: 'proof-wanted' }
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
  | { readonly type: 'went-back' };

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
  /** Drops passphrase and files from memory. */
  | { readonly type: 'forget' }
  | { readonly type: 'leave' };

export type BackUpResult = readonly [BackUp, ...BackUpEffect[]];

/** How a run begins. */
export const BACK_UP_START: BackUpResult = [{ step: 'looking' }, { type: 'read-last' }];

/** Returns the next step and its effects; the same object for an event that means nothing here. */
export function backUpTransition(state: BackUp, event: BackUpEvent): BackUpResult {
  switch (state.step) {
    case 'looking':
      if (event.type === 'last-read')
        return [{ step: 'list', ...(event.last && { last: event.last }) }];
      return failedOrLeft(state, event);
    case 'list':
      if (event.type === 'begun') return beginPassphrase();
      if (event.type === 'proof-wanted' && state.last) return [{ step: 'saved' }];
      return failedOrLeft(state, event);
    case 'passphrase':
      if (event.type === 'written-down') return [{ step: 'check', own: false }];
      if (event.type === 'own-wanted') return [{ step: 'own-passphrase' }];
      return failedOrListed(state, event);
    case 'own-passphrase':
      if (event.type === 'own-given')
        return [event.long ? { step: 'check', own: true } : { step: state.step, short: true }];
      if (event.type === 'went-back') return beginPassphrase();
      return failedOrListed(state, event);
    case 'check':
      return fromCheck(state, event);
    case 'writing':
      if (event.type === 'written') return [{ step: 'save', file: event.file }];
      return failedOrListed(state, event);
    case 'save':
      if (event.type === 'save-wanted')
        return [
          { step: 'saving', file: state.file },
          { type: 'save', way: event.way },
        ];
      return failedOrListed(state, event);
    case 'saving':
      return fromSaving(state, event);
    case 'saved':
    case 'opening':
    case 'open-passphrase':
    case 'comparing':
      return fromProof(state, event);
    case 'missing':
      if (event.type === 'begun') return beginPassphrase();
      return failedOrListed(state, event);
    case 'proven':
    case 'failed':
      return event.type === 'went-back' ? [state, { type: 'leave' }] : [state];
    default:
      return [state satisfies never];
  }
}

function fromCheck(state: Extract<BackUp, { step: 'check' }>, event: BackUpEvent): BackUpResult {
  if (event.type === 'checked')
    return event.right
      ? [{ step: 'writing' }, { type: 'write' }]
      : [{ step: 'check', own: state.own, wrong: true }];
  // The same passphrase again: it may have been written down wrong.
  if (event.type === 'went-back') return [{ step: state.own ? 'own-passphrase' : 'passphrase' }];
  return failedOrListed(state, event);
}

/** A save that was asked for goes on: the system has the screen. */
function fromSaving(state: Extract<BackUp, { step: 'saving' }>, event: BackUpEvent): BackUpResult {
  const { file } = state;
  if (event.type === 'saved') return [{ step: 'saved', file }];
  if (event.type === 'save-refused') return [{ step: 'save', file, problem: event.problem }];
  if (event.type === 'failed') return [{ step: 'save', file, problem: event.code }];
  return [state];
}

type Proof = Extract<
  BackUp,
  { step: 'saved' } | { step: 'opening' } | { step: 'open-passphrase' } | { step: 'comparing' }
>;

function fromProof(state: Proof, event: BackUpEvent): BackUpResult {
  const file = state.file === undefined ? {} : { file: state.file };
  switch (event.type) {
    case 'file-chosen':
      return state.step === 'saved' ? [{ step: 'opening', ...file }, { type: 'open' }] : [state];
    case 'file-opened':
      return state.step === 'opening' ? [{ step: 'open-passphrase', ...file }] : [state];
    case 'passphrase-given':
      return state.step === 'open-passphrase'
        ? [{ step: 'comparing', ...file }, { type: 'compare' }]
        : [state];
    case 'compared':
      return state.step === 'comparing' ? [afterComparing(event)] : [state];
    case 'save-wanted':
      return state.step === 'saved' && state.file !== undefined
        ? [
            { step: 'saving', file: state.file },
            { type: 'save', way: event.way },
          ]
        : [state];
    case 'begun':
      return state.step === 'saved' || state.step === 'open-passphrase'
        ? beginPassphrase()
        : [state];
    case 'failed':
      return [afterFailure(state, event.code)];
    case 'went-back':
      return state.step === 'saved' ? toList() : [{ step: 'saved', ...file }];
    default:
      return [state];
  }
}

function afterComparing({ missing, total }: Extract<BackUpEvent, { type: 'compared' }>): BackUp {
  return missing.length === 0
    ? { step: 'proven', total }
    : { step: 'missing', ids: missing, total };
}

/** A wrong passphrase is typed again, another file is chosen again; the rest ends the proof. */
function afterFailure(state: Proof, problem: ErrorCode): BackUp {
  const file = state.file === undefined ? {} : { file: state.file };
  if (problem === 'FILE_PASSWORD_WRONG') return { step: 'open-passphrase', ...file, problem };
  const isFile = problem.startsWith('FILE_') || problem === 'BACKUP_DIFFERS';
  return isFile ? { step: 'saved', ...file, problem } : { step: 'failed', code: problem };
}

function beginPassphrase(): BackUpResult {
  return [{ step: 'passphrase' }, { type: 'forget' }, { type: 'draw-passphrase' }];
}

function toList(): BackUpResult {
  return [{ step: 'looking' }, { type: 'forget' }, { type: 'read-last' }];
}

function failedOrListed(state: BackUp, event: BackUpEvent): BackUpResult {
  if (event.type === 'failed') return [{ step: 'failed', code: event.code }, { type: 'forget' }];
  return event.type === 'went-back' ? toList() : [state];
}

function failedOrLeft(state: BackUp, event: BackUpEvent): BackUpResult {
  if (event.type === 'failed') return [{ step: 'failed', code: event.code }];
  return event.type === 'went-back' ? [state, { type: 'leave' }] : [state];
}
