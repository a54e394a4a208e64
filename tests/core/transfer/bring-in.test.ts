/** Bringing accounts in: every way through the machine, and what means nothing in a state. */
import { describe, expect, it } from 'vitest';

import { BRING_IN_START, bringInTransition } from '../../../src/core/transfer/bring-in.ts';
import type {
  BringIn,
  BringInEvent,
  BroughtAccount,
  BroughtList,
} from '../../../src/core/transfer/bring-in-types.ts';

const PROOF = 7;
const FILE = 3;
const SOURCE = 5;

const account = (place: number, more: Partial<BroughtAccount> = {}): BroughtAccount => ({
  place,
  type: 'totp',
  issuer: `Site ${place}`,
  label: 'me@example.org',
  ...more,
});

const listOf = (...accounts: BroughtAccount[]): BroughtList => ({
  accounts,
  refused: [],
  others: 0,
});

/** Sends events one after another; returns the last state and all effects. */
function run(...events: BringInEvent[]) {
  let state: BringIn = BRING_IN_START;
  const effects = [];
  for (const event of events) {
    const [next, ...more] = bringInTransition(state, event);
    state = next;
    effects.push(...more);
  }
  return { state, effects, last: effects.at(-1) };
}

const started = (more: Partial<Extract<BringInEvent, { type: 'started' }>> = {}) =>
  ({ type: 'started', proof: PROOF, ...more }) as const;
const byCode = started({ from: { by: 'code', source: SOURCE } });
const byFile = started({ from: { by: 'file', file: FILE } });
const compared = (list: BroughtList) => ({ type: 'compared', list }) as const;
const back = { type: 'went-back' } as const;
const keepWanted = { type: 'keep-wanted' } as const;

describe('from a code', () => {
  const single = [byCode, compared(listOf(account(0)))] as const;

  it('compares under the confirmed PIN, then shows what was read, and keeps nothing', () => {
    const { state, effects } = run(...single);
    expect(effects).toEqual([{ type: 'compare', source: SOURCE, proof: PROOF }]);
    expect(state).toMatchObject({ step: 'bring-in-preview', by: 'code' });
  });

  it('opens the one account with its code, once it is kept', () => {
    const { state, effects } = run(...single, keepWanted, { type: 'kept', ids: ['ab'] });
    expect(state).toBe(BRING_IN_START);
    expect(effects.slice(1)).toEqual([
      { type: 'keep', source: SOURCE, proof: PROOF, places: [0] },
      { type: 'forget' },
      { type: 'leave', account: 'ab' },
    ]);
  });

  it('opens one that is here already', () => {
    const { effects } = run(byCode, compared(listOf(account(0, { here: true }))), keepWanted, {
      type: 'kept',
      ids: ['cd'],
    });
    expect(effects.map(({ type }) => type)).toEqual(['compare', 'keep', 'forget', 'leave']);
    expect(effects.at(-1)).toEqual({ type: 'leave', account: 'cd' });
  });

  it('leaves one out whose key no PIN can hide, and keeps nothing', () => {
    const { effects } = run(
      byCode,
      compared(listOf(account(0, { unhidden: true }))),
      { type: 'switched', place: 0, on: false },
      keepWanted,
    );
    expect(effects.slice(1)).toEqual([{ type: 'forget' }, { type: 'leave' }]);
  });

  it('says how many of several are here', () => {
    const { state, effects } = run(byCode, compared(listOf(account(0), account(1))), keepWanted, {
      type: 'kept',
      ids: ['ab', 'cd'],
    });
    expect(state).toEqual({ step: 'brought-in', added: 2, proof: PROOF });
    expect(effects.at(-1)).toEqual({ type: 'forget' });
  });

  it('forgets what was read where it cannot be compared', () => {
    const { state, last } = run(byCode, { type: 'failed', code: 'VAULT_DAMAGED' });
    expect(state).toMatchObject({ step: 'bring-in-failed', error: 'VAULT_DAMAGED' });
    expect(last).toEqual({ type: 'forget' });
  });
});

