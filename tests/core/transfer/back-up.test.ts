/** The machine of a backup file: every way through it, and that nothing is claimed early. */
import { describe, expect, it } from 'vitest';

import { BACK_UP_START, backUpTransition } from '../../../src/core/transfer/back-up.ts';
import type {
  BackUp,
  BackUpEvent,
  BackUpResult,
} from '../../../src/core/transfer/back-up-types.ts';

const last = { at: 5, proven: false, ids: ['aa'] };
const file = 'tessera-2026-11-27.age';

/** Sends events in turn; returns the last result. */
function walk(start: BackUp, ...events: readonly BackUpEvent[]): BackUpResult {
  return events.reduce<BackUpResult>(([state], event) => backUpTransition(state, event), [start]);
}

const TO_SAVED: readonly BackUpEvent[] = [
  { type: 'started' },
  { type: 'last-read', last: undefined },
  { type: 'begun' },
  { type: 'written-down' },
  { type: 'checked', right: true },
  { type: 'written', file },
  { type: 'save-wanted', way: 'share' },
  { type: 'saved' },
];
const PROOF: readonly BackUpEvent[] = [
  { type: 'file-chosen' },
  { type: 'file-opened' },
  { type: 'passphrase-given' },
];

/** Every event, with something in it. */
const EVERYTHING: readonly BackUpEvent[] = [
  ...TO_SAVED,
  ...PROOF,
  { type: 'last-read', last },
  { type: 'proof-wanted' },
  { type: 'own-wanted' },
  { type: 'own-given', long: true },
  { type: 'own-given', long: false },
  { type: 'checked', right: false },
  { type: 'save-wanted', way: 'download' },
  { type: 'save-refused', problem: 'cancelled' },
  { type: 'compared', missing: ['aa'], total: 2 },
  { type: 'compared', missing: [], total: 2 },
  { type: 'failed', code: 'FILE_PASSWORD_WRONG' },
  { type: 'failed', code: 'STORAGE_FULL' },
  { type: 'went-back' },
  { type: 'pin-lacking' },
  { type: 'pin-wanted' },
];

/** Whether a step goes on once the PIN was entered. */
function waits(state: BackUp): boolean {
  return 'waits' in state;
}

/** All states that can be reached, each with the event that first led there. */
function reachable(): ReadonlyMap<string, readonly [BackUp, BackUpEvent | undefined, BackUp]> {
  const found = new Map<string, readonly [BackUp, BackUpEvent | undefined, BackUp]>([
    [JSON.stringify(BACK_UP_START), [BACK_UP_START, undefined, BACK_UP_START]],
  ]);
  for (const [state] of found.values())
    for (const event of EVERYTHING) {
      const [next] = backUpTransition(state, event);
      if (!found.has(JSON.stringify(next))) found.set(JSON.stringify(next), [next, event, state]);
    }
  return found;
}

describe('the way through', () => {
  it('leads from the list to the proof', () => {
    expect(walk(BACK_UP_START, ...TO_SAVED)).toEqual([{ step: 'back-up-saved', file }]);
    expect(walk(BACK_UP_START, ...TO_SAVED, ...PROOF)).toEqual([
      { step: 'back-up-comparing', file },
      { type: 'compare' },
    ]);
    const compared = { type: 'compared', missing: [], total: 23 } as const;
    expect(walk(BACK_UP_START, ...TO_SAVED, ...PROOF, compared)).toEqual([
      { step: 'back-up-proven', total: 23 },
    ]);
  });

  it('names what is missing, and begins again', () => {
    const compared = { type: 'compared', missing: ['aa'], total: 23 } as const;
    const [state] = walk(BACK_UP_START, ...TO_SAVED, ...PROOF, compared);
    expect(state).toEqual({ step: 'back-up-missing', ids: ['aa'], total: 23 });
    expect(walk(state, { type: 'begun' })).toEqual([
      { step: 'back-up-passphrase' },
      { type: 'forget' },
      { type: 'draw-passphrase' },
    ]);
  });

  it('names in the list what cannot be read', () => {
    const read = { type: 'last-read', last: undefined, unreadable: ['bb'] } as const;
    expect(walk(BACK_UP_START, read)).toEqual([{ step: 'back-up-list', unreadable: ['bb'] }]);
  });

  it('tries a file that was saved earlier', () => {
    const known = [{ type: 'started' }, { type: 'last-read', last }] as const;
    expect(walk(BACK_UP_START, ...known)).toEqual([{ step: 'back-up-list', last }]);
    expect(walk(BACK_UP_START, ...known, { type: 'proof-wanted' })).toEqual([
      { step: 'back-up-saved' },
    ]);
    expect(
      walk(
        BACK_UP_START,
        { type: 'started' },
        { type: 'last-read', last: undefined },
        { type: 'proof-wanted' },
      ),
    ).toEqual([{ step: 'back-up-list' }]);
  });
});

