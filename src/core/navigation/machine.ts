/** Everything outside the wizard as an explicit state machine, pure: places, the lock, and what waits behind an authentication. */
import {
  abandoned,
  authenticate,
  beginAuthentication,
  isAuthenticationEvent,
} from '../authentication.ts';
import type { ErrorCode } from '../errors.ts';
import type {
  Intent,
  Place,
  Session,
  SessionEvent,
  SessionEffect,
  SessionResult,
} from './types.ts';
import {
  answeredAlready,
  approved,
  inRequest,
  isRequestPlace,
  opened,
  opening,
  type Move,
} from './request-routes.ts';

export const START: Session = { place: { at: 'starting' }, lock: { is: 'locked' } };

const HOME: Place = { at: 'home' };

/** The next state and what is to be done; an event that means nothing here returns the same object. */
export function transition(session: Session, event: SessionEvent): SessionResult {
  if (event.type === 'session-unlocked')
    return [{ ...session, lock: { is: 'unlocked', picture: event.picture } }];
  if (event.type === 'session-locked') return locked(session);
  const { place } = session;
  const [next, ...effects] = move(place, event);
  return next === place ? [session, ...effects] : [{ ...session, place: next }, ...effects];
}

function move(place: Place, event: SessionEvent): Move {
  if (isRequestPlace(place)) return inRequest(place, event);
  const { at } = place;
  switch (at) {
    case 'starting':
      if (event.type === 'vault-opened') return [HOME];
      if (event.type === 'vault-unusable') return [{ at: 'unusable', error: event.code }];
      return [place];
    case 'unusable':
      return [place];
    case 'wizard':
      if (event.type === 'failed') return failed(event.code, HOME);
      if (event.type === 'erase-wanted') return [{ at: 'erase', back: place }];
      if (event.type === 'wizard-left') return [HOME];
      return [opened(event, 'home') ?? place];
    case 'home':
    case 'requests':
    case 'menu':
    case 'accounts':
    case 'biometrics':
    case 'notifications':
    case 'language':
    case 'help':
    case 'about':
    case 'otp':
    case 'account':
    case 'remove':
    case 'pin-changed':
      return walk(place, event);
    case 'authenticate':
      return inAuthenticate(place, event);
    case 'choose-pin':
    case 'confirm-pin':
      return inNewPin(place, event);
    case 'forgot-pin':
      if (event.type === 'erase-wanted') return [{ at: 'erase' }];
      if (event.type === 'biometrics-chosen')
        return [working('change-pin', { at: 'home' }, place), { type: 'authorise-new-pin' }];
      return event.type === 'went-back' ? [place.back] : [place];
    case 'erase':
      if (event.type === 'erase-confirmed')
        return [working('erase', HOME, HOME), { type: 'erase' }];
      return event.type === 'went-back' ? [place.back ?? HOME] : [place];
    case 'second-tap':
      if (event.type === 'second-tapped')
        return [
          working('enable-biometrics', { at: 'biometrics' }, { at: 'biometrics' }),
          { type: 'enable-biometrics', proof: place.proof },
        ];
      return event.type === 'went-back' ? [{ at: 'biometrics' }] : [place];
    case 'working':
      return inWorking(place, event);
    case 'failed':
      return event.type === 'went-back' ? [place.back] : [place];
    default:
      return [at satisfies never];
  }
}

function working(what: Extract<Place, { at: 'working' }>['what'], next: Place, back: Place): Place {
  return { at: 'working', what, next, back };
}

function failed(error: ErrorCode, back: Place): Move {
  return [{ at: 'failed', error, back }];
}

/** From page to page, and to what a person wants from one. */
function walk(place: Place, event: SessionEvent): Move {
  switch (event.type) {
    case 'went':
      return [{ at: event.to }];
    case 'went-back':
      return [parent(place)];
    case 'account-opened':
      return [{ at: 'account', account: event.account }];
    case 'removal-asked':
      return [{ at: 'remove', account: event.account }];
    case 'rename-asked':
      return [
        { at: 'account', account: event.account },
        { type: 'rename-account', account: event.account, name: event.name },
      ];
    case 'account-refused':
      return place.at === 'account' && place.account === event.account
        ? [{ ...place, problem: event.code }]
        : [place];
    case 'moved':
      return [place, { type: 'reorder-accounts', accounts: event.accounts }];
    case 'wizard-opened':
      return [{ at: 'wizard' }];
    case 'request-wanted':
      return opening(event, place.at === 'requests' ? 'requests' : 'home');
    case 'failed':
      return failed(event.code, place.at === 'otp' ? HOME : place);
    case 'wanted':
      return event.need === 'nothing'
        ? reach(event.intent, place)
        : [
            {
              at: 'authenticate',
              auth: beginAuthentication(event.need),
              then: event.intent,
              back: place,
            },
          ];
    default:
      return [place];
  }
}

/** Where "back" leads from a page. */
function parent(place: Place): Place {
  switch (place.at) {
    case 'account':
      return { at: 'accounts' };
    case 'remove':
      return { at: 'account', account: place.account };
    case 'accounts':
    case 'biometrics':
    case 'notifications':
    case 'language':
    case 'help':
    case 'about':
    case 'pin-changed':
      return { at: 'menu' };
    default:
      return HOME;
  }
}

