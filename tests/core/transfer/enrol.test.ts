/** The machine of enrolments at other servers: each step, and what leads nowhere. */
import { describe, expect, it } from 'vitest';

import { enrol } from '../../../src/core/transfer/enrol.ts';
import type {
  At,
  EnrolEffect,
  EnrolEvent,
  Enrolment,
  EnrolRest,
  Ocra2Answer,
  PendingOcra2,
  WaitingText,
} from '../../../src/core/transfer/enrol-types.ts';

const waiting: WaitingText = {
  account: '00112233445566aa',
  issuer: 'privacyIDEA',
  label: 'TOTP0001',
  text: 'RZQMZN2WKJMVGRKDKJKA',
};
const pending: PendingOcra2 = { id: 'aa', serial: 'LSO2', code: '3U6X422SYZXLV6HSBF' };
const question = { message: 'Pay 1 EUR', challenge: 'Pay1EUR0000', isWhole: true };
const answer: Ocra2Answer = { ...question, account: 'bb', code: '12345678' };
const idle: Enrolment = { step: 'enrol-idle' };
const text: At<'enrol-text'> = { step: 'enrol-text', waiting };
const code: At<'enrol-code'> = { step: 'enrol-code', pending };
const scan: At<'enrol-scan'> = { step: 'enrol-scan', pending };
const again: At<'enrol-scan'> = { step: 'enrol-scan', account: 'bb' };
const unhidden: At<'enrol-unhidden'> = { step: 'enrol-unhidden', offer: 7, pending };
const first: At<'enrol-answer'> = { step: 'enrol-answer', answer };
const RESTS: readonly EnrolRest[] = [text, code, scan, again, unhidden, first];

const offered = { type: 'offered', offer: 3 } as const;
const read: EnrolEffect = { type: 'read-offer', offer: 3 };
const leave: EnrolEffect = { type: 'leave' };

type Row = readonly [Enrolment, EnrolEvent, Enrolment, ...EnrolEffect[]];

/** Feeds the events one after the other; the last step and the last effects count. */
function play(...events: readonly EnrolEvent[]): ReturnType<typeof enrol> {
  let result: ReturnType<typeof enrol> = [idle];
  for (const event of events) result = enrol(result[0], event);
  return result;
}

function expectRow([from, event, ...result]: Row): void {
  expect(enrol(from, event)).toEqual(result);
}

describe('two steps', () => {
  it('go from the code to the text, and from the page’s yes to Home', () => {
    expect(play(offered)).toEqual([{ step: 'enrol-reading' }, read]);
    expect(play(offered, { type: 'text-kept', waiting })).toEqual([text]);
    const accepting = { step: 'enrol-writing', account: waiting.account, back: text };
    expect(enrol(text, { type: 'page-accepted' })).toEqual([
      accepting,
      { type: 'accept', account: waiting.account },
    ]);
    expect(enrol(accepting as Enrolment, { type: 'written' })).toEqual([idle, leave]);
  });

  it('go back to the text where the page did not take it, or leave nothing', () => {
    const [refused] = enrol(text, { type: 'page-refused' });
    expect(refused).toEqual({ step: 'enrol-refused', from: text });
    expect(enrol(refused, { type: 'try-again-asked' })).toEqual([text]);
    expect(enrol(refused, { type: 'refused-discarded' })).toEqual([
      { step: 'enrol-writing', back: text, account: waiting.account },
      { type: 'discard', account: waiting.account },
    ]);
  });
});

