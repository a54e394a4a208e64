/** Every route × every event: a table of moves; everything else returns the same object. */
import { describe, expect, it } from 'vitest';

import type { PinHandle } from '../../../src/core/authentication.ts';
import { transition } from '../../../src/core/navigation/machine.ts';
import type { Intent, Lock, Route } from '../../../src/core/navigation/route-types.ts';
import type { NavigationEvent, NavigationState } from '../../../src/core/navigation/types.ts';

const pin: PinHandle = { opaque: 'pin' };
const LOCKED: Lock = { is: 'locked' };
const HOME: Route = { at: 'home' };
const BRING_IN: Intent = { to: 'transfer', purpose: 'bring-in' };
const otp: NavigationEvent = {
  type: 'wanted',
  intent: { to: 'otp', account: 'a' },
  need: 'nothing',
};

const PLACES = {
  starting: { at: 'starting' },
  unusable: { at: 'unusable', error: 'STORAGE_BLOCKED' },
  home: { at: 'home' },
  requests: { at: 'requests' },
  menu: { at: 'menu' },
  accounts: { at: 'accounts' },
  biometrics: { at: 'biometrics' },
  notifications: { at: 'notifications' },
  language: { at: 'language' },
  'new-phone': { at: 'new-phone' },
  help: { at: 'help' },
  about: { at: 'about' },
  wizard: { at: 'wizard' },
  transfer: { at: 'transfer', purpose: 'bring-in' },
  'first-pin': { at: 'first-pin', then: BRING_IN, back: HOME },
  'first-pin-again': { at: 'first-pin-again', pin, then: BRING_IN, back: HOME },
  'creating-pin': { at: 'creating-pin', then: BRING_IN, back: HOME },
  'first-picture': { at: 'first-picture', proof: 1, picture: 4, then: BRING_IN, back: HOME },
  authenticate: {
    at: 'authenticate',
    auth: { at: 'pin', means: 'biometrics-or-pin' },
    then: { to: 'otp', account: 'a' },
    back: HOME,
  },
  otp: { at: 'otp', account: 'a' },
  account: { at: 'account', account: 'a' },
  remove: { at: 'remove', account: 'a' },
  'choose-pin': { at: 'choose-pin', proof: 1 },
  'confirm-pin': { at: 'confirm-pin', proof: 1, pin },
  'pin-changed': { at: 'pin-changed' },
  'forgot-pin': { at: 'forgot-pin', back: HOME },
  erase: { at: 'erase' },
  'second-tap': { at: 'second-tap', proof: 1 },
  working: {
    at: 'working',
    what: 'remove',
    next: { at: 'accounts' },
    back: { at: 'account', account: 'a' },
  },
  failed: { at: 'failed', error: 'STORAGE_FULL', back: HOME },
  'clone-suspected': {
    at: 'clone-suspected',
    account: 'a',
    approvals: [{ id: '01020304', at: 5 }],
    back: { at: 'requests' },
  },
  'opening-request': { at: 'opening-request', back: 'requests' },
  request: { at: 'request', request: 7, by: 'service', seen: true, back: 'requests' },
  number: { at: 'number', request: 7, numberDigits: 2, back: 'requests' },
  answering: { at: 'answering', request: 7, by: 'service', decision: 'approved', back: 'requests' },
  'response-code': { at: 'response-code', request: 7, back: 'home' },
  answered: { at: 'answered', request: 7, by: 'service', decision: 'denied' },
  'not-accepted': { at: 'not-accepted', request: 7, triesLeft: 1, back: 'requests' },
  'not-sent': {
    at: 'not-sent',
    request: 7,
    decision: 'approved',
    error: 'SERVICE_UNREACHABLE',
    back: 'requests',
  },
  deactivation: { at: 'deactivation', account: 'a', name: 'Savings' },
  deactivated: { at: 'deactivated', name: 'Savings' },
} as const satisfies Record<Route['at'], Route>;

