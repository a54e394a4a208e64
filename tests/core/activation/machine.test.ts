/** Every step of the wizard × every event: a table of moves; all else returns the same object. */
import { describe, expect, it } from 'vitest';

import { waitingPending } from '../../../src/core/activation/loss.ts';
import { transition } from '../../../src/core/activation/machine.ts';
import type {
  Exchange,
  Purpose,
  Sealing,
  WaitingView,
} from '../../../src/core/activation/step-parts.ts';
import type {
  Activation,
  ActivationEvent,
  Loss,
  Step,
} from '../../../src/core/activation/types.ts';
import type { PinHandle } from '../../../src/core/authentication.ts';
import type { Message } from '../../../src/core/codec/parse-message.ts';

const purpose: Purpose = { kind: 'activate' };
const exchange: Exchange = { purpose };
const pin: PinHandle = { opaque: 'pin' };
const pending = {
  id: '00',
  issuerName: 'Northwind Bank',
  issuerVerified: false,
  label: '',
  deviceCode: 'AAAA-AAAA-AAAA-AAAA',
  deadline: 0,
};
const waiting: WaitingView = { account: '00', issuerName: 'Northwind Bank', code: '12345678' };
const messageOf = (kind: Message['kind']) =>
  ({ kind, bytes: new Uint8Array([1]), envelope: {} }) as Message;
const sealing: Sealing = { pending, opened: 1 };

const STEPS: { [S in Step]: Extract<Activation, { step: S }> } = {
  idle: { step: 'idle' },
  'scan-first': { step: 'scan-first', exchange },
  'reading-first': { step: 'reading-first', exchange },
  'replace-pending': { step: 'replace-pending', exchange, pending, candidate: 1 },
  'device-code': { step: 'device-code', exchange, pending },
  'scan-second': { step: 'scan-second', exchange, pending },
  'reading-second': { step: 'reading-second', exchange, pending },
  'choose-pin': { step: 'choose-pin', sealing },
  'confirm-pin': { step: 'confirm-pin', sealing, pin },
  authenticate: {
    step: 'authenticate',
    sealing,
    auth: { at: 'pin', means: 'biometrics-or-pin' },
  },
  'forgot-pin': { step: 'forgot-pin', sealing, means: 'biometrics-or-pin' },
  'authorising-pin': { step: 'authorising-pin', sealing, means: 'biometrics-or-pin' },
  'renewing-pin': { step: 'renewing-pin', sealing, proof: 1 },
  sealing: { step: 'sealing', by: 'new-pin', sealing },
  picture: { step: 'picture', picture: 3, biometrics: 'offered', waiting },
  'choose-unlock': { step: 'choose-unlock', biometrics: 'offered', waiting },
  'enabling-biometrics': { step: 'enabling-biometrics', waiting },
  'activation-code': { step: 'activation-code', waiting },
  accepting: { step: 'accepting', waiting },
  notifications: { step: 'notifications', account: '00', issuerName: 'Northwind Bank' },
  'allowing-notifications': {
    step: 'allowing-notifications',
    account: '00',
    issuerName: 'Northwind Bank',
  },
  stop: { step: 'stop', from: { step: 'device-code', exchange, pending } },
  stopping: { step: 'stopping', thenStart: false },
  failed: { step: 'failed', error: 'STORAGE_FULL', back: { step: 'scan-first', exchange } },
};

