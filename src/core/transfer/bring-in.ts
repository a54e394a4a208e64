/** Bringing accounts of other servers in, as a pure state machine: nothing is kept before a tap. */
import type { ProofHandle } from '../authentication.ts';
import type { ErrorCode } from '../errors.ts';
import { addsCounting, countToAdd, hasWork, placesToKeep, singleOf } from './bring-in-list.ts';
import type {
  BringIn,
  BringInEvent,
  BringInResult,
  BroughtFrom,
  FileHandle,
  FileOrigin,
  SourceHandle,
} from './bring-in-types.ts';

type At<S extends BringIn['step']> = Extract<BringIn, { readonly step: S }>;
type Started = Extract<BringInEvent, { readonly type: 'started' }>;
type Proof = ProofHandle | undefined;

/** Accounts that were read, and where from. */
interface Read {
  readonly source: SourceHandle;
  readonly by: BroughtFrom['by'];
  readonly origin?: FileOrigin | undefined;
}

export const BRING_IN_START: BringIn = { step: 'bring-in-starting' };

/** Returns the next state and its effects; the same object for an event that means nothing here. */
export function bringInTransition(state: BringIn, event: BringInEvent): BringInResult {
  if (event.type === 'started') return start(state, event);
  if (event.type === 'locked') return [withoutProof(state)];
  const { step } = state;
  switch (step) {
    case 'bring-in-starting':
      return event.type === 'failed'
        ? [{ step: 'bring-in-failed', error: event.code }, { type: 'forget' }]
        : [state];
    case 'bring-in-notice':
      return fromNotice(state, event);
    case 'choose-file':
      return fromChooseFile(state, event);
    case 'file-password':
      return fromPassword(state, event);
    case 'reading-file':
      return fromReading(state, event);
    case 'bring-in-comparing':
      return fromComparing(state, event);
    case 'bring-in-preview':
      return fromPreview(state, event);
    case 'bring-in-keeping':
      return fromKeeping(state, event);
    case 'brought-in':
    case 'bring-in-failed':
      return event.type === 'closed' || event.type === 'went-back' ? leave() : [state];
    default:
      return [step satisfies never];
  }
}

function start(state: BringIn, event: Started): BringInResult {
  const { proof, notice, from } = event;
  if (state.step !== 'bring-in-starting' && !from) return goOn({ ...state, proof });
  if (!notice) return begin(proof, from);
  return [{ step: 'bring-in-notice', notice, proof, ...(from && { from }) }];
}

/** Goes on after a lock with what waited for the PIN. */
function goOn(state: Exclude<BringIn, { readonly step: 'bring-in-starting' }>): BringInResult {
  if (state.step === 'bring-in-comparing') return compare(state.proof, state);
  if (state.step !== 'bring-in-preview' || !state.wanted) return [state];
  const { wanted, ...preview } = state;
  return keep(preview);
}

/** A write that is under way ends with the proof that it has. */
function withoutProof(state: BringIn): BringIn {
  if (state.step === 'bring-in-starting' || state.step === 'bring-in-keeping') return state;
  return state.proof === undefined ? state : { ...state, proof: undefined };
}

/** Reads or compares what was brought, or asks for a file. */
function begin(proof: Proof, from: BroughtFrom | undefined): BringInResult {
  if (!from) return [{ step: 'choose-file', proof }];
  return from.by === 'file' ? readFile(proof, from.file) : compare(proof, from);
}

function readFile(proof: Proof, file: FileHandle): BringInResult {
  return [
    { step: 'reading-file', file, locked: false, proof },
    { type: 'read-file', file },
  ];
}

function compare(proof: Proof, { source, by, origin }: Read): BringInResult {
  return [
    { step: 'bring-in-comparing', source, by, proof, ...originOf(origin) },
    proof === undefined ? { type: 'ask-pin' } : { type: 'compare', source, proof },
  ];
}

function originOf(origin: FileOrigin | undefined): { readonly origin?: FileOrigin } {
  return origin === undefined ? {} : { origin };
}

/** What was read is overwritten: it may have the keys of every account. */
function chooseAgain(proof: Proof, problem?: ErrorCode): BringInResult {
  return [{ step: 'choose-file', proof, ...(problem && { problem }) }, { type: 'forget' }];
}

function leave(account?: string): BringInResult {
  const to = account === undefined ? {} : { account };
  return [BRING_IN_START, { type: 'forget' }, { type: 'leave', ...to }];
}

function fromNotice(state: At<'bring-in-notice'>, event: BringInEvent): BringInResult {
  switch (event.type) {
    case 'notice-accepted':
      return begin(state.proof, state.from);
    case 'went-back':
      return leave();
    default:
      return [state];
  }
}