const EVENTS = {
  'vault-opened': { type: 'vault-opened' },
  'vault-unusable': { type: 'vault-unusable', code: 'VAULT_NEWER' },
  'wanted, free': otp,
  'wanted, guarded': { type: 'wanted', intent: { to: 'remove', account: 'a' }, need: 'pin' },
  'wanted, biometrics on': {
    type: 'wanted',
    intent: { to: 'remove', account: 'a' },
    need: 'biometrics-or-pin',
  },
  'change of PIN wanted, biometrics on': {
    type: 'wanted',
    intent: { to: 'change-pin' },
    need: 'biometrics-or-pin',
  },
  'transfer wanted, no PIN yet': { type: 'wanted', intent: BRING_IN, need: 'new-pin' },
  'transfer wanted': { type: 'wanted', intent: BRING_IN, need: 'pin' },
  'transfer-left': { type: 'transfer-left', to: 'accounts' },
  'first-pin-created': { type: 'first-pin-created', proof: 1, picture: 4 },
  'first-pin-mismatched': { type: 'first-pin-mismatched' },
  'picture-learnt': { type: 'picture-learnt' },
  'approval wanted, biometrics on': {
    type: 'wanted',
    intent: { to: 'approve', request: 7, by: 'service' },
    need: 'biometrics-or-pin',
  },
  went: { type: 'went', to: 'about' },
  'account-opened': { type: 'account-opened', account: 'b' },
  'removal-asked': { type: 'removal-asked', account: 'b' },
  'rename-asked': { type: 'rename-asked', account: 'a', name: 'Mine' },
  'account-refused': { type: 'account-refused', account: 'a', code: 'OUT_OF_RANGE' },
  moved: { type: 'moved', accounts: ['b', 'a'] },
  'went-back': { type: 'went-back' },
  'wizard-opened': { type: 'wizard-opened' },
  'wizard-left': { type: 'wizard-left' },
  'pin-weak': { type: 'pin-weak', why: 'run' },
  'pin-mismatched': { type: 'pin-mismatched', proof: 1 },
  'second-tap-needed': { type: 'second-tap-needed', proof: 1 },
  'second-tapped': { type: 'second-tapped' },
  'pin-forgotten': { type: 'pin-forgotten' },
  'new-pin-allowed': { type: 'new-pin-allowed', proof: 2 },
  'erase-wanted': { type: 'erase-wanted' },
  'erase-confirmed': { type: 'erase-confirmed' },
  done: { type: 'done' },
  'approval wanted': {
    type: 'wanted',
    intent: { to: 'approve', request: 7, by: 'service' },
    need: 'pin',
  },
  'approval of another wanted': {
    type: 'wanted',
    intent: { to: 'approve', request: 8, by: 'service' },
    need: 'pin',
  },
  'numbered approval wanted': {
    type: 'wanted',
    intent: { to: 'approve', request: 7, by: 'service', number: '42' },
    need: 'pin',
  },
  'approval by code wanted': {
    type: 'wanted',
    intent: { to: 'approve', request: 7, by: 'code' },
    need: 'pin',
  },
  'deactivation wanted': {
    type: 'wanted',
    intent: { to: 'deactivate', account: 'a', name: 'Savings' },
    need: 'pin',
  },
  'request-wanted': { type: 'request-wanted', account: 'a', request: '07' },
  'request-opened': { type: 'request-opened', request: 8, by: 'code' },
  'deactivation-opened': { type: 'deactivation-opened', account: 'a', name: 'Savings' },
  'request-seen': { type: 'request-seen' },
  'clone-suspected': {
    type: 'clone-suspected',
    account: 'a',
    approvals: [{ id: '01020304', at: 5 }],
  },
  acknowledged: { type: 'acknowledged' },
  'clock-judged': { type: 'clock-judged', clock: 'wrong' },
  'denial-wanted': { type: 'denial-wanted' },
  denied: { type: 'denied' },
  'denied, not me': { type: 'denied', reason: 'not-me' },
  'answer-given': { type: 'answer-given' },
  'answer-unheard': { type: 'answer-unheard' },
  'not-accepted': { type: 'not-accepted', triesLeft: 1 },
  'not-sent': { type: 'not-sent', code: 'SERVICE_UNREACHABLE' },
  closed: { type: 'closed' },
  failed: { type: 'failed', code: 'STORAGE_FULL' },
  'pin-entered': { type: 'pin-entered', pin },
  'biometrics-chosen': { type: 'biometrics-chosen' },
  'pin-wanted': { type: 'pin-wanted' },
  'proof-given': { type: 'proof-given', proof: 1, picture: 3, lacking: 'nothing' },
  'proof-refused': { type: 'proof-refused', problem: { code: 'PIN_WRONG', left: 3 } },
  'picture-chosen': { type: 'picture-chosen', picture: 3 },
  'picture-forgotten': { type: 'picture-forgotten' },
  'picture-confirmed': { type: 'picture-confirmed' },
  'picture-denied': { type: 'picture-denied' },
} as const satisfies Record<string, NavigationEvent>;
type EventName = keyof typeof EVENTS;