describe('from a file', () => {
  it('asks for a file where none was brought', () => {
    expect(run(started()).state).toEqual({ step: 'choose-file', proof: PROOF });
    expect(run(started(), { type: 'file-chosen', file: FILE })).toMatchObject({
      state: { step: 'reading-file', locked: false },
      last: { type: 'read-file', file: FILE },
    });
  });

  it('reads a file that was dropped or shared at once', () => {
    expect(run(byFile).effects).toEqual([{ type: 'read-file', file: FILE }]);
  });

  it('asks for a password where the file needs one, and again for a wrong one', () => {
    const asked = [byFile, { type: 'password-needed' }] as const;
    expect(run(...asked).state).toEqual({ step: 'file-password', file: FILE, proof: PROOF });
    const typed = [...asked, { type: 'password-typed', password: 9 }] as const;
    expect(run(...typed)).toMatchObject({
      state: { step: 'reading-file', locked: true },
      last: { type: 'read-file', file: FILE, password: 9 },
    });
    expect(run(...typed, { type: 'failed', code: 'FILE_PASSWORD_WRONG' }).state).toMatchObject({
      step: 'file-password',
      problem: 'FILE_PASSWORD_WRONG',
    });
    expect(run(...typed, { type: 'source-read', source: SOURCE })).toMatchObject({
      state: { step: 'bring-in-comparing', by: 'file' },
      last: { type: 'compare', source: SOURCE, proof: PROOF },
    });
  });

  it('knows of what file the accounts are until they are here', () => {
    const origin = 'backup';
    const asked = [byFile, { type: 'password-needed', origin }] as const;
    const typed = [...asked, { type: 'password-typed', password: 9 }] as const;
    for (const { state } of [
      run(...asked),
      run(...typed),
      run(...typed, { type: 'failed', code: 'FILE_PASSWORD_WRONG' }),
      run(...typed, back),
    ])
      expect(state).toMatchObject({ origin });
    const counting = listOf(account(0, { type: 'hotp' }), account(1));
    const read = [...typed, { type: 'source-read', source: SOURCE, origin }] as const;
    const locked = { type: 'failed', code: 'LOCKED' } as const;
    const kept = { type: 'kept', ids: ['ab', 'cd'] } as const;
    const way = [...read, locked, started(), compared(counting), keepWanted, locked, started()];
    expect(run(...way, kept).state).toEqual({
      step: 'brought-in',
      added: 2,
      proof: PROOF,
      origin,
      counts: true,
    });
  });

  it('says nothing of counters where none counts, or it is left out', () => {
    const read = [byFile, { type: 'source-read', source: SOURCE, origin: 'backup' }] as const;
    const counting = listOf(account(0), account(1, { type: 'hotp', unhidden: true }));
    const out = { type: 'switched', place: 1, on: false } as const;
    const kept = { type: 'kept', ids: ['ab'] } as const;
    const { state } = run(...read, compared(counting), out, keepWanted, kept);
    expect(state).toMatchObject({ step: 'brought-in', added: 1, origin: 'backup' });
    expect(state).not.toHaveProperty('counts');
  });

  it('stops reading, and asks for another file or for the password again', () => {
    expect(run(byFile, back)).toMatchObject({
      state: { step: 'choose-file' },
      last: { type: 'forget' },
    });
    const trying = run(
      byFile,
      { type: 'password-needed' },
      { type: 'password-typed', password: 9 },
    );
    expect(bringInTransition(trying.state, back)[0].step).toBe('file-password');
  });

  it('names why a file cannot be read, and takes another one', () => {
    const { state, last } = run(byFile, { type: 'failed', code: 'FILE_UNKNOWN' });
    expect(state).toEqual({ step: 'choose-file', proof: PROOF, problem: 'FILE_UNKNOWN' });
    expect(last).toEqual({ type: 'forget' });
    expect(bringInTransition(state, { type: 'file-chosen', file: 4 })[0].step).toBe('reading-file');
  });

  it('does not open a code after a single account of a file', () => {
    const { state } = run(
      byFile,
      { type: 'source-read', source: SOURCE },
      compared(listOf(account(0))),
      keepWanted,
      { type: 'kept', ids: ['ab'] },
    );
    expect(state).toMatchObject({ step: 'brought-in', added: 1 });
  });
});

describe('what is said before the first account', () => {
  for (const notice of ['first', 'erased'] as const) {
    it(`reads and compares nothing before "${notice}" was accepted`, () => {
      const first = started({ notice, from: { by: 'code', source: SOURCE } });
      const { state, effects } = run(first);
      expect(state).toMatchObject({ step: 'bring-in-notice', notice });
      expect(effects).toEqual([]);
      expect(run(first, { type: 'notice-accepted' }).effects).toEqual([
        { type: 'compare', source: SOURCE, proof: PROOF },
      ]);
      expect(run(first, back).effects).toEqual([{ type: 'forget' }, { type: 'leave' }]);
    });
  }
});

