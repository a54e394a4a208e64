/** Bringing accounts of other servers in, as a pure state machine: nothing is kept before a tap. */
import type { ProofHandle } from '../authentication.ts';
import type { ErrorCode } from '../errors.ts';
import { hasWork, singleOf } from './bring-in-list.ts';
import type {
  BringIn,
  BringInEvent,
  BringInResult,
  BroughtFrom,
  FileHandle,
  Previewed,
  SourceHandle,
} from './bring-in-types.ts';

type At<A extends BringIn['at']> = Extract<BringIn, { readonly at: A }>;

export const BRING_IN_START: BringIn = { at: 'idle' };

/** Returns the next state and its effects; the same object for an event that means nothing here. */
export function bringInTransition(state: BringIn, event: BringInEvent): BringInResult {
  if (event.type === 'started') return start(event);
  const { at } = state;
  switch (at) {
    case 'idle':
      return [state];
    case 'notice':
      return fromNotice(state, event);
    case 'choose-file':
      return fromChooseFile(state, event);
    case 'file-password':
      return fromPassword(state, event);
    case 'reading-file':
      return fromReading(state, event);
    case 'comparing':
      return fromComparing(state, event);
    case 'preview':
      return fromPreview(state, event);
    case 'keeping':
      return fromKeeping(state, event);
    case 'kept':
    case 'bring-in-failed':
      return event.type === 'closed' || event.type === 'went-back' ? leave() : [state];
    default:
      return [at satisfies never];
  }
}

function start(event: Extract<BringInEvent, { readonly type: 'started' }>): BringInResult {
  const { proof, notice, from } = event;
  if (!notice) return begin(proof, from);
  return [{ at: 'notice', notice, proof, ...(from && { from }) }];
}

/** Reads or compares what was brought, or asks for a file. */
function begin(proof: ProofHandle, from: BroughtFrom | undefined): BringInResult {
  if (!from) return [{ at: 'choose-file', proof }];
  return from.by === 'file' ? readFile(proof, from.file) : compare(proof, from.source, 'code');
}

function readFile(proof: ProofHandle, file: FileHandle): BringInResult {
  return [
    { at: 'reading-file', file, locked: false, proof },
    { type: 'read-file', file },
  ];
}

function compare(proof: ProofHandle, source: SourceHandle, by: BroughtFrom['by']): BringInResult {
  return [
    { at: 'comparing', source, by, proof },
    { type: 'compare', source, proof },
  ];
}

/** What was read is overwritten: it may hold the keys of every account. */
function chooseAgain(proof: ProofHandle, problem?: ErrorCode): BringInResult {
  return [{ at: 'choose-file', proof, ...(problem && { problem }) }, { type: 'forget' }];
}

function leave(account?: string): BringInResult {
  const to = account === undefined ? {} : { account };
  return [BRING_IN_START, { type: 'forget' }, { type: 'leave', ...to }];
}

function fromNotice(state: At<'notice'>, event: BringInEvent): BringInResult {
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
    case 'went-back':
      return leave();
    default:
      return [state];
  }
}

function fromPassword(state: At<'file-password'>, event: BringInEvent): BringInResult {
  const { file, proof } = state;
  switch (event.type) {
    case 'password-typed':
      return [
        { at: 'reading-file', file, locked: true, proof },
        { type: 'read-file', file, password: event.password },
      ];
    case 'went-back':
      return chooseAgain(proof);
    default:
      return [state];
  }
}

function fromReading(state: At<'reading-file'>, event: BringInEvent): BringInResult {
  const { file, locked, proof } = state;
  switch (event.type) {
    case 'password-needed':
      return [{ at: 'file-password', file, proof }];
    case 'source-read':
      return compare(proof, event.source, 'file');
    case 'went-back':
      return locked ? [{ at: 'file-password', file, proof }] : chooseAgain(proof);
    case 'failed':
      // Another password may open it; nothing else about the file changes.
      return event.code === 'FILE_PASSWORD_WRONG'
        ? [{ at: 'file-password', file, problem: event.code, proof }]
        : chooseAgain(proof, event.code);
    default:
      return [state];
  }
}

function fromComparing(state: At<'comparing'>, event: BringInEvent): BringInResult {
  const { source, by, proof } = state;
  switch (event.type) {
    case 'compared':
      return [{ at: 'preview', source, by, list: event.list, leftOut: new Set(), proof }];
    case 'failed':
      return [{ at: 'bring-in-failed', error: event.code, proof }, { type: 'forget' }];
    case 'went-back':
      return leave();
    default:
      return [state];
  }
}

function fromPreview(state: At<'preview'>, event: BringInEvent): BringInResult {
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

function switchPlace(state: At<'preview'>, place: number, on: boolean): BringIn {
  const account = state.list.accounts.find((each) => each.place === place);
  if (!account || account.here !== undefined || state.leftOut.has(place) !== on) return state;
  const leftOut = new Set(state.leftOut);
  if (on) leftOut.delete(place);
  else leftOut.add(place);
  return { ...state, leftOut };
}

function keep(state: At<'preview'>): BringInResult {
  const { source, by, list, leftOut, proof } = state;
  if (!hasWork(state)) return leave(singleOf(state)?.here);
  return [
    { at: 'keeping', source, by, list, leftOut, proof },
    { type: 'keep', source, proof, leftOut },
  ];
}

function fromKeeping(state: At<'keeping'>, event: BringInEvent): BringInResult {
  const { source, by, list, leftOut, proof } = state;
  switch (event.type) {
    case 'kept':
      return afterKeeping(state, event.added, proof);
    case 'failed':
      return [{ at: 'preview', source, by, list, leftOut, problem: event.code, proof }];
    default:
      return [state];
  }
}

/** One account that was scanned opens with its code; of several, their number is said. */
function afterKeeping(
  previewed: Previewed,
  added: readonly string[],
  proof: ProofHandle,
): BringInResult {
  const single = singleOf(previewed);
  if (single) return leave(added[0] ?? single.here);
  return [{ at: 'kept', added: added.length, proof }, { type: 'forget' }];
}