/** By name, so that one kind of event can be tried with each content that matters. */
const EVENTS = {
  started: { type: 'started', purpose },
  resumed: { type: 'resumed', pending, at: 'device-code' },
  'resumed-waiting': { type: 'resumed-waiting', waiting },
  'resumed-waiting, picture due': {
    type: 'resumed-waiting',
    waiting,
    first: { picture: 3, biometrics: 'missing' },
  },
  'pending-lost': { type: 'pending-lost', lost: { by: 'replaced' } },
  'first read': { type: 'message-read', message: messageOf('first') },
  'second read': { type: 'message-read', message: messageOf('second') },
  'channel read': { type: 'message-read', message: messageOf('channel') },
  'code-refused': { type: 'code-refused', problem: { code: 'NOT_OURS' } },
  'request-opened': { type: 'request-opened' },
  'account-offered': { type: 'account-offered' },
  'first-accepted': { type: 'first-accepted', pending },
  'other-pending-found': { type: 'other-pending-found', candidate: 1, pending },
  'enrolment found': { type: 'other-pending-found', candidate: 1 },
  'replace-confirmed': { type: 'replace-confirmed' },
  'replace-denied': { type: 'replace-denied' },
  'second-wanted': { type: 'second-wanted' },
  'device-code-wanted': { type: 'device-code-wanted' },
  'second accepted, no PIN yet': { type: 'second-accepted', opened: 1, unlock: 'create-pin' },
  'second accepted, PIN': { type: 'second-accepted', opened: 1, unlock: 'pin' },
  'second accepted, biometrics on': {
    type: 'second-accepted',
    opened: 1,
    unlock: 'biometrics-or-pin',
  },
  'second accepted, proven': { type: 'second-accepted', opened: 1, unlock: 'proven' },
  'pin-weak': { type: 'pin-weak', why: 'run' },
  'pin-mismatched': { type: 'pin-mismatched' },
  'choose-again-wanted': { type: 'choose-again-wanted' },
  'pin-forgotten': { type: 'pin-forgotten' },
  'pin-remembered': { type: 'pin-remembered' },
  'new-pin-allowed': { type: 'new-pin-allowed', proof: 1 },
  'new-pin-refused': { type: 'new-pin-refused', code: 'BIOMETRICS_CANCELLED' },
  'pin-renewed': { type: 'pin-renewed', proof: 1 },
  erased: { type: 'erased' },
  'sealed, first PIN': { type: 'sealed', waiting, first: { picture: 3, biometrics: 'offered' } },
  'sealed, further account': { type: 'sealed', waiting },
  'picture-learnt': { type: 'picture-learnt' },
  'biometrics-skipped': { type: 'biometrics-skipped' },
  'biometrics-enabled': { type: 'biometrics-enabled' },
  'biometrics-failed': { type: 'biometrics-failed', code: 'BIOMETRICS_CANCELLED' },
  'page-accepted': { type: 'page-accepted' },
  'page-refused': { type: 'page-refused' },
  accepted: { type: 'accepted', notify: false },
  'accepted, can notify': { type: 'accepted', notify: true },
  'notifications-wanted': { type: 'notifications-wanted' },
  'notifications-allowed': { type: 'notifications-allowed' },
  'notifications-refused': { type: 'notifications-refused', code: 'UNEXPECTED' },
  'notifications-skipped': { type: 'notifications-skipped' },
  'stop-asked': { type: 'stop-asked' },
  'stop-denied': { type: 'stop-denied' },
  'stop-confirmed': { type: 'stop-confirmed' },
  stopped: { type: 'stopped' },
  'start-over-asked': { type: 'start-over-asked' },
  'try-again-asked': { type: 'try-again-asked' },
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
} as const satisfies Record<string, ActivationEvent>;
type EventName = keyof typeof EVENTS;

