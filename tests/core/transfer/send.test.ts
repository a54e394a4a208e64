/** The old phone's machine: its way, its limits, and what no order of events can bring about. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { SEND_START, sendStage, sendTransition } from '../../../src/core/transfer/send.ts';
import type { Packed, Send, SendEffect, SendEvent } from '../../../src/core/transfer/send-types.ts';
import { runs } from '../../chance.ts';

const packed: Packed = {
  ...{ pictures: 5, accounts: 23, counting: 2 },
  countingNames: [['Door'], ['Gate']],
  unread: [],
};
const plain: Packed = { ...packed, counting: 0, countingNames: [] };

const number = (digits = '45756132'): SendEvent => ({ type: 'send-number-typed', digits });
const receipt = (digits = '33658235'): SendEvent => ({ type: 'send-receipt-typed', digits });
const compared = (same: boolean): SendEvent => ({ type: 'number-compared', same });
const checked = (same: boolean): SendEvent => ({ type: 'receipt-compared', same });
const TO_NUMBER: SendEvent[] = [
  { type: 'send-scan-wanted' },
  { type: 'request-scanned', request: 1 },
];
const TO_PICTURES = (what = packed): SendEvent[] => [
  ...TO_NUMBER,
  number(),
  compared(true),
  { type: 'packed', packed: what, pace: 'fast' },
];
const TO_RECEIPT = (what = packed): SendEvent[] => [
  ...TO_PICTURES(what),
  { type: 'send-shown-enough' },
];
const TO_MOVED = (what = packed): SendEvent[] => [...TO_RECEIPT(what), receipt(), checked(true)];

/** Where events lead, and every effect on the way. */
function walk(...events: readonly SendEvent[]): { state: Send; effects: SendEffect[] } {
  let state = SEND_START;
  const effects: SendEffect[] = [];
  for (const event of events) {
    const [next, ...caused] = sendTransition(state, event);
    state = next;
    effects.push(...caused);
  }
  return { state, effects };
}

describe('the old phone', () => {
  it('goes from the list to the end and deletes only when it was asked once more', () => {
    const { state, effects } = walk(
      { type: 'send-left-out', account: 'a', out: true },
      ...TO_MOVED(),
      { type: 'send-delete-wanted' },
      { type: 'send-delete-confirmed' },
      { type: 'deleted', accounts: 23 },
    );
    expect(effects).toEqual([
      { type: 'compare-number', request: 1, digits: '45756132' },
      { type: 'pack', request: 1, without: ['a'] },
      { type: 'limit', ms: 300_000 },
      { type: 'compare-receipt', digits: '33658235' },
      { type: 'delete-moved', deletion: 'all' },
      { type: 'forget' },
    ]);
    expect(state).toEqual({ step: 'send-done', deleted: 23, kept: 0, staying: false });
  });

  it('is over after three wrong numbers', () => {
    const wrong = [number('00000000'), compared(false)];
    expect(walk(...TO_NUMBER, ...wrong, ...wrong).state).toMatchObject({
      step: 'send-number',
      triesLeft: 1,
      wrong: true,
    });
    const { state, effects } = walk(...TO_NUMBER, ...wrong, ...wrong, ...wrong);
    expect(state).toEqual({ step: 'send-list', without: [], problem: 'MOVE_NUMBER_WRONG' });
    expect(effects.at(-1)).toEqual({ type: 'forget' });
  });

  it('is over after five wrong receipts, however often the pictures are shown again', () => {
    const wrong: SendEvent[] = [receipt('1'), checked(false)];
    const again: SendEvent[] = [{ type: 'send-pictures-wanted' }, { type: 'send-shown-enough' }];
    const tries = [...wrong, ...again, ...wrong, ...again, ...wrong, ...wrong, ...again];
    expect(walk(...TO_RECEIPT(), ...tries).state).toMatchObject({
      step: 'send-receipt',
      triesLeft: 1,
    });
    expect(walk(...TO_RECEIPT(), ...tries, ...wrong).state).toEqual({
      step: 'send-list',
      without: [],
      problem: 'MOVE_RECEIPT_WRONG',
    });
  });

  it('is over when its time is, and at once when the page is hidden', () => {
    const end = (event: SendEvent) => walk(...TO_PICTURES(), event);
    expect(end({ type: 'time-over' }).state).toMatchObject({ problem: 'MOVE_EXPIRED' });
    expect(end({ type: 'hidden' }).state).toMatchObject({ step: 'send-list', problem: 'hidden' });
    expect(end({ type: 'hidden' }).effects.at(-1)).toEqual({ type: 'forget' });
    const packing = [...TO_NUMBER, number(), compared(true), { type: 'hidden' } as const];
    expect(walk(...packing).state).toMatchObject({ step: 'send-list' });
    expect(walk(...TO_RECEIPT(), { type: 'hidden' }).state.step).toBe('send-receipt');
  });

  it('has one limit of time over pictures and receipt, however often they are shown again', () => {
    const again: SendEvent[] = [{ type: 'send-pictures-wanted' }, { type: 'send-shown-enough' }];
    const { state, effects } = walk(...TO_RECEIPT(), ...again, ...again);
    expect(effects.filter(({ type }) => type === 'limit')).toHaveLength(1);
    expect(sendStage(state)).toBe(sendStage(walk(...TO_PICTURES()).state));
    expect(walk(...TO_RECEIPT(), ...again, { type: 'time-over' }).state).toEqual({
      step: 'send-list',
      without: [],
      problem: 'MOVE_EXPIRED',
    });
    expect(sendStage(walk(...TO_MOVED()).state)).not.toBe(sendStage(state));
  });

  it('names at the end what did not move, and what counts on both phones', () => {
    const kept: SendEvent[] = [{ type: 'send-keep-wanted' }, { type: 'send-counting-stays' }];
    expect(walk(...TO_MOVED({ ...packed, unread: [['Bank']] }), ...kept).state).toMatchObject({
      countingNames: [['Door'], ['Gate']],
      unread: [['Bank']],
    });
  });

  it('asks what becomes of accounts that count before both are kept', () => {
    const keep: SendEvent = { type: 'send-keep-wanted' };
    expect(walk(...TO_MOVED(plain), keep).state).toEqual({
      step: 'send-done',
      deleted: 0,
      kept: 23,
      staying: false,
    });
    expect(walk(...TO_MOVED(), keep).state.step).toBe('send-counting');
    expect(walk(...TO_MOVED(), keep, { type: 'send-counting-stays' }).state).toMatchObject({
      staying: true,
    });
    const { state, effects } = walk(
      ...TO_MOVED(),
      keep,
      { type: 'send-counting-deleted' },
      { type: 'send-delete-confirmed' },
      { type: 'deleted', accounts: 2 },
    );
    expect(effects).toContainEqual({ type: 'delete-moved', deletion: 'counting' });
    expect(state).toEqual({ step: 'send-done', deleted: 2, kept: 21, staying: false });
  });

  it('offers the deletion again where it failed', () => {
    const failed: SendEvent = { type: 'failed', code: 'STORAGE_FULL' };
    expect(
      walk(...TO_MOVED(), { type: 'send-delete-wanted' }, { type: 'send-delete-confirmed' }, failed)
        .state,
    ).toEqual({ step: 'send-moved', packed, problem: 'STORAGE_FULL' });
  });

  it('cannot be stopped while it deletes', () => {
    const { state } = walk(
      ...TO_MOVED(),
      { type: 'send-delete-wanted' },
      { type: 'send-delete-confirmed' },
    );
    expect(sendTransition(state, { type: 'send-stopped' })).toEqual([state]);
  });
});

