/** Requests as routes: never answered unseen or twice, never approved without a fresh proof. */
import * as fc from 'fast-check';
import { expect, it } from 'vitest';

import { transition } from '../../../src/core/navigation/machine.ts';
import type { Intent, Route } from '../../../src/core/navigation/route-types.ts';
import type {
  NavigationEffect,
  NavigationEvent,
  NavigationState,
} from '../../../src/core/navigation/types.ts';
import { runs } from '../../chance.ts';

const pin = { opaque: 'pin' } as const;
const approve: Intent = { to: 'approve', request: 7, by: 'service' };
const entered: NavigationEvent = { type: 'pin-entered', pin };
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

it('is not approved once the clock by which it is over is called right', () => {
  const right = { type: 'clock-judged', clock: 'right' } as const;
  const [over] = go(shown, { type: 'request-seen' }, right);
  expect(over).toEqual({ ...shown, seen: true, clock: 'right' });
  expect(go(over, right, wanted(approve))).toEqual([over, []]);
  const [doubted] = go(over, { type: 'clock-judged', clock: 'wrong' }, wanted(approve));
  expect(doubted.at).toBe('authenticate');
});

it('comes to nothing where no request is on the screen', () => {
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

it('asks again for what the service refused, and gives no code for it', () => {
  const lost: Route = {
    at: 'not-sent',
    request: 7,
    decision: 'approved',
    error: 'SERVICE_REFUSED',
    back: 'requests',
  };
  const [route] = go(lost, wanted(approve), entered, proof, { type: 'answer-given' });
  expect(route).toEqual({ at: 'answered', request: 7, by: 'service', decision: 'approved' });
  expect(go(lost, wanted({ ...approve, by: 'code' }))).toEqual([lost, []]);
  // An approval does not turn into a denial on the way.
  expect(go(lost, { type: 'denied' })).toEqual([lost, []]);
});

it('shows the code of an approval of which nothing was heard, and offers neither answer again', () => {
  const seen: Route = { ...shown, seen: true };
  const [code] = go(seen, wanted(approve), entered, proof, { type: 'answer-unheard' });
  expect(code).toEqual({ at: 'response-code', request: 7, unheard: true, back: 'requests' });
  const [again] = go(code, { type: 'went-back' });
  expect(again).toMatchObject({ at: 'request', decision: 'approved', unheard: true });
  expect(go(again, wanted(approve), { type: 'denied' })).toEqual([again, []]);
});

it('says that an answer may have arrived wherever its code is shown again', () => {
  const code: Route = { at: 'response-code', request: 7, unheard: true, back: 'requests' };
  const again = [entered, proof, { type: 'answer-given' }] as const;
  const closed: NavigationEvent = { type: 'went-back' };
  expect(go(code, closed, wanted({ ...approve, by: 'code' }), ...again)[0]).toEqual(code);
  const [doubted] = transition(at(code), { type: 'picture-doubted' });
  expect(doubted.route.at).toBe('authenticate');
  expect(go(doubted.route, ...again)[0]).toEqual(code);
});

it('asks for the number before the authentication, where the answer is sent', () => {
  const numbered: Route = { ...shown, seen: true, numberDigits: 2 };
  const [asked, none] = go(numbered, wanted(approve));
  expect(asked).toEqual({ at: 'number', request: 7, numberDigits: 2, back: 'requests' });
  expect(none).toEqual([]);
  for (const number of ['4', '421']) {
    const typed: Intent = { ...approve, number };
    expect(go(asked, wanted(approve), wanted(typed))).toEqual([asked, []]);
  }
  const typed: Intent = { ...approve, number: '42' };
  const [sending, effects] = go(asked, wanted(typed), entered, proof);
  expect(effects.at(-1)).toMatchObject({ type: 'answer-request', number: '42', proof: 3 });
  // Wrong, whatever it was: number and authentication are asked anew.
  const [refused] = go(sending, { type: 'not-accepted', triesLeft: 1 });
  expect(refused).toMatchObject({ at: 'not-accepted', triesLeft: 1, numberDigits: 2 });
  expect(go(refused, wanted(approve))).toEqual([asked, []]);
  const [over] = go(sending, { type: 'not-accepted', triesLeft: 0 });
  expect(go(over, wanted(approve), wanted(typed))).toEqual([over, []]);
  expect(go(over, { type: 'closed' })[0]).toEqual({ at: 'home' });
});

it('asks for no number where the code is typed, and scans the page’s code in its place', () => {
  const numbered: Route = { ...shown, seen: true, numberDigits: 2 };
  const [route, effects] = go(numbered, wanted({ ...approve, by: 'code' }), entered, proof);
  expect(route).toMatchObject({ at: 'answering', by: 'code' });
  expect(effects.at(-1)).not.toHaveProperty('number');
  const [asked] = go(numbered, wanted(approve));
  expect(go(asked, { type: 'went-back' })[0]).toEqual(numbered);
  expect(go(asked, { type: 'wizard-opened' })[0]).toEqual({ at: 'wizard' });
});

it('asks why it is denied, and takes the reason afterwards', () => {
  const seen: Route = { ...shown, seen: true };
  const [asked, none] = go(seen, { type: 'denial-wanted' });
  expect([asked, none]).toEqual([{ ...seen, denying: true }, []]);
  expect(go(asked, { type: 'went-back' })[0]).toEqual(seen);
  const notMe: NavigationEvent = { type: 'denied', reason: 'not-me' };
  const [told, effects] = go(asked, notMe, { type: 'answer-given' });
  expect(told).toMatchObject({ at: 'answered', decision: 'denied', reason: 'not-me' });
  expect(effects).toMatchObject([{ type: 'answer-request', decision: 'denied', reason: 'not-me' }]);
  expect(go(told, notMe)).toEqual([told, []]);
  const [later, sent] = go(asked, { type: 'denied' }, { type: 'answer-given' }, notMe);
  expect(later).toMatchObject({ at: 'answering', reason: 'not-me' });
  expect(sent.at(-1)).toMatchObject({ decision: 'denied', reason: 'not-me' });
  const approved: Route = { at: 'answered', request: 7, by: 'service', decision: 'approved' };
  expect(go(approved, notMe)).toEqual([approved, []]);
});

it('sends a denial again with its reason', () => {
  const lost: Route = {
    at: 'not-sent',
    request: 7,
    decision: 'denied',
    reason: 'not-me',
    error: 'SERVICE_UNREACHABLE',
    back: 'requests',
  };
  const [, effects] = go(lost, { type: 'denied' });
  expect(effects).toMatchObject([{ by: 'service', decision: 'denied', reason: 'not-me' }]);
});

it('removes an account only after its proof', () => {
  const removal: Route = { at: 'deactivation', account: 'a', name: 'Savings' };
  const deactivate: Intent = { to: 'deactivate', account: 'a', name: 'Savings' };
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
    { type: 'denial-wanted' },
    { type: 'denied', reason: 'not-me' },
    { type: 'answer-given' },
    { type: 'answer-unheard' },
    { type: 'not-accepted', triesLeft: 1 },
    { type: 'not-sent', code: 'SERVICE_REFUSED' },
    { type: 'failed', code: 'REQUEST_GONE' },
    { type: 'session-locked' },
    { type: 'pin-entered', pin },
    { type: 'request-wanted', account: 'a', request: '07' },
    { type: 'request-opened', request: 7, by: 'service' },
    { type: 'request-opened', request: 7, by: 'service', numberDigits: 2 },
    { type: 'request-opened', request: 8, by: 'code', decision: 'approved' },
    { type: 'proof-refused', problem: { code: 'PIN_WRONG', left: 2 } },
    proof,
    wanted(approve),
    wanted(approve, 'nothing'),
    wanted({ ...approve, number: '42' }),
    wanted({ to: 'approve', request: 8, by: 'code' }),
  ];
  const walk = fc.array(fc.constantFrom(...events), { maxLength: 40 });
  fc.assert(
    fc.property(walk, (steps) => {
      let navigation = at({ at: 'requests' });
      let seen = new Set<number>();
      let asksNumber = false;
      for (const event of steps) {
        const { route } = navigation;
        const [next, ...effects] = transition(navigation, event);
        if (event.type === 'request-seen' && route.at === 'request') seen.add(route.request);
        // Opened again, it has to be seen again.
        if (event.type === 'request-opened' && next !== navigation) {
          seen = new Set();
          asksNumber = event.numberDigits !== undefined;
        }
        for (const effect of effects) {
          if (effect.type !== 'answer-request') continue;
          expect(seen).toContain(effect.request);
          if (effect.decision === 'approved') {
            expect(event).toBe(proof);
            expect(effect.number).toBe(asksNumber && effect.by === 'service' ? '42' : undefined);
            expect(route).toMatchObject({ at: 'authenticate', then: { request: effect.request } });
          }
        }
        navigation = next;
      }
    }),
    runs(2000),
  );
});