describe('nothing is claimed', () => {
  it('as proven but after a comparison that missed nothing', () => {
    for (const [state, event, before] of reachable().values()) {
      if (state.step !== 'back-up-proven') continue;
      expect(before.step).toBe('back-up-comparing');
      expect(event).toMatchObject({ type: 'compared', missing: [] });
    }
    expect([...reachable().values()].some(([{ step }]) => step === 'back-up-proven')).toBe(true);
  });

  it('as saved but after the browser took the file, or where one was saved before', () => {
    for (const [state, event] of reachable().values()) {
      if (state.step !== 'back-up-saved') continue;
      expect(['saved', 'proof-wanted', 'went-back', 'failed']).toContain(event?.type);
    }
    for (const event of EVERYTHING) {
      const [next] = backUpTransition({ step: 'back-up-save', file }, event);
      expect(next.step).not.toBe('back-up-saved');
    }
  });

  it('where the sheet was closed or did not work', () => {
    for (const problem of ['cancelled', 'UNEXPECTED'] as const)
      expect(walk({ step: 'back-up-saving', file }, { type: 'save-refused', problem })).toEqual([
        { step: 'back-up-save', file, problem },
      ]);
  });
});

describe('what goes wrong', () => {
  it('asks for the third group again, and shows the same passphrase', () => {
    const check = { step: 'back-up-check', own: false } as const;
    expect(walk(check, { type: 'checked', right: false })).toEqual([{ ...check, wrong: true }]);
    expect(walk(check, { type: 'went-back' })).toEqual([{ step: 'back-up-passphrase' }]);
  });

  it('asks for a longer passphrase of the person’s own, and draws one again', () => {
    const own = { step: 'back-up-own' } as const;
    expect(walk(own, { type: 'own-given', long: false })).toEqual([{ ...own, short: true }]);
    expect(walk(own, { type: 'own-given', long: true })).toEqual([
      { step: 'back-up-check', own: true },
    ]);
    expect(walk(own, { type: 'went-back' })).toEqual([
      { step: 'back-up-passphrase' },
      { type: 'forget' },
      { type: 'draw-passphrase' },
    ]);
  });

  it('asks for the passphrase again, or for the file', () => {
    const comparing = { step: 'back-up-comparing', file } as const;
    const wrong = 'FILE_PASSWORD_WRONG';
    expect(walk(comparing, { type: 'failed', code: wrong })).toEqual([
      { step: 'back-up-open', file, problem: wrong },
    ]);
    for (const code of ['BACKUP_DIFFERS', 'FILE_DAMAGED', 'FILE_NO_MEMORY'] as const)
      expect(walk(comparing, { type: 'failed', code })).toEqual([
        { step: 'back-up-saved', file, problem: code },
      ]);
    expect(walk(comparing, { type: 'failed', code: 'STORAGE_FULL' })).toEqual([
      { step: 'back-up-failed', code: 'STORAGE_FULL' },
    ]);
  });

  it('begins again after a lock, from what is known then', () => {
    expect(walk({ step: 'back-up-failed', code: 'LOCKED' }, { type: 'started' })).toEqual([
      { step: 'back-up-looking' },
      { type: 'forget' },
      { type: 'read-last' },
    ]);
    for (const [state] of reachable().values())
      if (state.step !== 'back-up-looking' && state.step !== 'back-up-failed' && !waits(state))
        expect(walk(state, { type: 'started' })).toEqual([state]);
  });
});

it('takes the same step again once the PIN was entered', () => {
  const steps = [
    [{ step: 'back-up-writing' }, 'write'],
    [{ step: 'back-up-comparing', file }, 'compare'],
  ] as const;
  for (const [state, effect] of steps) {
    const waiting = { ...state, waits: true };
    expect(walk(state, { type: 'pin-lacking' })).toEqual([waiting, { type: 'ask-pin' }]);
    expect(walk(waiting as BackUp, { type: 'started' })).toEqual([state, { type: effect }]);
  }
});

it('leads out of every step, and forgets on the way', () => {
  for (const [start] of reachable().values()) {
    let result: BackUpResult = [start];
    const effects: string[] = [];
    for (let steps = 0; steps < 8 && !effects.includes('leave'); steps++) {
      const [{ step }] = result;
      const event: BackUpEvent =
        step === 'back-up-looking'
          ? { type: 'last-read', last }
          : step === 'back-up-saving'
            ? { type: 'saved' }
            : { type: 'went-back' };
      result = backUpTransition(result[0], event);
      effects.push(...result.slice(1).map((effect) => (effect as { type: string }).type));
    }
    expect([start, effects]).toEqual([start, expect.arrayContaining(['leave'])]);
  }
});

it('returns the same object for an event that means nothing there', () => {
  for (const [state] of reachable().values())
    for (const event of EVERYTHING) {
      const [next, ...effects] = backUpTransition(state, event);
      const isRepeated = event.type === 'checked' || event.type === 'own-given';
      const isSame = JSON.stringify(next) === JSON.stringify(state);
      if (isSame && effects.length === 0 && !isRepeated) expect(next).toBe(state);
    }
});