/** What an intent leads to once it may. */
function reach(intent: Intent, back: Place, proof?: number): Move {
  switch (intent.to) {
    case 'unlock':
      return [back];
    case 'otp':
      return [{ at: 'otp', account: intent.account }];
    case 'activation-code':
      return [
        working('activation-code', HOME, back),
        { type: 'show-activation-code', account: intent.account },
      ];
    case 'activate':
      return [
        { at: 'wizard' },
        {
          type: 'start-activation',
          purpose: intent.purpose,
          ...(proof !== undefined && { proof }),
        },
      ];
    case 'remove':
      return [
        working('remove', { at: 'accounts' }, back),
        { type: 'remove-account', account: intent.account },
      ];
    case 'approve':
      return approved(intent, back, proof);
    case 'deactivate':
      return proof === undefined
        ? [back]
        : [
            working('remove', { at: 'deactivated', name: intent.name }, HOME),
            { type: 'remove-account', account: intent.account },
          ];
    case 'change-pin':
      return proof === undefined ? [back] : [{ at: 'choose-pin', proof }];
    case 'enable-biometrics':
      return proof === undefined
        ? [back]
        : [
            working('enable-biometrics', { at: 'biometrics' }, back),
            { type: 'enable-biometrics', proof },
          ];
    case 'disable-biometrics':
      return [
        working('disable-biometrics', { at: 'biometrics' }, back),
        { type: 'disable-biometrics' },
      ];
    default:
      return [intent satisfies never];
  }
}

function inAuthenticate(place: Extract<Place, { at: 'authenticate' }>, event: SessionEvent): Move {
  if (event.type === 'went-back') return [place.back, ...abandoned(place.auth)];
  if (event.type === 'pin-forgotten') {
    const again = { ...place, auth: beginAuthentication(means(place)) };
    return [{ at: 'forgot-pin', back: again }, ...abandoned(place.auth)];
  }
  if (!isAuthenticationEvent(event)) return [place];
  const [auth, ...effects] = authenticate(place.auth, event);
  if (auth === place.auth) return [place, ...effects];
  if (auth.at !== 'passed') return [{ ...place, auth }, ...effects];
  const [next, ...then] = reach(place.then, place.back, auth.proof);
  return [next, ...effects, ...then];
}

function inNewPin(
  place: Extract<Place, { at: 'choose-pin' | 'confirm-pin' }>,
  event: SessionEvent,
): Move {
  const { proof } = place;
  if (place.at === 'choose-pin') {
    if (event.type === 'pin-weak') return [{ at: 'choose-pin', proof, problem: event.why }];
    if (event.type === 'pin-entered') return [{ at: 'confirm-pin', proof, pin: event.pin }];
    if (event.type === 'went-back') return [{ at: 'menu' }, { type: 'forget-proof', proof }];
    return [place];
  }
  if (event.type === 'pin-entered')
    return [
      working('change-pin', { at: 'pin-changed' }, { at: 'choose-pin', proof }),
      { type: 'change-pin', proof, chosen: place.pin, confirmed: event.pin },
    ];
  if (event.type === 'went-back')
    return [
      { at: 'choose-pin', proof },
      { type: 'wipe-pin', pin: place.pin },
    ];
  return [place];
}

function inWorking(place: Extract<Place, { at: 'working' }>, event: SessionEvent): Move {
  switch (event.type) {
    case 'done':
      return [place.next];
    case 'wizard-opened':
      // What is being written keeps the screen until its outcome is known.
      return place.what === 'activation-code' ? [{ at: 'wizard' }] : [place];
    case 'new-pin-allowed':
      return [{ at: 'choose-pin', proof: event.proof }];
    case 'pin-mismatched':
      return [{ at: 'choose-pin', proof: event.proof, problem: 'mismatch' }];
    case 'second-tap-needed':
      return [{ at: 'second-tap', proof: event.proof }];
    case 'failed':
      return failed(event.code, place.back);
    default:
      return [place];
  }
}

/** Keys are gone: what shows a code or holds a proof closes; what is being written ends first. */
function locked(session: Session): SessionResult {
  const { place, lock } = session;
  const next =
    place.at === 'otp' ||
    place.at === 'choose-pin' ||
    place.at === 'confirm-pin' ||
    place.at === 'second-tap'
      ? HOME
      : place.at === 'response-code'
        ? answeredAlready(place)
        : place.at === 'authenticate'
          ? { ...place, auth: beginAuthentication(means(place)) }
          : place;
  if (next === place && lock.is === 'locked') return [session];
  const wipe: SessionEffect[] =
    place.at === 'confirm-pin' ? [{ type: 'wipe-pin', pin: place.pin }] : [];
  return [{ place: next, lock: { is: 'locked' } }, ...wipe];
}

function means(place: Extract<Place, { at: 'authenticate' }>) {
  return place.auth.at === 'passed' ? ('pin' as const) : place.auth.means;
}