/** The place that follows, and the effects; `=` stands for the very same place. */
type Moves = Partial<Record<EventName, readonly [Route['at'] | '=', ...string[]]>>;

/** Where a screen takes what needs an authentication, or none. */
const WANTED: Moves = {
  'wanted, free': ['otp'],
  'wanted, guarded': ['authenticate'],
  'wanted, biometrics on': ['authenticate', 'check-biometrics'],
  'change of PIN wanted, biometrics on': ['authenticate'],
  'approval wanted, biometrics on': ['authenticate', 'check-biometrics'],
  // Whoever asks for them here comes to nothing, once it is authenticated: see below.
  'approval wanted': ['authenticate'],
  'approval of another wanted': ['authenticate'],
  'numbered approval wanted': ['authenticate'],
  'approval by code wanted': ['authenticate'],
  'deactivation wanted': ['authenticate'],
  'transfer wanted': ['authenticate'],
  'transfer wanted, no PIN yet': ['first-pin'],
};

const walk = (back: Route['at']): Moves => ({
  went: ['about'],
  'went-back': [back],
  'account-opened': ['account'],
  'removal-asked': ['remove'],
  'rename-asked': ['account', 'rename-account'],
  moved: ['=', 'reorder-accounts'],
  'wizard-opened': ['wizard'],
  ...WANTED,
  'request-wanted': ['opening-request', 'open-request'],
  failed: ['failed'],
});

const TABLE: Record<Route['at'], Moves> = {
  starting: { 'vault-opened': ['home'] },
  unusable: {},
  home: walk('home'),
  requests: walk('home'),
  menu: walk('home'),
  accounts: walk('menu'),
  biometrics: walk('menu'),
  notifications: walk('menu'),
  language: walk('menu'),
  'new-phone': walk('menu'),
  help: walk('menu'),
  about: walk('menu'),
  otp: walk('home'),
  account: { ...walk('accounts'), 'account-refused': ['account'] },
  remove: walk('account'),
  'pin-changed': walk('menu'),
  transfer: { ...WANTED, 'transfer-left': ['accounts'], failed: ['failed'] },
  'first-pin': {
    'pin-weak': ['first-pin'],
    'pin-entered': ['first-pin-again'],
    'went-back': ['home'],
  },
  'first-pin-again': {
    'pin-entered': ['creating-pin', 'create-pin'],
    'went-back': ['first-pin', 'wipe-pin'],
  },
  'creating-pin': {
    'first-pin-created': ['first-picture'],
    'first-pin-mismatched': ['first-pin'],
    failed: ['failed'],
  },
  'first-picture': { 'picture-learnt': ['transfer', 'keep-picture-learnt', 'start-transfer'] },
  wizard: {
    'wizard-left': ['home'],
    'erase-wanted': ['erase'],
    'request-opened': ['request'],
    'deactivation-opened': ['deactivation'],
    failed: ['failed'],
  },
  authenticate: {
    'went-back': ['home'],
    'pin-forgotten': ['forgot-pin'],
    'pin-entered': ['authenticate', 'check-pin'],
    'biometrics-chosen': ['authenticate', 'check-biometrics'],
  },
  'choose-pin': {
    'pin-weak': ['choose-pin'],
    'pin-entered': ['confirm-pin'],
    'went-back': ['menu', 'forget-proof'],
  },
  'confirm-pin': {
    'pin-entered': ['working', 'change-pin'],
    'went-back': ['choose-pin', 'wipe-pin'],
  },
  'forgot-pin': {
    'erase-wanted': ['erase'],
    'biometrics-chosen': ['working', 'authorise-new-pin'],
    'went-back': ['home'],
  },
  erase: { 'erase-confirmed': ['working', 'erase'], 'went-back': ['home'] },
  'second-tap': { 'second-tapped': ['working', 'enable-biometrics'], 'went-back': ['biometrics'] },
  working: {
    done: ['accounts'],
    'new-pin-allowed': ['choose-pin'],
    'pin-mismatched': ['choose-pin'],
    'second-tap-needed': ['second-tap'],
    failed: ['failed'],
  },
  failed: { 'went-back': ['home'] },
  'clone-suspected': {
    'went-back': ['requests'],
    closed: ['requests'],
    acknowledged: ['requests', 'acknowledge-approvals'],
  },
  'opening-request': {
    'went-back': ['requests'],
    'request-opened': ['request'],
    'deactivation-opened': ['deactivation'],
    failed: ['failed'],
  },
  request: {
    'clock-judged': ['request'],
    'went-back': ['requests'],
    closed: ['home'],
    'approval wanted, biometrics on': ['authenticate', 'check-biometrics'],
    'approval wanted': ['authenticate'],
    'numbered approval wanted': ['authenticate'],
    'approval by code wanted': ['authenticate'],
    'denial-wanted': ['request'],
    denied: ['answering', 'answer-request'],
    'denied, not me': ['answering', 'answer-request'],
    'request-wanted': ['opening-request', 'open-request'],
  },
  number: {
    'went-back': ['request'],
    'wizard-opened': ['wizard'],
    'numbered approval wanted': ['authenticate'],
  },
  answering: {
    'answer-given': ['answered'],
    'answer-unheard': ['response-code'],
    'not-accepted': ['not-accepted'],
    'not-sent': ['not-sent'],
    failed: ['failed'],
  },
  'response-code': { 'went-back': ['request'], closed: ['home'] },
  answered: {
    'went-back': ['home'],
    closed: ['home'],
    'denied, not me': ['answering', 'answer-request'],
  },
  'not-accepted': {
    'went-back': ['requests'],
    closed: ['home'],
    'approval wanted, biometrics on': ['authenticate', 'check-biometrics'],
    'approval wanted': ['authenticate'],
    'numbered approval wanted': ['authenticate'],
  },
  'not-sent': {
    'went-back': ['requests'],
    closed: ['home'],
    'approval wanted, biometrics on': ['authenticate', 'check-biometrics'],
    'approval wanted': ['authenticate'],
    'numbered approval wanted': ['authenticate'],
  },
  deactivation: { 'went-back': ['home'], 'deactivation wanted': ['authenticate'] },
  deactivated: { 'went-back': ['home'], closed: ['home'] },
};