const EVENTS: readonly SendEvent[] = [
  { type: 'send-left-out', account: 'a', out: true },
  { type: 'send-scan-wanted' },
  number(),
  { type: 'send-pace-chosen', pace: 'slow' },
  { type: 'send-shown-enough' },
  { type: 'send-pictures-wanted' },
  receipt(),
  { type: 'send-delete-wanted' },
  { type: 'send-keep-wanted' },
  { type: 'send-counting-deleted' },
  { type: 'send-counting-stays' },
  { type: 'send-delete-confirmed' },
  { type: 'send-stopped' },
  { type: 'request-scanned', request: 1 },
  { type: 'scan-refused', code: 'NOT_OURS' },
  compared(true),
  compared(false),
  { type: 'packed', packed, pace: 'fast' },
  checked(true),
  checked(false),
  { type: 'deleted', accounts: 2 },
  { type: 'time-over' },
  { type: 'hidden' },
  { type: 'failed', code: 'STORAGE_FULL' },
];

it('packs only after the right number, and deletes only after the right receipt', () => {
  const event = fc.constantFrom(...EVENTS);
  // Half of the walks begin where the pictures are shown.
  const start = fc.constantFrom<SendEvent[]>([], TO_PICTURES());
  fc.assert(
    fc.property(start, fc.array(event, { maxLength: 60 }), (before, rest) => {
      let state = SEND_START;
      let sameNumber = false;
      let sameReceipt = false;
      for (const each of [...before, ...rest]) {
        const { step } = state;
        const [next, ...effects] = sendTransition(state, each);
        if (each.type === 'number-compared' && step === 'send-number') sameNumber = each.same;
        if (each.type === 'receipt-compared' && step === 'send-receipt') sameReceipt = each.same;
        for (const { type } of effects) {
          if (type === 'pack') expect(sameNumber).toBe(true);
          if (type === 'delete-moved') expect([step, sameReceipt]).toEqual(['send-delete', true]);
        }
        if (next.step === 'send-list' && step !== 'send-list') {
          expect(effects).toContainEqual({ type: 'forget' });
          sameNumber = sameReceipt = false;
        }
        state = next;
      }
    }),
    runs(2000),
  );
});
