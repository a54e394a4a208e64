/** The wizard walked at random: there is always an exit, and it leaves nothing behind. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { transition } from '../../../src/core/activation/machine.ts';
import type { PendingView, WaitingView } from '../../../src/core/activation/step-parts.ts';
import type {
  Activation,
  ActivationEffect,
  ActivationEvent,
  Step,
} from '../../../src/core/activation/types.ts';
import type { PinHandle } from '../../../src/core/authentication.ts';
import { runs } from '../../chance.ts';

const pendingOf = (id: string): PendingView => ({
  id,
  issuerName: 'Northwind Bank',
  issuerVerified: false,
  label: '',
  deviceCode: 'AAAA-AAAA-AAAA-AAAA',
  deadline: 0,
});
const waiting: WaitingView = { account: '00', issuerName: 'Northwind Bank', code: '12345678' };
const handle = fc.integer({ min: 1, max: 9 });
const pin = fc.constant(null).map((): PinHandle => ({ opaque: 'pin' }));
const id = fc.constantFrom('00', '11');
const code = fc.constantFrom('STORAGE_FULL', 'UNKNOWN_ACTIVATION', 'BIOMETRICS_MISSING', 'LOCKED');

const only = <T extends ActivationEvent['type']>(...types: T[]) =>
  fc.constantFrom(...types).map((type) => ({ type }));

/** Events without content. */
const PLAIN = [
  'replace-confirmed',
  'replace-denied',
  'second-wanted',
  'device-code-wanted',
  'choose-again-wanted',
  'pin-mismatched',
  'pin-forgotten',
  'pin-remembered',
  'picture-learnt',
  'picture-confirmed',
  'picture-forgotten',
  'picture-denied',
  'biometrics-chosen',
  'pin-wanted',
  'biometrics-skipped',
  'biometrics-enabled',
  'page-accepted',
  'page-refused',
  'notifications-wanted',
  'notifications-skipped',
  'notifications-allowed',
  'stop-asked',
  'stop-denied',
  'stop-confirmed',
  'stopped',
  'start-over-asked',
  'try-again-asked',
] as const;

/** What a person does, what a camera sees, and what becomes of effects, sensible or not. */
const anyEvent = fc.oneof(
  fc.record({
    type: fc.constant('started'),
    purpose: fc.constantFrom({ kind: 'activate' }, { kind: 'reactivate', account: '00' }),
  }),
  fc.record({
    type: fc.constant('message-read'),
    message: fc.record({
      kind: fc.constantFrom('first', 'second', 'channel'),
      bytes: fc.constant(new Uint8Array([1])),
    }),
  }),
  fc.record({ type: fc.constant('code-refused'), problem: fc.record({ code }) }),
  fc.record({ type: fc.constant('first-accepted'), pending: id.map(pendingOf) }),
  fc.record({
    type: fc.constant('other-pending-found'),
    candidate: handle,
    pending: id.map(pendingOf),
  }),
  fc.record({ type: fc.constant('other-pending-found'), candidate: handle }),
  fc.record({
    type: fc.constant('second-accepted'),
    opened: handle,
    unlock: fc.constantFrom('create-pin', 'proven', 'pin', 'biometrics-or-pin'),
  }),
  fc.record({ type: fc.constant('pin-entered'), pin }),
  fc.record({ type: fc.constant('pin-weak'), why: fc.constant('run') }),
  fc.record({
    type: fc.constant('proof-given'),
    proof: handle,
    picture: fc.constant(3),
    lacking: fc.constantFrom('nothing', 'entry', 'picture'),
  }),
  fc.record({
    type: fc.constant('proof-given'),
    proof: handle,
    pictures: fc.constant([3, 8]),
    lacking: fc.constant('choice'),
  }),
  fc.record({ type: fc.constant('picture-chosen'), picture: fc.constantFrom(3, 4) }),
  fc.record({ type: fc.constant('proof-refused'), problem: fc.record({ code }) }),
  fc.record({
    type: fc.constant('sealed'),
    waiting: fc.constant(waiting),
    first: fc.constant({ picture: 3, biometrics: 'offered' }),
  }),
  fc.record({ type: fc.constant('sealed'), waiting: fc.constant(waiting) }),
  fc.record({ type: fc.constantFrom('new-pin-allowed', 'pin-renewed'), proof: handle }),
  fc.record({
    type: fc.constantFrom(
      'failed',
      'biometrics-failed',
      'new-pin-refused',
      'notifications-refused',
    ),
    code,
  }),
  fc.record({ type: fc.constant('accepted'), notify: fc.boolean() }),
  {
    weight: 12,
    arbitrary: only(...PLAIN),
  },
) as fc.Arbitrary<ActivationEvent>;