/** Routes whose place the warning of a clone may take. */
const INTERRUPTIBLE: readonly Route['at'][] = [
  ...(['home', 'requests', 'account', 'accounts'] as const),
  ...(['request', 'not-sent', 'not-accepted', 'failed'] as const),
];

/** What happens on every route: a vault that cannot be used ends everything. */
function everywhere(at: Route['at']): Moves {
  if (at === 'unusable') return {};
  return {
    ...(INTERRUPTIBLE.includes(at) && { 'clone-suspected': ['clone-suspected'] as const }),
    'vault-unusable': [
      'unusable',
      ...(at === 'confirm-pin' || at === 'first-pin-again' ? ['wipe-pin'] : []),
    ],
  };
}

describe.each(Object.keys(TABLE) as Route['at'][])('at %s', (at) => {
  it.each(Object.keys(EVENTS) as EventName[])('%s', (name) => {
    const navigation: NavigationState = { route: PLACES[at], lock: LOCKED };
    const [next, ...effects] = transition(navigation, EVENTS[name]);
    const [to, ...expected] = TABLE[at][name] ?? everywhere(at)[name] ?? ['='];
    expect(effects.map(({ type }) => type)).toEqual(expected);
    if (to === '=') expect(next).toBe(navigation);
    else expect(next.route.at).toBe(to);
  });
});