describe('ocra2', () => {
  it('goes from image 1 over the activation code to image 2 and its code', () => {
    expect(play(offered, { type: 'code-kept', pending })).toEqual([code]);
    expect(enrol(code, { type: 'second-wanted' })).toEqual([scan]);
    expect(enrol(scan, { type: 'code-wanted' })).toEqual([code]);
    expect(enrol(scan, offered)).toEqual([{ step: 'enrol-reading', from: scan }, read]);
    expect(enrol({ step: 'enrol-reading', from: scan }, { type: 'answered', answer })).toEqual([
      first,
    ]);
    expect(enrol(first, { type: 'page-accepted' })[1]).toEqual({ type: 'accept', account: 'bb' });
  });

  const wrong: readonly Row[] = [
    [
      { step: 'enrol-reading', from: scan },
      { type: 'failed', problem: 'mistyped' },
      { ...scan, problem: 'mistyped' },
    ],
    [
      { step: 'enrol-reading', from: again },
      { type: 'failed', problem: 'other-serial' },
      { ...again, problem: 'other-serial' },
    ],
    [scan, { type: 'code-refused', problem: 'not-this' }, { ...scan, problem: 'not-this' }],
    [code, { type: 'code-refused', problem: 'not-this' }, { ...scan, problem: 'not-this' }],
    [{ ...scan, problem: 'mistyped' }, offered, { step: 'enrol-reading', from: scan }, read],
    [code, offered, { step: 'enrol-reading', from: scan }, read],
  ];
  it.each(wrong.map((row) => [row] as const))(
    'takes another image after a wrong one: row %#',
    expectRow,
  );

  it('shows the first code again by its image alone', () => {
    expect(play({ type: 'image-needed', account: 'bb' })).toEqual([again]);
    expect(enrol(again, { type: 'code-wanted' })).toEqual([again]);
  });

  it('asks before another activation is dropped', () => {
    const [asking] = play(offered, { type: 'other-pending', offer: 3 });
    expect(enrol(asking, { type: 'replace-confirmed' })).toEqual([
      { step: 'enrol-reading' },
      { ...read, answered: 'replace' },
    ]);
    expect(enrol(asking, { type: 'replace-denied' })).toEqual([
      idle,
      { type: 'forget-offer', offer: 3 },
      leave,
    ]);
  });

  it('says what it means before the first account of another server is kept', () => {
    const [notice] = play(offered, { type: 'notice-due', notice: 'first', offer: 3 });
    expect(notice).toEqual({ step: 'enrol-notice', notice: 'first', offer: 3 });
    expect(enrol(notice, { type: 'notice-read' })).toEqual([
      { step: 'enrol-reading' },
      { ...read, answered: 'notice' },
    ]);
    expect(enrol(notice, { type: 'closed' })).toEqual([
      idle,
      { type: 'forget-offer', offer: 3 },
      leave,
    ]);
  });

  it('asks before a key is kept that no PIN hides', () => {
    const found: EnrolEvent = { type: 'unhidden-found', offer: 7, pending };
    expect(enrol({ step: 'enrol-reading', from: scan }, found)).toEqual([unhidden]);
    expect(enrol(unhidden, { type: 'unhidden-allowed' })).toEqual([
      { step: 'enrol-reading', from: scan },
      { type: 'read-offer', offer: 7, answered: 'unhidden' },
    ]);
    expect(enrol(unhidden, { type: 'stop-asked' })).toEqual([
      { step: 'enrol-stop', from: unhidden },
    ]);
    expect(enrol({ step: 'enrol-stop', from: unhidden }, { type: 'stop-confirmed' })).toEqual([
      { step: 'enrol-writing', back: unhidden },
      { type: 'forget-offer', offer: 7 },
      { type: 'discard' },
    ]);
  });
});

describe('stopping', () => {
  it.each(RESTS)('asks at $step, and keeps what is there', (rest) => {
    const [asking] = enrol(rest, { type: 'stop-asked' });
    expect(asking).toEqual({ step: 'enrol-stop', from: rest });
    expect(enrol(asking, { type: 'stop-denied' })).toEqual([rest]);
    expect(enrol(asking, { type: 'closed' })).toEqual([idle, leave]);
    const [, ...effects] = enrol(asking, { type: 'stop-confirmed' });
    expect(effects.at(-1)).toMatchObject({ type: 'discard' });
    expect(enrol(rest, { type: 'closed' })).toEqual([idle, leave]);
  });

  it('says what failed, and goes back to where it was', () => {
    const writing: Enrolment = { step: 'enrol-writing', account: 'bb', back: first };
    const [failed] = enrol(writing, { type: 'failed', problem: 'STORAGE_FULL' });
    expect(failed).toEqual({ step: 'enrol-failed', problem: 'STORAGE_FULL', back: first });
    expect(enrol(failed, { type: 'try-again-asked' })).toEqual([first]);
    expect(enrol(failed, { type: 'stop-asked' })).toEqual([{ step: 'enrol-stop', from: first }]);
    expect(enrol(failed, { type: 'closed' })).toEqual([idle, leave]);
  });

  it('takes another code after a failure', () => {
    const [failed] = play(offered, { type: 'failed', problem: 'WEAK_KEY' });
    expect(failed).toEqual({ step: 'enrol-failed', problem: 'WEAK_KEY' });
    expect(enrol(failed, offered)).toEqual([{ step: 'enrol-reading' }, read]);
    expect(enrol(failed, { type: 'try-again-asked' })).toEqual([failed]);
  });

  it('does not stop while something is written or read', () => {
    const busy: readonly Enrolment[] = [
      { step: 'enrol-writing', back: text },
      { step: 'enrol-reading' },
    ];
    for (const state of busy) {
      for (const type of ['stop-asked', 'closed', 'page-accepted'] as const)
        expect(enrol(state, { type })[0]).toBe(state);
    }
  });
});

it('gives the same object for an event that means nothing', () => {
  const states = [idle, ...RESTS];
  for (const state of states) {
    expect(enrol(state, { type: 'written' })[0]).toBe(state);
    expect(enrol(state, { type: 'refused-discarded' })[0]).toBe(state);
  }
});