/** Returns the event that leads towards the end: the person's, or the outcome of a write. */
function towardsTheEnd({ step }: Activation): ActivationEvent {
  switch (step) {
    case 'renewing-pin':
    case 'sealing':
    case 'accepting':
      return { type: 'failed', code: 'STORAGE_FULL' };
    case 'stopping':
      return { type: 'stopped' };
    case 'stop':
    case 'failed':
      return { type: 'stop-confirmed' };
    case 'notifications':
    case 'allowing-notifications':
      return { type: 'notifications-skipped' };
    default:
      return { type: 'stop-asked' };
  }
}

/** A choice of events with whatever contents, the same in every run. */
const POOL = distinct([
  ...PLAIN.map((type) => ({ type }) as ActivationEvent),
  ...fc.sample(anyEvent, { numRuns: 800, seed: 20261124 }),
]);
const START: Activation = { step: 'scan-first', exchange: { purpose: { kind: 'activate' } } };

function distinct(events: readonly ActivationEvent[]): ActivationEvent[] {
  return [...new Map(events.map((event) => [JSON.stringify(event), event])).values()];
}

const ENDS: readonly string[] = ['start-over-asked', 'stop-confirmed'];

interface Stride {
  readonly from: Activation;
  readonly to: Activation;
  readonly effects: readonly ActivationEffect[];
}

/** Every number chooses among the events that mean something where the walk has come to. */
function walked(choices: readonly number[]): Stride[] {
  const strides: Stride[] = [];
  let from = START;
  for (const choice of choices) {
    const moves = POOL.filter((event) => {
      // What ends everything comes seldom, or the walk would not come far.
      if (ENDS.includes(event.type) && choice % 8 > 0) return false;
      return transition(from, event)[0] !== from;
    });
    const types = [...new Set(moves.map(({ type }) => type))];
    const type = types[(choice >>> 3) % types.length];
    const alike = moves.filter((event) => event.type === type);
    const event = alike[(choice >>> 12) % alike.length];
    if (!event) continue;
    const [to, ...effects] = transition(from, event);
    strides.push({ from, to, effects });
    from = to;
  }
  return strides;
}

function leave(from: Activation): { steps: string[]; effects: ActivationEffect[] } {
  const steps: string[] = [from.step];
  const effects: ActivationEffect[] = [];
  let state = from;
  while (state.step !== 'idle' && steps.length < 9) {
    const [next, ...done] = transition(state, towardsTheEnd(state));
    effects.push(...done);
    steps.push(next.step);
    state = next;
  }
  return { steps, effects };
}

const EVERY: readonly Step[] = [
  'idle',
  'scan-first',
  'reading-first',
  'replace-pending',
  'device-code',
  'scan-second',
  'reading-second',
  'choose-pin',
  'confirm-pin',
  'authenticate',
  'forgot-pin',
  'authorising-pin',
  'renewing-pin',
  'sealing',
  'picture',
  'choose-unlock',
  'enabling-biometrics',
  'activation-code',
  'accepting',
  'notifications',
  'allowing-notifications',
  'stop',
  'stopping',
  'failed',
];
const walks = fc.array(fc.noBias(fc.nat()), { minLength: 1, maxLength: 60, size: 'max' });
const RUNS = runs(250);

describe('a walk at random', () => {
  it('never comes to a step without a way out', () => {
    fc.assert(
      fc.property(walks, (choices) => {
        for (const { to } of walked(choices)) expect(leave(to).steps.at(-1)).toBe('idle');
      }),
      RUNS,
    );
  });

  it('is discarded on the way out, with the account where one was sealed and not accepted', () => {
    fc.assert(
      fc.property(walks, (choices) => {
        const last = walked(choices).at(-1)!.to;
        const under = last.step === 'stop' ? last.from : last;
        const discards = leave(last).effects.filter(({ type }) => type === 'discard');
        // What is being stopped has its discard behind it, and may begin again.
        if (under.step === 'stopping') return;
        const over = ['idle', 'notifications', 'allowing-notifications'];
        const sealed =
          'waiting' in under ||
          (under.step === 'failed' &&
            (under.account !== undefined || (under.back !== undefined && 'waiting' in under.back)));
        expect(discards).toEqual(
          over.includes(under.step)
            ? []
            : [sealed ? { type: 'discard', account: '00' } : { type: 'discard' }],
        );
      }),
      RUNS,
    );
  });

  it('comes to every step', () => {
    const seen = new Set<string>();
    for (const choices of fc.sample(walks, { numRuns: 4000, seed: 7 }))
      for (const { to } of walked(choices)) seen.add(to.step);
    expect([...seen].sort()).toEqual([...EVERY].sort());
  });

  it('wipes a chosen PIN when its step is left by any way but entering it again', () => {
    fc.assert(
      fc.property(walks, (choices) => {
        for (const { from, to, effects } of walked(choices)) {
          if (from.step !== 'confirm-pin' || to.step === 'stop') continue;
          const { pin: chosen } = from;
          const cared = effects.some(
            (effect) =>
              (effect.type === 'wipe-pin' && effect.pin === chosen) ||
              ('chosen' in effect && effect.chosen === chosen),
          );
          expect(cared).toBe(true);
        }
      }),
      RUNS,
    );
  });
});
