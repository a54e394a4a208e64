/** The new phone's machine: its way, its limits, and what no order of events can bring about. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import {
  RECEIVE_START,
  receiveStage,
  receiveTransition,
} from '../../../src/core/transfer/receive.ts';
import type {
  Arrived,
  Receive,
  ReceiveEffect,
  ReceiveEvent,
} from '../../../src/core/transfer/receive-types.ts';
import { runs } from '../../chance.ts';

const asked = { request: 'TESM:1', number: '45756132' };
const arrived: Arrived = { accounts: 23, names: [['Bank']], here: 3, unhidden: [] };
const KEEP: ReceiveEvent = { type: 'receive-keep-wanted' };

const TO_ASKING: ReceiveEvent[] = [{ type: 'request-made', asked }];
const TO_COLLECTING: ReceiveEvent[] = [...TO_ASKING, { type: 'receive-scan-wanted' }];
const TO_OPENING: ReceiveEvent[] = [
  ...TO_COLLECTING,
  { type: 'part-read', rank: 1, of: 2 },
  { type: 'part-read', rank: 2, of: 2 },
  { type: 'collected' },
];

function walk(...events: readonly ReceiveEvent[]): { state: Receive; effects: ReceiveEffect[] } {
  let state: Receive = RECEIVE_START;
  const effects: ReceiveEffect[] = [];
  for (const event of events) {
    const [next, ...caused] = receiveTransition(state, event);
    state = next;
    effects.push(...caused);
  }
  return { state, effects };
}

describe('the new phone', () => {
  it('goes from the request to the receipt', () => {
    const { state, effects } = walk(...TO_OPENING, { type: 'opened', arrived }, KEEP, {
      type: 'sealed',
      accounts: 23,
      here: 3,
      receipt: '33658235',
    });
    expect(effects).toEqual([
      { type: 'limit', of: 'asking', ms: 600_000 },
      { type: 'limit', of: 'collecting', ms: 600_000 },
      { type: 'open' },
      { type: 'seal' },
      { type: 'forget' },
    ]);
    expect(state).toEqual({ step: 'receive-done', accounts: 23, here: 3, receipt: '33658235' });
  });

  it('keeps its key while the person looks at the code again', () => {
    const { state, effects } = walk(
      ...TO_COLLECTING,
      { type: 'part-read', rank: 1, of: 5 },
      { type: 'receive-code-wanted' },
      { type: 'receive-scan-wanted' },
    );
    expect(receiveStage(state)).toBe(asked.request);
    // The time for collecting is counted from the first scan.
    expect(effects.filter(({ type }) => type === 'limit')).toHaveLength(2);
  });

  it('makes another key when the request’s time is over', () => {
    const late: ReceiveEvent = { type: 'time-over', of: 'asking' };
    const { state, effects } = walk(...TO_ASKING, late);
    expect(state).toEqual({ step: 'receive-preparing' });
    expect(effects.slice(-2)).toEqual([{ type: 'forget' }, { type: 'make-request' }]);
    expect(walk(...TO_COLLECTING, late).state.step).toBe('receive-collecting');
    expect(walk(...TO_COLLECTING, late, { type: 'receive-code-wanted' }).state.step).toBe(
      'receive-preparing',
    );
  });

  it('ends collecting when that time is over', () => {
    const { state, effects } = walk(...TO_COLLECTING, { type: 'time-over', of: 'collecting' });
    expect(state).toEqual({ step: 'receive-over', code: 'MOVE_EXPIRED' });
    expect(effects.at(-1)).toEqual({ type: 'forget' });
  });

  it('names the accounts, with what is to be known, before anything is kept', () => {
    for (const told of [
      arrived,
      { ...arrived, notice: 'first' as const },
      { ...arrived, notice: 'erased' as const },
      { ...arrived, unhidden: [['Bank']] },
    ]) {
      const { state, effects } = walk(...TO_OPENING, { type: 'opened', arrived: told });
      expect(state).toEqual({ step: 'receive-telling', arrived: told });
      expect(effects).not.toContainEqual({ type: 'seal' });
      expect(receiveTransition(state, { type: 'receive-keep-wanted' })).toEqual([
        { step: 'receive-sealing', accounts: 23 },
        { type: 'seal' },
      ]);
    }
  });

  it('shows no receipt where an account is missing', () => {
    const sealing: ReceiveEvent[] = [...TO_OPENING, { type: 'opened', arrived }, KEEP];
    const { state } = walk(...sealing, { type: 'incomplete', kept: 22, missing: [['Bank']] });
    expect(state).toEqual({ step: 'receive-incomplete', kept: 22, missing: [['Bank']] });
    expect(walk(...sealing, { type: 'failed', code: 'STORAGE_FULL' }).state).toEqual({
      step: 'receive-over',
      code: 'STORAGE_FULL',
    });
  });

  it('cannot be stopped while it seals', () => {
    const { state } = walk(...TO_OPENING, { type: 'opened', arrived }, KEEP);
    expect(receiveTransition(state, { type: 'receive-stopped' })).toEqual([state]);
  });

  it('says why a picture does not count, until the next one does', () => {
    const refused: ReceiveEvent = { type: 'part-refused', code: 'NOT_OURS' };
    const { state } = walk(...TO_COLLECTING, { type: 'part-read', rank: 1, of: 5 }, refused);
    expect(state).toMatchObject({ rank: 1, problem: 'NOT_OURS' });
    const [next] = receiveTransition(state, { type: 'part-read', rank: 1, of: 5 });
    expect(next).not.toHaveProperty('problem');
  });
});

const EVENTS: readonly ReceiveEvent[] = [
  { type: 'receive-scan-wanted' },
  { type: 'receive-code-wanted' },
  { type: 'receive-keep-wanted' },
  { type: 'receive-again-wanted' },
  { type: 'receive-stopped' },
  { type: 'request-made', asked },
  { type: 'part-read', rank: 1, of: 5 },
  { type: 'part-refused', code: 'NOT_OURS' },
  { type: 'collected' },
  { type: 'opened', arrived },
  { type: 'opened', arrived: { ...arrived, notice: 'erased' } },
  { type: 'sealed', accounts: 23, here: 3, receipt: '33658235' },
  { type: 'incomplete', kept: 22, missing: [['Bank']] },
  { type: 'time-over', of: 'asking' },
  { type: 'time-over', of: 'collecting' },
  { type: 'failed', code: 'STORAGE_FULL' },
];

it('has a receipt only from what was sealed, and forgets whatever ends', () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...EVENTS), { maxLength: 60 }), (events) => {
      let state: Receive = RECEIVE_START;
      for (const event of events) {
        const [next, ...effects] = receiveTransition(state, event);
        if (next.step === 'receive-done' && next !== state)
          expect([state.step, event.type]).toEqual(['receive-sealing', 'sealed']);
        if (effects.some(({ type }) => type === 'seal')) expect(state.step).toBe('receive-telling');
        const ends = ['receive-done', 'receive-incomplete', 'receive-over', 'receive-preparing'];
        if (next.step !== state.step && ends.includes(next.step))
          expect(effects).toContainEqual({ type: 'forget' });
        state = next;
      }
    }),
    runs(2000),
  );
});
