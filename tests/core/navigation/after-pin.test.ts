/** The picture after a PIN: on the screen that follows, until the person goes on, and doubted. */
import { describe, expect, it } from 'vitest';

import type { Activation } from '../../../src/core/activation/types.ts';
import { isPictureShown } from '../../../src/core/navigation/after-pin.ts';
import { transition } from '../../../src/core/navigation/machine.ts';
import type { Intent, Route } from '../../../src/core/navigation/route-types.ts';
import type { NavigationEvent, NavigationState } from '../../../src/core/navigation/types.ts';

const HOME: Route = { at: 'home' };
const IDLE: Activation = { step: 'idle' };
const UNLOCKED: NavigationEvent = { type: 'session-unlocked', picture: 4, byPin: true };
const PROVEN: NavigationEvent = {
  type: 'proof-given',
  proof: 1,
  picture: 4,
  lacking: 'nothing',
};

function run(state: NavigationState, ...events: readonly NavigationEvent[]): NavigationState {
  return events.reduce((now, event) => transition(now, event)[0], state);
}

function asked(then: Intent, back: Route = HOME): NavigationState {
  const auth = { at: 'checking', means: 'pin', entry: 'first' } as const;
  return { route: { at: 'authenticate', auth, then, back }, lock: { is: 'locked' } };
}

const shown = (state: NavigationState, step: Activation = IDLE) => isPictureShown(state, step);

describe('the picture stands above the screen after a PIN', () => {
  const request: Route = { at: 'request', request: 7, by: 'code', seen: true, back: 'home' };
  const sent: Route = { ...request, by: 'service' };
  const FOLLOWS: readonly [string, Intent, Route, readonly NavigationEvent[]][] = [
    ['home', { to: 'unlock' }, HOME, []],
    ['requests', { to: 'unlock' }, { at: 'requests' }, []],
    ['otp', { to: 'otp', account: 'a' }, HOME, []],
    [
      'accounts',
      { to: 'remove', account: 'a' },
      { at: 'remove', account: 'a' },
      [{ type: 'done' }],
    ],
    ['deactivated', { to: 'deactivate', account: 'a', name: 'x' }, HOME, [{ type: 'done' }]],
    [
      'response-code',
      { to: 'approve', request: 7, by: 'code' },
      request,
      [{ type: 'answer-given' }],
    ],
    ['answered', { to: 'approve', request: 7, by: 'service' }, sent, [{ type: 'answer-given' }]],
    [
      'not-accepted',
      { to: 'approve', request: 7, by: 'service' },
      sent,
      [{ type: 'not-accepted' }],
    ],
    ['biometrics', { to: 'enable-biometrics' }, HOME, [{ type: 'done' }]],
  ];

  it.each(FOLLOWS)('%s', (at, intent, back, events) => {
    const there = run(asked(intent, back), UNLOCKED, PROVEN, ...events);
    expect(there.route.at).toBe(at);
    expect(shown(there)).toBe(true);
  });

  it('until the person goes on to the next, and not on the way back', () => {
    const home = run(asked({ to: 'unlock' }), UNLOCKED, PROVEN);
    const menu = run(home, { type: 'went', to: 'menu' });
    expect(shown(menu)).toBe(false);
    expect(shown(run(menu, { type: 'went-back' }))).toBe(false);
  });

  it('not after biometrics', () => {
    const state = run(asked({ to: 'unlock' }), { ...UNLOCKED, byPin: false }, PROVEN);
    expect(state.lock.is).toBe('unlocked');
    expect(shown(state)).toBe(false);
  });

  it('not once it is locked', () => {
    expect(shown(run(asked({ to: 'unlock' }), UNLOCKED, PROVEN, { type: 'session-locked' }))).toBe(
      false,
    );
  });

  it('of the changed PIN, and not beside the new one', () => {
    const choosing = run(asked({ to: 'change-pin' }), UNLOCKED, PROVEN);
    expect(choosing.route.at).toBe('choose-pin');
    expect(shown(choosing)).toBe(false);
    const entered: NavigationEvent = { type: 'pin-entered', pin: { opaque: 'pin' } };
    const changed = run(choosing, entered, entered, UNLOCKED, { type: 'done' });
    expect(changed.route.at).toBe('pin-changed');
    expect(shown(changed)).toBe(true);
  });

  it('in the wizard on the first step that shows something, and on no other', () => {
    const started = run(asked({ to: 'activate', purpose: { kind: 'activate' } }), UNLOCKED, PROVEN);
    expect(started.route.at).toBe('wizard');
    expect(shown(started)).toBe(false);
    const scanning: Activation = {
      step: 'scan-first',
      exchange: { purpose: { kind: 'activate' } },
    };
    const first = run(started, { type: 'wizard-stepped', from: 'idle' });
    expect(shown(first, scanning)).toBe(true);
    expect(shown(run(first, { type: 'wizard-stepped', from: 'scan-first' }), scanning)).toBe(false);
  });

  it('in the wizard after its own authentication, past the sealing', () => {
    const wizard: NavigationState = { route: { at: 'wizard' }, lock: { is: 'locked' } };
    const sealed = run(
      wizard,
      UNLOCKED,
      { type: 'wizard-stepped', from: 'authenticate' },
      { type: 'wizard-stepped', from: 'sealing' },
    );
    const waiting = { account: 'a', issuerName: 'x', code: '12345678' };
    expect(shown(sealed, { step: 'activation-code', waiting })).toBe(true);
    expect(shown(sealed, { step: 'picture', picture: 4, biometrics: 'offered', waiting })).toBe(
      false,
    );
  });
});