describe('the list', () => {
  const shown = [
    byFile,
    { type: 'source-read', source: SOURCE },
    compared(listOf(account(0), account(1, { here: true }), account(2, { unhidden: true }))),
  ] as const;

  it('switches what is new, and nothing that is here already', () => {
    const off = (place: number) => ({ type: 'switched', place, on: false }) as const;
    const { state } = run(...shown, off(0), off(2), { type: 'switched', place: 2, on: true });
    expect(state).toMatchObject({ leftOut: new Set([0]) });
    expect(bringInTransition(state, off(1))).toEqual([state]);
    expect(bringInTransition(state, off(0))[0]).toBe(state);
    expect(bringInTransition(state, off(9))[0]).toBe(state);
  });

  it('keeps all but what is left out', () => {
    const { last } = run(...shown, { type: 'switched', place: 2, on: false }, keepWanted);
    expect(last).toEqual({ type: 'keep', source: SOURCE, proof: PROOF, places: [0] });
  });

  it('loses nothing where they cannot be kept', () => {
    const before = run(...shown, { type: 'switched', place: 2, on: false });
    const [keeping] = bringInTransition(before.state, keepWanted);
    const [after, ...effects] = bringInTransition(keeping, {
      type: 'failed',
      code: 'STORAGE_FULL',
    });
    expect(after).toEqual({ ...before.state, problem: 'STORAGE_FULL' });
    expect(effects).toEqual([]);
  });

  it('cannot be left while it is being kept', () => {
    const { state } = run(...shown, keepWanted);
    expect(bringInTransition(state, back)).toEqual([state]);
  });

  it('keeps nothing on Back', () => {
    expect(run(...shown, back).effects.slice(2)).toEqual([{ type: 'forget' }, { type: 'leave' }]);
  });
});

describe('a lock', () => {
  const locked = { type: 'locked' } as const;
  const shown = [byCode, compared(listOf(account(0)))] as const;

  it('keeps what was read, and asks for the PIN before anything is compared', () => {
    const { state, last } = run(byFile, locked, { type: 'source-read', source: SOURCE });
    expect(state).toMatchObject({ step: 'bring-in-comparing', proof: undefined });
    expect(last).toEqual({ type: 'ask-pin' });
    expect(bringInTransition(state, started({ proof: 8 }))).toEqual([
      { ...state, proof: 8 },
      { type: 'compare', source: SOURCE, proof: 8 },
    ]);
  });

  it('asks for the PIN before anything is kept, and keeps it then', () => {
    const { state, last } = run(...shown, locked, keepWanted);
    expect(state).toMatchObject({ step: 'bring-in-preview', wanted: true });
    expect(last).toEqual({ type: 'ask-pin' });
    expect(bringInTransition(state, started({ proof: 8 }))).toMatchObject([
      { step: 'bring-in-keeping', proof: 8 },
      { type: 'keep', proof: 8, places: [0] },
    ]);
  });

  it('while they are compared or kept asks for the PIN, where the vault did not finish', () => {
    for (const events of [[byCode], [...shown, keepWanted]]) {
      const { state, last } = run(...events, locked, { type: 'failed', code: 'LOCKED' });
      expect(last).toEqual({ type: 'ask-pin' });
      expect(bringInTransition(state, started({ proof: 8 }))[1]).toMatchObject({ proof: 8 });
    }
  });

  it('changes nothing where a list is only looked at', () => {
    const { state } = run(...shown, locked);
    expect(bringInTransition(state, started({ proof: 8 }))).toEqual([{ ...state, proof: 8 }]);
    expect(bringInTransition(state, locked)).toEqual([state]);
    expect(bringInTransition(BRING_IN_START, locked)[0]).toBe(BRING_IN_START);
  });
});

it('names why a picture that was dropped cannot be read', () => {
  expect(run(started(), { type: 'failed', code: 'NO_CODE_IN_PICTURE' }).state).toEqual({
    step: 'choose-file',
    proof: PROOF,
    problem: 'NO_CODE_IN_PICTURE',
  });
});

it('takes another file where a password is asked for', () => {
  expect(run(byFile, { type: 'password-needed' }, { type: 'file-chosen', file: 4 })).toMatchObject({
    state: { step: 'reading-file', file: 4, locked: false },
    last: { type: 'read-file', file: 4 },
  });
});

it('begins anew with what is brought while something else is shown', () => {
  const next = started({ proof: 8, from: { by: 'code', source: 6 } });
  expect(run(byFile, { type: 'failed', code: 'FILE_UNKNOWN' }, next)).toMatchObject({
    state: { step: 'bring-in-comparing', source: 6, proof: 8 },
    last: { type: 'compare', source: 6, proof: 8 },
  });
});

it('ignores what means nothing in a state', () => {
  const events: BringInEvent[] = [
    { type: 'notice-accepted' },
    { type: 'password-needed' },
    { type: 'password-typed', password: 1 },
    { type: 'source-read', source: 1 },
    compared(listOf()),
    { type: 'switched', place: 0, on: false },
    keepWanted,
    { type: 'kept', ids: [] },
    { type: 'closed' },
  ];
  for (const state of [BRING_IN_START, run(started()).state])
    for (const event of events) expect(bringInTransition(state, event)).toEqual([state]);
});

it('says why it could not begin', () => {
  const { state, last } = run({ type: 'failed', code: 'STORAGE_BLOCKED' });
  expect(state).toEqual({ step: 'bring-in-failed', error: 'STORAGE_BLOCKED' });
  expect(last).toEqual({ type: 'forget' });
  expect(bringInTransition(state, { type: 'closed' })[2]).toEqual({ type: 'leave' });
});