function fromChooseFile(state: At<'choose-file'>, event: BringInEvent): BringInResult {
  switch (event.type) {
    case 'file-chosen':
      return readFile(state.proof, event.file);
    case 'failed':
      return [{ ...state, problem: event.code }];
    case 'went-back':
      return leave();
    default:
      return [state];
  }
}

function fromPassword(state: At<'file-password'>, event: BringInEvent): BringInResult {
  const { file, origin, proof } = state;
  switch (event.type) {
    case 'password-typed':
      return [
        { step: 'reading-file', file, locked: true, proof, ...originOf(origin) },
        { type: 'read-file', file, password: event.password },
      ];
    case 'file-chosen':
      return readFile(proof, event.file);
    case 'went-back':
      return chooseAgain(proof);
    default:
      return [state];
  }
}

function fromReading(state: At<'reading-file'>, event: BringInEvent): BringInResult {
  const { file, locked, origin, proof } = state;
  switch (event.type) {
    case 'password-needed':
      return [{ step: 'file-password', file, proof, ...originOf(event.origin) }];
    case 'source-read':
      return compare(proof, { source: event.source, by: 'file', origin: event.origin });
    case 'went-back':
      return locked
        ? [{ step: 'file-password', file, proof, ...originOf(origin) }]
        : chooseAgain(proof);
    case 'failed':
      // Another password may open it; nothing else about the file changes.
      return event.code === 'FILE_PASSWORD_WRONG'
        ? [{ step: 'file-password', file, problem: event.code, proof, ...originOf(origin) }]
        : chooseAgain(proof, event.code);
    default:
      return [state];
  }
}

function fromComparing(state: At<'bring-in-comparing'>, event: BringInEvent): BringInResult {
  const { source, by, origin, proof } = state;
  switch (event.type) {
    case 'compared': {
      const read = { source, by, ...originOf(origin) };
      const leftOut = new Set<number>();
      return [{ step: 'bring-in-preview', ...read, list: event.list, leftOut, proof }];
    }
    case 'failed':
      return event.code === 'LOCKED'
        ? [{ ...state, proof: undefined }, { type: 'ask-pin' }]
        : [{ step: 'bring-in-failed', error: event.code, proof }, { type: 'forget' }];
    case 'went-back':
      return leave();
    default:
      return [state];
  }
}

function fromPreview(state: At<'bring-in-preview'>, event: BringInEvent): BringInResult {
  switch (event.type) {
    case 'switched':
      return [switchPlace(state, event.place, event.on)];
    case 'keep-wanted':
      return keep(state);
    case 'went-back':
      return leave();
    default:
      return [state];
  }
}

function switchPlace(
  state: At<'bring-in-preview'>,
  place: number,
  on: boolean,
): At<'bring-in-preview'> {
  const account = state.list.accounts.find((each) => each.place === place);
  if (!account || account.here || state.leftOut.has(place) !== on) return state;
  const leftOut = new Set(state.leftOut);
  if (on) leftOut.delete(place);
  else leftOut.add(place);
  return { ...state, leftOut };
}

function keep(state: At<'bring-in-preview'>): BringInResult {
  const { source, by, origin, list, leftOut, proof } = state;
  if (!hasWork(state)) return leave();
  if (proof === undefined) return [{ ...state, wanted: true }, { type: 'ask-pin' }];
  return [
    { step: 'bring-in-keeping', source, by, list, leftOut, proof, ...originOf(origin) },
    { type: 'keep', source, proof, places: placesToKeep(state) },
  ];
}

/** One account that was scanned opens with its code; of several, their number is said. */
function fromKeeping(state: At<'bring-in-keeping'>, event: BringInEvent): BringInResult {
  const { source, by, origin, list, leftOut, proof } = state;
  switch (event.type) {
    case 'kept':
      return singleOf(state) ? leave(event.ids[0]) : [broughtIn(state), { type: 'forget' }];
    case 'failed': {
      const read = { source, by, ...originOf(origin) };
      const preview = { step: 'bring-in-preview', ...read, list, leftOut } as const;
      return event.code === 'LOCKED'
        ? [{ ...preview, wanted: true, proof: undefined }, { type: 'ask-pin' }]
        : [{ ...preview, problem: event.code, proof }];
    }
    default:
      return [state];
  }
}

function broughtIn(state: At<'bring-in-keeping'>): At<'brought-in'> {
  const { origin, proof } = state;
  const counts = origin === 'backup' && addsCounting(state);
  const end = { step: 'brought-in', added: countToAdd(state), proof } as const;
  return { ...end, ...originOf(origin), ...(counts && { counts }) };
}