describe('a code and a removal asked from “New phone?”', () => {
  const GUIDE: Route = { at: 'new-phone' };
  const PROVEN: readonly NavigationEvent[] = [
    { type: 'pin-entered', pin },
    { type: 'proof-given', proof: 5, picture: 4, lacking: 'nothing' },
  ];
  const run = (route: Route, ...events: readonly NavigationEvent[]): Route =>
    events.reduce<NavigationState>((state, event) => transition(state, event)[0], {
      route,
      lock: { is: 'unlocked', picture: 4 },
    }).route;
  const wanted = (to: 'otp' | 'remove', need: 'nothing' | 'pin'): NavigationEvent => ({
    type: 'wanted',
    intent: { to, account: 'a' },
    need,
  });
  const code: Route = { at: 'otp', account: 'a', back: 'new-phone' };
  const removal: Route = { at: 'remove', account: 'a', back: 'new-phone' };

  it.each([
    ['unlocked', [wanted('otp', 'nothing')]],
    ['after the PIN', [wanted('otp', 'pin'), ...PROVEN]],
  ])('lead back there, %s', (_, events) => {
    expect(run(GUIDE, ...events)).toEqual(code);
    for (const closing of ['went-back', 'session-locked'] as const)
      expect(run(GUIDE, ...events, { type: closing })).toEqual(GUIDE);
    const failed = run(GUIDE, ...events, { type: 'failed', code: 'UNEXPECTED' });
    expect(failed).toMatchObject({ at: 'failed', back: GUIDE });
  });

  it('keep the way back where the picture is doubted, or another code is opened', () => {
    const again: NavigationEvent[] = [{ type: 'picture-doubted' }, ...PROVEN];
    expect(run(code, ...again)).toEqual(code);
    expect(run(code, wanted('otp', 'nothing'), { type: 'went-back' })).toEqual(GUIDE);
  });

  it('lead back there whether the account is kept or removed', () => {
    const asked: NavigationEvent = { type: 'removal-asked', account: 'a' };
    expect(run(GUIDE, asked)).toEqual(removal);
    expect(run(GUIDE, asked, { type: 'went-back' })).toEqual(GUIDE);
    const removing = [wanted('remove', 'pin'), ...PROVEN];
    expect(run(removal, ...removing, { type: 'done' })).toEqual(GUIDE);
    const failed = run(removal, ...removing, { type: 'failed', code: 'STORAGE_FULL' });
    expect(failed).toEqual({ at: 'failed', error: 'STORAGE_FULL', back: removal });
  });
});

describe('the lock', () => {
  const CLOSES: readonly Route['at'][] = [
    ...(['otp', 'choose-pin', 'confirm-pin', 'second-tap'] as const),
    ...(['first-pin', 'first-pin-again', 'first-picture'] as const),
  ];

  const unlocked = (route: Route): NavigationState => ({
    route,
    lock: { is: 'unlocked', picture: 4 },
  });
  const lock = (route: Route) => transition(unlocked(route), { type: 'session-locked' });

  it('closes what shows a code or holds a proof, and leaves the rest where it is', () => {
    for (const route of Object.values(PLACES)) {
      const [next] = lock(route);
      expect(next.lock).toEqual({ is: 'locked' });
      const closes = CLOSES.includes(route.at);
      // The code goes, and can be asked for again.
      const to = route.at === 'response-code' ? 'request' : closes ? 'home' : route.at;
      expect(next.route.at).toBe(to);
    }
  });

  it('is locked where the vault cannot be used', () => {
    const [next] = transition(unlocked(PLACES.otp), EVENTS['vault-unusable']);
    expect(next).toEqual({ route: { at: 'unusable', error: 'VAULT_NEWER' }, lock: LOCKED });
  });

  it('starts an authentication again', () => {
    const route: Route = {
      ...PLACES.authenticate,
      auth: { at: 'checking', means: 'pin', entry: 'first' },
    };
    expect(lock(route)[0].route).toMatchObject({
      at: 'authenticate',
      auth: { at: 'pin', means: 'pin' },
    });
  });

  it('opens no prompt again that it has closed: nobody may be there to answer', () => {
    const auth = { at: 'biometrics', means: 'biometrics-or-pin', unasked: true } as const;
    const [{ route }, ...effects] = lock({ ...PLACES.authenticate, auth });
    expect(route).toMatchObject({ at: 'authenticate', auth: { at: 'pin' } });
    expect(effects).toEqual([]);
  });

  it('wipes a chosen PIN that was not confirmed', () => {
    expect(lock(PLACES['confirm-pin']).slice(1)).toEqual([{ type: 'wipe-pin', pin }]);
  });

  it('is one object while nothing changes', () => {
    const navigation: NavigationState = { route: HOME, lock: LOCKED };
    expect(transition(navigation, { type: 'session-locked' })[0]).toBe(navigation);
  });
});

it('opens the wizard over a wait for its own code, and over no write', () => {
  const waiting: Route = { at: 'working', what: 'activation-code', next: HOME, back: HOME };
  const [next] = transition({ route: waiting, lock: LOCKED }, EVENTS['wizard-opened']);
  expect(next.route).toEqual({ at: 'wizard' });
});

