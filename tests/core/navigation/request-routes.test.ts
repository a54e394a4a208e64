/** Requests as routes: never answered unseen or twice, never approved without a fresh proof. */
import * as fc from 'fast-check';
import { expect, it } from 'vitest';

import { transition } from '../../../src/core/navigation/machine.ts';
import type {
  Intent,
  NavigationEffect,
  NavigationEvent,
  NavigationState,
  Route,
} from '../../../src/core/navigation/types.ts';
import { runs } from '../../chance.ts';

const pin = { opaque: 'pin' } as const;
const approve: Intent = { to: 'approve', request: 7, by: 'service' };
const proof: NavigationEvent = { type: 'proof-given', proof: 3, picture: 1, lacking: 'nothing' };
const shown: Route = { at: 'request', request: 7, by: 'service', seen: false, back: 'requests' };

const at = (route: Route): NavigationState => ({ route, lock: { is: 'unlocked', picture: 1 } });
const wanted = (intent: Intent, need: 'nothing' | 'pin' = 'pin'): NavigationEvent => ({
  type: 'wanted',
  intent,
  need,
});

function go(start: Route, ...events: NavigationEvent[]): [Route, NavigationEffect[]] {
  let navigation = at(start);
  const done: NavigationEffect[] = [];
  for (const event of events) {
    const [next, ...effects] = transition(navigation, event);
    navigation = next;
    done.push(...effects);
  }
  return [navigation.route, done];
}

it('answers nothing that was not seen whole', () => {
  for (const event of [wanted(approve), { type: 'denied' } as const])
    expect(go(shown, event)).toEqual([shown, []]);
});

it('approves with the proof of a fresh authentication', () => {
  const entered: NavigationEvent = { type: 'pin-entered', pin };
  const [route, effects] = go(shown, { type: 'request-seen' }, wanted(approve), entered, proof);
  expect(route).toMatchObject({ at: 'answering', decision: 'approved', back: 'requests' });
  expect(effects.at(-1)).toEqual({
    type: 'answer-request',
    request: 7,
    by: 'service',
    decision: 'approved',
    proof: 3,
  });
});

it('takes no unlocked session for it', () => {
  const seen: Route = { ...shown, seen: true };
  expect(go(seen, wanted(approve, 'nothing'))).toEqual([seen, []]);
  const removal: Route = { at: 'deactivation', account: 'a', name: 'Savings' };
  const deactivate: Intent = { to: 'deactivate', account: 'a', name: 'Savings' };
  expect(go(removal, wanted(deactivate, 'nothing'))).toEqual([removal, []]);
});

it('denies without one', () => {
  const [route, effects] = go(shown, { type: 'request-seen' }, { type: 'denied' });
  expect(route).toMatchObject({ at: 'answering', decision: 'denied' });
  expect(effects).toEqual([
    { type: 'answer-request', request: 7, by: 'service', decision: 'denied' },
  ]);
});

it('comes to nothing where no request is on the screen', () => {
  const entered: NavigationEvent = { type: 'pin-entered', pin };
  for (const back of ['home', 'menu'] as const) {
    const [route, effects] = go({ at: back }, wanted(approve), entered, proof);
    expect(route).toEqual({ at: back });
    expect(effects.map(({ type }) => type)).toEqual(['check-pin']);
  }
});

it("shows an approved one's code again, and sends nothing twice", () => {
  const approved: Route = { ...shown, seen: true, decision: 'approved' };
  expect(go(approved, wanted(approve), { type: 'denied' })).toEqual([approved, []]);
  const [route] = go(approved, wanted({ ...approve, by: 'code' }));
  expect(route.at).toBe('authenticate');
  const denied: Route = { ...shown, seen: true, decision: 'denied' };
  expect(go(denied, wanted({ ...approve, by: 'code' }))).toEqual([denied, []]);
});

it('asks again for what was not sent, by code too', () => {
  const lost: Route = {
    at: 'not-sent',
    request: 7,
    decision: 'approved',
    error: 'SERVICE_UNREACHABLE',
    back: 'requests',
  };
  const entered: NavigationEvent = { type: 'pin-entered', pin };
  const code: Intent = { ...approve, by: 'code' };
  const [route] = go(lost, wanted(code), entered, proof, { type: 'answer-given' });
  expect(route).toEqual({ at: 'response-code', request: 7, back: 'requests' });
  // An approval does not turn into a denial on the way.
  expect(go(lost, { type: 'denied' })).toEqual([lost, []]);
});

it('removes an account only after its proof', () => {
  const removal: Route = { at: 'deactivation', account: 'a', name: 'Savings' };
  const deactivate: Intent = { to: 'deactivate', account: 'a', name: 'Savings' };
  const entered: NavigationEvent = { type: 'pin-entered', pin };
  const [route, effects] = go(removal, wanted(deactivate), entered, proof, { type: 'done' });
  expect(route).toEqual({ at: 'deactivated', name: 'Savings' });
  expect(effects).toEqual([
    { type: 'check-pin', pin },
    { type: 'remove-account', account: 'a' },
  ]);
});

it('holds all of this on every walk', () => {
  const events: readonly NavigationEvent[] = [
    { type: 'request-seen' },
    { type: 'denied' },
    { type: 'closed' },
    { type: 'went-back' },
    { type: 'answer-given' },
    { type: 'not-sent', code: 'SERVICE_UNREACHABLE' },
    { type: 'failed', code: 'REQUEST_GONE' },
    { type: 'session-locked' },
    { type: 'pin-entered', pin },
    { type: 'request-wanted', account: 'a', request: '07' },
    { type: 'request-opened', request: 7, by: 'service' },
    { type: 'request-opened', request: 8, by: 'code', decision: 'approved' },
    { type: 'proof-refused', problem: { code: 'PIN_WRONG', left: 2 } },
    proof,
    wanted(approve),
    wanted(approve, 'nothing'),
    wanted({ to: 'approve', request: 8, by: 'code' }),
  ];
  const walk = fc.array(fc.constantFrom(...events), { maxLength: 40 });
  fc.assert(
    fc.property(walk, (steps) => {
      let navigation = at({ at: 'requests' });
      let seen = new Set<number>();
      for (const event of steps) {
        const { route } = navigation;
        const [next, ...effects] = transition(navigation, event);
        if (event.type === 'request-seen' && route.at === 'request') seen.add(route.request);
        // Opened again, it has to be seen again.
        if (event.type === 'request-opened' && next !== navigation) seen = new Set();
        for (const effect of effects) {
          if (effect.type !== 'answer-request') continue;
          expect(seen).toContain(effect.request);
          if (effect.decision === 'approved') {
            expect(event).toBe(proof);
            expect(route).toMatchObject({ at: 'authenticate', then: { request: effect.request } });
          }
        }
        navigation = next;
      }
    }),
    runs(2000),
  );
});