/** What each step does with the events that it takes: the next step, and the effects. */
type Moves = Partial<Record<EventName, readonly [Step, ...string[]]>>;
/** The steps that wait with a pending activation. */
const LOST: Moves = { 'pending-lost': ['failed'] };
const CANCEL: Moves = { 'stop-asked': ['stop'], 'start-over-asked': ['stopping', 'discard'] };
const TABLE: Record<Step, Moves> = {
  idle: {
    started: ['scan-first'],
    resumed: ['device-code'],
    'resumed-waiting': ['activation-code'],
    'resumed-waiting, picture due': ['picture'],
    'pending-lost': ['failed'],
  },
  'scan-first': {
    ...CANCEL,
    'first read': ['reading-first', 'read-first'],
    'second read': ['scan-first'],
    'channel read': ['reading-first', 'read-request'],
    'code-refused': ['scan-first'],
    'account-offered': ['idle'],
  },
  'reading-first': {
    ...CANCEL,
    'request-opened': ['idle'],
    'first-accepted': ['device-code', 'remember-step'],
    'other-pending-found': ['replace-pending'],
    'enrolment found': ['replace-pending'],
    'code-refused': ['scan-first'],
    failed: ['failed'],
  },
  'replace-pending': {
    ...CANCEL,
    'replace-confirmed': ['reading-first', 'keep-candidate'],
    'replace-denied': ['device-code', 'forget-candidate'],
  },
  'device-code': {
    ...CANCEL,
    ...LOST,
    'second-wanted': ['scan-second', 'remember-step'],
    'first read': ['reading-first', 'read-first'],
    'second read': ['reading-second', 'read-second'],
    'channel read': ['scan-second'],
    'code-refused': ['scan-second'],
  },
  'scan-second': {
    ...CANCEL,
    ...LOST,
    'first read': ['reading-first', 'read-first'],
    'second read': ['reading-second', 'read-second'],
    'channel read': ['scan-second'],
    'code-refused': ['scan-second'],
    'device-code-wanted': ['device-code', 'remember-step'],
  },
  'reading-second': {
    ...CANCEL,
    ...LOST,
    'second accepted, no PIN yet': ['choose-pin'],
    'second accepted, PIN': ['authenticate'],
    // A PIN has to be confirmed: no prompt opens by itself.
    'second accepted, biometrics on': ['authenticate'],
    // Without a proof in hand nothing is proven, whatever the event says.
    'second accepted, proven': ['authenticate'],
    'code-refused': ['scan-second'],
    failed: ['failed'],
  },
  'choose-pin': { ...CANCEL, ...LOST, 'pin-weak': ['choose-pin'], 'pin-entered': ['confirm-pin'] },
  'confirm-pin': {
    ...CANCEL,
    'pending-lost': ['failed', 'wipe-pin'],
    'pin-entered': ['sealing', 'create-vault'],
    'start-over-asked': ['stopping', 'wipe-pin', 'discard'],
    'choose-again-wanted': ['choose-pin', 'wipe-pin'],
  },
  authenticate: {
    ...CANCEL,
    ...LOST,
    'pin-entered': ['authenticate', 'check-pin'],
    'biometrics-chosen': ['authenticate', 'check-biometrics'],
    'pin-forgotten': ['forgot-pin'],
  },
  'forgot-pin': {
    ...CANCEL,
    ...LOST,
    'pin-remembered': ['authenticate'],
    'biometrics-chosen': ['authorising-pin', 'authorise-new-pin'],
    erased: ['idle', 'forget-opened'],
  },
  'authorising-pin': {
    ...CANCEL,
    ...LOST,
    'new-pin-allowed': ['choose-pin'],
    'new-pin-refused': ['forgot-pin'],
    erased: ['idle', 'forget-opened'],
  },
  'renewing-pin': {
    'pin-renewed': ['sealing', 'seal-account'],
    'pin-mismatched': ['choose-pin'],
    failed: ['failed'],
  },
  sealing: {
    'sealed, first PIN': ['picture'],
    ...LOST,
    'sealed, further account': ['activation-code'],
    'pin-mismatched': ['choose-pin'],
    failed: ['failed'],
  },
  picture: { ...CANCEL, 'picture-learnt': ['choose-unlock', 'keep-picture-learnt'] },
  'choose-unlock': {
    ...CANCEL,
    'biometrics-skipped': ['activation-code'],
    'biometrics-chosen': ['enabling-biometrics', 'enable-biometrics'],
  },
  'enabling-biometrics': {
    ...CANCEL,
    'biometrics-skipped': ['activation-code'],
    'biometrics-enabled': ['activation-code'],
    'biometrics-failed': ['choose-unlock'],
  },
  'activation-code': {
    ...CANCEL,
    'page-accepted': ['accepting', 'accept-account'],
    'page-refused': ['failed'],
  },
  accepting: {
    accepted: ['idle', 'leave'],
    'accepted, can notify': ['notifications'],
    failed: ['failed'],
  },
  notifications: {
    'notifications-skipped': ['idle', 'decline-notifications', 'leave'],
    'notifications-wanted': ['allowing-notifications', 'allow-notifications'],
  },
  'allowing-notifications': {
    'notifications-skipped': ['idle', 'decline-notifications', 'leave'],
    'notifications-allowed': ['idle', 'leave'],
    'notifications-refused': ['notifications'],
  },
  stop: { ...LOST, 'stop-denied': ['device-code'], 'stop-confirmed': ['stopping', 'discard'] },
  stopping: { stopped: ['idle', 'leave'], failed: ['failed'] },
  failed: {
    'try-again-asked': ['scan-first'],
    'start-over-asked': ['stopping', 'discard'],
    'stop-asked': ['stopping', 'discard'],
    'stop-confirmed': ['stopping', 'discard'],
  },
};