describe('behind an authentication', () => {
  const pass = (then: Extract<Route, { at: 'authenticate' }>['then']) => {
    const route: Route = {
      ...PLACES.authenticate,
      then,
      auth: { at: 'checking', means: 'pin', entry: 'first' },
    };
    const [next, ...effects] = transition({ route, lock: LOCKED }, EVENTS['proof-given']);
    return [next.route.at, ...effects.map(({ type }) => type)];
  };

  it('leads to what was wanted', () => {
    expect(pass({ to: 'unlock' })).toEqual(['home']);
    expect(pass({ to: 'otp', account: 'a' })).toEqual(['otp']);
    expect(pass({ to: 'activation-code', account: 'a' })).toEqual([
      'working',
      'show-activation-code',
    ]);
    expect(pass({ to: 'activate', purpose: { kind: 'activate' } })).toEqual([
      'wizard',
      'start-activation',
    ]);
    expect(pass({ to: 'remove', account: 'a' })).toEqual(['working', 'remove-account']);
    expect(pass({ to: 'change-pin' })).toEqual(['choose-pin']);
    expect(pass({ to: 'enable-biometrics' })).toEqual(['working', 'enable-biometrics']);
    expect(pass({ to: 'disable-biometrics' })).toEqual(['working', 'disable-biometrics']);
  });

  it('drops what was proven half-way when the person goes back or has forgotten the PIN', () => {
    for (const auth of [
      { at: 'picture', means: 'pin', proof: 5, picture: 1 },
      { at: 'which-picture', means: 'pin', proof: 5, pictures: [1, 2] },
    ] as const)
      for (const event of [EVENTS['went-back'], EVENTS['pin-forgotten']]) {
        const [, ...effects] = transition(
          { route: { ...PLACES.authenticate, auth }, lock: LOCKED },
          event,
        );
        expect(effects).toEqual([{ type: 'forget-proof', proof: 5 }]);
      }
  });

  it('leads back from the languages to where they were asked for', () => {
    for (const at of ['home', 'menu'] as const) {
      const [there] = transition({ route: { at }, lock: LOCKED }, { type: 'went', to: 'language' });
      expect(there.route.at).toBe('language');
      const [back] = transition(there, EVENTS['went-back']);
      expect(back.route).toEqual({ at });
    }
  });

  it('opens no prompt of the system where the app goes on by itself', () => {
    const wanted = { ...EVENTS['wanted, biometrics on'], untapped: true } as const;
    const [next, ...effects] = transition({ route: PLACES.home, lock: LOCKED }, wanted);
    expect(next.route).toEqual({
      at: 'authenticate',
      auth: { at: 'pin', means: 'biometrics-or-pin' },
      then: wanted.intent,
      back: PLACES.home,
    });
    expect(effects).toEqual([]);
    const [asked, ...begun] = transition(next, EVENTS['biometrics-chosen']);
    expect(asked.route).toMatchObject({ auth: { at: 'biometrics' } });
    expect(begun).toEqual([{ type: 'check-biometrics' }]);
  });

  it('never passes without a proof what writes under the PIN', () => {
    for (const to of ['change-pin', 'enable-biometrics'] as const) {
      const navigation: NavigationState = {
        route: { at: 'menu' },
        lock: { is: 'unlocked', picture: 1 },
      };
      const [next, ...effects] = transition(navigation, {
        type: 'wanted',
        intent: { to },
        need: 'nothing',
      });
      expect(next.route).toEqual({ at: 'menu' });
      expect(effects).toEqual([]);
    }
  });

  it('asks for what is lacking: a second entry, then the picture', () => {
    const start: NavigationState = { route: PLACES.authenticate, lock: LOCKED };
    const walked = (
      [
        EVENTS['pin-entered'],
        { type: 'proof-given', proof: 1, picture: 3, lacking: 'entry' },
        EVENTS['pin-entered'],
        { type: 'proof-given', proof: 2, picture: 3, lacking: 'picture' },
        EVENTS['picture-confirmed'],
        EVENTS['proof-given'],
      ] satisfies NavigationEvent[]
    ).reduce<[NavigationState, string[]]>(
      ([navigation, seen], event) => {
        const [next] = transition(navigation, event);
        return [
          next,
          [...seen, next.route.at === 'authenticate' ? next.route.auth.at : next.route.at],
        ];
      },
      [start, []],
    )[1];
    expect(walked).toEqual(['checking', 'pin-again', 'checking', 'picture', 'checking', 'otp']);
  });
});