describe('“Not my picture?”', () => {
  const DOUBT: NavigationEvent = { type: 'picture-doubted' };
  const unlocked = (route: Route): NavigationState => ({
    route,
    lock: { is: 'unlocked', picture: 4 },
    afterPin: { on: route.at },
  });
  const DOUBTED: readonly [Route, Intent, Route][] = [
    [{ at: 'otp', account: 'a' }, { to: 'otp', account: 'a' }, HOME],
    [
      { at: 'response-code', request: 7, back: 'home' },
      { to: 'approve', request: 7, by: 'code' },
      {
        at: 'request',
        request: 7,
        by: 'code',
        seen: true,
        decision: 'approved',
        back: 'home',
      },
    ],
    [{ at: 'accounts' }, { to: 'unlock' }, { at: 'accounts' }],
    [{ at: 'wizard' }, { to: 'unlock' }, { at: 'wizard' }],
    [HOME, { to: 'unlock' }, HOME],
  ];

  it.each(DOUBTED)(
    'on %o locks, says that a digit was mistyped, and asks again',
    (route, then, back) => {
      const [next, ...effects] = transition(unlocked(route), DOUBT);
      expect(next).toEqual({
        route: {
          at: 'authenticate',
          auth: { at: 'pin', means: 'pin', problem: { code: 'PIN_WRONG' } },
          then,
          back,
        },
        lock: { is: 'locked' },
      });
      expect(effects).toEqual([{ type: 'lock' }]);
    },
  );

  it('means nothing while locked, or while something is written', () => {
    const locked: NavigationState = { route: HOME, lock: { is: 'locked' } };
    expect(transition(locked, DOUBT)).toEqual([locked]);
    const working = unlocked({ at: 'working', what: 'remove', next: HOME, back: HOME });
    expect(transition(working, DOUBT)[0].lock.is).toBe('unlocked');
  });

  it('after which the right PIN leads to the same code', () => {
    const again = run(unlocked({ at: 'otp', account: 'a' }), DOUBT);
    const entered: NavigationEvent = { type: 'pin-entered', pin: { opaque: 'pin' } };
    const there = run(again, entered, UNLOCKED, PROVEN);
    expect(there.route).toEqual({ at: 'otp', account: 'a' });
    expect(shown(there)).toBe(true);
  });
});