describe.each(Object.keys(TABLE) as Step[])('at %s', (step) => {
  it.each(Object.keys(EVENTS) as EventName[])('%s', (name) => {
    const state = STEPS[step];
    const [next, ...effects] = transition(state, EVENTS[name]);
    const move = TABLE[step][name];
    if (!move) {
      expect(next).toBe(state);
      expect(effects).toEqual([]);
    } else {
      expect([next.step, ...effects.map(({ type }) => type)]).toEqual(move);
      expect(next).not.toBe(state);
    }
  });
});

describe('the wizard', () => {
  it('still knows what it has sealed where removing it failed', () => {
    const stop = (state: Activation) => transition(state, { type: 'stop-confirmed' });
    const [stopping, ...effects] = stop({ step: 'stop', from: STEPS['activation-code'] });
    const removed = { type: 'discard', account: waiting.account };
    expect(effects).toEqual([removed]);
    const [failed] = transition(stopping, { type: 'failed', code: 'STORAGE_FULL' });
    const [again, ...then] = stop(failed);
    expect(then).toEqual([removed]);
    expect(transition(again, { type: 'stopped' })[0].step).toBe('idle');
  });

  it('leaves the scan for another server’s account, with its proof, but no reactivation', () => {
    const proven = { step: 'scan-first', exchange: { purpose, proof: 9 } } as const;
    expect(transition(proven, EVENTS['account-offered'])).toEqual([
      { step: 'idle' },
      { type: 'forget-proof', proof: 9 },
    ]);
    const again = { purpose: { kind: 'reactivate', account: '00' } } as const;
    const reactivating = { step: 'scan-first', exchange: again } as const;
    expect(transition(reactivating, EVENTS['account-offered'])).toEqual([reactivating]);
  });

  it('shows one problem when the camera reads one code twice', () => {
    const [once] = transition(STEPS['scan-first'], EVENTS['code-refused']);
    expect(transition(once, EVENTS['code-refused'])[0]).toBe(once);
  });

  it('stays where the second image is wanted while the camera still sees the first', () => {
    const [reading] = transition(STEPS['scan-second'], EVENTS['first read']);
    expect(transition(reading, EVENTS['first-accepted'])[0]).toMatchObject({
      step: 'scan-second',
      pending,
      problem: { code: 'SECOND_EXPECTED' },
    });
    const other = { ...pending, id: '11' };
    expect(transition(reading, { type: 'first-accepted', pending: other })[0].step).toBe(
      'device-code',
    );
  });

  it('gives up what is under way when Cancel is asked, and keeps what was reached', () => {
    const after = (state: Activation) => {
      const [asked] = transition(state, { type: 'stop-asked' });
      return transition(asked, { type: 'stop-denied' })[0];
    };
    expect(after(STEPS['reading-first']).step).toBe('scan-first');
    expect(after({ ...STEPS['reading-first'], pending })).toMatchObject({
      step: 'scan-second',
      pending,
    });
    expect(after(STEPS['reading-second'])).toMatchObject({ step: 'scan-second', pending });
    expect(after(STEPS['enabling-biometrics']).step).toBe('choose-unlock');
    const checking = transition(STEPS.authenticate, EVENTS['pin-entered'])[0];
    expect(after(checking)).toMatchObject({ step: 'authenticate', auth: { at: 'pin' } });
  });

  it('deletes the new account, once sealed, when it is stopped or the page refused it', () => {
    const [asked] = transition(STEPS['activation-code'], { type: 'stop-asked' });
    expect(transition(asked, { type: 'stop-confirmed' })[1]).toEqual({
      type: 'discard',
      account: '00',
    });
    const [refused] = transition(STEPS['activation-code'], { type: 'page-refused' });
    expect(refused).toMatchObject({ step: 'failed', error: 'PAGE_REFUSED' });
    const [over, ...effects] = transition(refused, { type: 'start-over-asked' });
    expect(effects).toEqual([{ type: 'discard', account: '00' }]);
    expect(transition(over, { type: 'stopped' })[0].step).toBe('scan-first');
  });

  it('seals with an authentication that came before the first scan', () => {
    const state: Activation = {
      step: 'reading-second',
      exchange: { purpose, proof: 7 },
      pending,
    };
    const [next, effect] = transition(state, EVENTS['second accepted, proven']);
    expect(next.step).toBe('sealing');
    expect(effect).toEqual({ type: 'seal-account', opened: 1, proof: 7 });
  });

  it('goes back to the authentication, not to choosing a PIN, if sealing after one failed', () => {
    const [failed] = transition(
      { step: 'sealing', by: 'biometrics-or-pin', sealing },
      EVENTS.failed,
    );
    expect(transition(failed, { type: 'try-again-asked' })[0].step).toBe('authenticate');
  });

  it('seals once the authentication has passed', () => {
    const [checking] = transition(STEPS.authenticate, EVENTS['pin-entered']);
    const [asked] = transition(checking, {
      type: 'proof-given',
      proof: 4,
      picture: 9,
      lacking: 'picture',
    });
    const [confirmed, confirm] = transition(asked, { type: 'picture-confirmed' });
    expect(confirm).toEqual({ type: 'confirm-picture', proof: 4 });
    const [next, ...effects] = transition(confirmed, EVENTS['proof-given']);
    expect(next.step).toBe('sealing');
    expect(effects.map(({ type }) => type)).toEqual(['seal-account']);
  });

  it('asks how to unlock only where there are two answers', () => {
    for (const biometrics of ['missing', 'not-allowed'] as const) {
      const [next, effect] = transition(
        { ...STEPS.picture, biometrics },
        { type: 'picture-learnt' },
      );
      expect(next).toEqual({ step: 'activation-code', waiting });
      expect(effect).toEqual({ type: 'keep-picture-learnt' });
    }
  });

  it('offers biometrics once more, unless trying has told that there are none', () => {
    const after = (code: 'BIOMETRICS_CANCELLED' | 'BIOMETRICS_MISSING') =>
      transition(STEPS['enabling-biometrics'], { type: 'biometrics-failed', code })[0];
    expect(after('BIOMETRICS_CANCELLED')).toMatchObject({
      biometrics: 'offered',
      problem: 'BIOMETRICS_CANCELLED',
    });
    expect(after('BIOMETRICS_MISSING')).toMatchObject({ biometrics: 'missing' });
  });

  it('drops a half-way authentication, and a chosen PIN, when it is stopped', () => {
    const auth = { at: 'pin-again', means: 'pin', proof: 9 } as const;
    const [, ...asked] = transition({ ...STEPS.authenticate, auth }, { type: 'stop-asked' });
    expect(asked).toEqual([{ type: 'forget-proof', proof: 9 }]);
    const stop: Activation = { step: 'stop', from: STEPS['confirm-pin'] };
    const [, ...stopped] = transition(stop, { type: 'stop-confirmed' });
    expect(stopped).toEqual([{ type: 'wipe-pin', pin }, { type: 'discard' }]);
  });

  describe('whose pending activation was lost', () => {
    const dropped = { by: 'dropped', begunAt: 1, droppedAt: 2 } as const;
    const lose = (state: Activation, lost: Loss = dropped) =>
      transition(state, { type: 'pending-lost', lost });

    it('says how, and has nothing to go back to or to remove', () => {
      const [replaced] = lose(STEPS['device-code'], { by: 'replaced' });
      expect(replaced).toMatchObject({ step: 'failed', error: 'ACTIVATION_REPLACED' });
      const [state] = lose(STEPS['device-code']);
      expect(state).toEqual({ step: 'failed', error: 'ACTIVATION_DROPPED', lost: dropped });
      expect(transition(state, { type: 'try-again-asked' })[0]).toBe(state);
      const [over, ...begun] = transition(state, { type: 'start-over-asked' });
      expect([over.step, ...begun]).toEqual(['scan-first', { type: 'forget-lost' }]);
      for (const type of ['stop-asked', 'stop-confirmed'] as const) {
        const [left, ...done] = transition(state, { type });
        expect([left.step, ...done]).toEqual(['idle', { type: 'forget-lost' }, { type: 'leave' }]);
      }
    });

    it('is heard where it waits, or its failure is shown, and nowhere else', () => {
      const back = STEPS['device-code'];
      expect(waitingPending({ step: 'failed', error: 'STORAGE_FULL', back })).toBe(pending);
      expect(waitingPending({ step: 'stop', from: STEPS['confirm-pin'] })).toBe(pending);
      // The one that waits is another tab's: the question asks about it.
      expect(waitingPending(STEPS['replace-pending'])).toBeUndefined();
      expect(waitingPending(STEPS.sealing)).toBeUndefined();
      expect(waitingPending(STEPS.picture)).toBeUndefined();
      expect(lose(STEPS.failed)[0]).toBe(STEPS.failed);
    });

    it('drops a proof, and the PIN under the question whether to stop', () => {
      const auth = { at: 'pin-again', means: 'pin', proof: 9 } as const;
      const [, ...forgotten] = lose({ ...STEPS.authenticate, auth });
      expect(forgotten).toEqual([{ type: 'forget-proof', proof: 9 }]);
      const [, ...wiped] = lose({ step: 'stop', from: STEPS['confirm-pin'] });
      expect(wiped).toEqual([{ type: 'wipe-pin', pin }]);
    });
  });

  it('leaves another server’s enrolment as it is where the person keeps it', () => {
    const [asking] = transition(STEPS['reading-first'], EVENTS['enrolment found']);
    expect(asking).not.toHaveProperty('pending');
    const [left, ...effects] = transition(asking, EVENTS['replace-denied']);
    expect(left).toEqual({ step: 'idle' });
    expect(effects).toEqual([{ type: 'forget-candidate', candidate: 1 }]);
  });

  it('has nothing to go back to where the activation was stopped in another tab', () => {
    const [failed] = transition(STEPS.sealing, { type: 'failed', code: 'UNKNOWN_ACTIVATION' });
    expect(failed).toEqual({ step: 'failed', error: 'UNKNOWN_ACTIVATION' });
  });

  it('goes on with the activation once a forgotten PIN has given way to a new one', () => {
    const [choosing] = transition(STEPS['authorising-pin'], { type: 'new-pin-allowed', proof: 5 });
    const [weak] = transition(choosing, EVENTS['pin-weak']);
    const [confirming] = transition(weak, EVENTS['pin-entered']);
    const [again] = transition(confirming, EVENTS['choose-again-wanted']);
    const [once] = transition(again, EVENTS['pin-entered']);
    const [renewing, renew] = transition(once, EVENTS['pin-entered']);
    expect(renew).toEqual({ type: 'renew-pin', proof: 5, chosen: pin, confirmed: pin });
    expect(transition(renewing, { type: 'pin-mismatched' })[0]).toMatchObject({ replaces: 5 });
    const [sealing, seal] = transition(renewing, { type: 'pin-renewed', proof: 6 });
    expect(sealing.step).toBe('sealing');
    expect(seal).toEqual({ type: 'seal-account', opened: 1, proof: 6 });
  });

  it('offers no biometrics for a forgotten PIN where none are on', () => {
    const state: Activation = { ...STEPS['forgot-pin'], means: 'pin' };
    expect(transition(state, { type: 'biometrics-chosen' })[0]).toBe(state);
  });

  it('keeps no PIN, key or message in a state', () => {
    for (const state of Object.values(STEPS))
      for (const event of Object.values(EVENTS)) {
        const [next] = transition(state, event);
        expect(JSON.stringify(next)).not.toContain('"0":1');
      }
  });
});
