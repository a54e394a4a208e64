/** Scenes of unlocking, of a forgotten and a new PIN, and of biometrics. */
import type { Authentication, PinHandle } from '../core/authentication.ts';
import type { Route } from '../core/navigation/route-types.ts';
import type { View } from '../core/view.ts';

const PIN: PinHandle = { opaque: 'pin' };

interface Makers {
  readonly auth: (auth: Authentication, more?: Partial<View>) => View;
  readonly at: (route: Route, more?: Partial<View>) => View;
}

/** `now` in milliseconds since 1970. */
export function unlockScenes({ auth, at }: Makers, now: number): Record<string, { view: View }> {
  return {
    authenticate: { view: auth({ at: 'pin', means: 'pin' }) },
    'authenticate-biometrics': {
      view: auth({ at: 'pin', means: 'biometrics-or-pin' }, { biometrics: 'on' }),
    },
    'authenticate-prompt': {
      view: auth({ at: 'biometrics', means: 'biometrics-or-pin' }, { biometrics: 'on' }),
    },
    'authenticate-wrong': {
      view: auth({ at: 'pin', means: 'pin', problem: { code: 'PIN_WRONG', left: 2 } }),
    },
    'authenticate-wait': {
      view: auth({
        at: 'pin',
        means: 'pin',
        problem: { code: 'PIN_WAIT', until: now + 27_000 },
      }),
    },
    'authenticate-checking': { view: auth({ at: 'checking', means: 'pin', entry: 'first' }) },
    'authenticate-again': { view: auth({ at: 'pin-again', means: 'pin', proof: 1 }) },
    'authenticate-picture': {
      view: auth({ at: 'picture', means: 'pin', proof: 1, picture: 14 }),
    },
    'new-pin': { view: at({ at: 'choose-pin', proof: 1 }) },
    'new-pin-again': { view: at({ at: 'confirm-pin', proof: 1, pin: PIN }) },
    'pin-changed': { view: at({ at: 'pin-changed' }) },
    'forgot-pin': { view: at({ at: 'forgot-pin', back: { at: 'home' } }) },
    'forgot-pin-biometrics': {
      view: at({ at: 'forgot-pin', back: { at: 'home' } }, { biometrics: 'on' }),
    },
    erase: { view: at({ at: 'erase' }) },
    'second-tap': { view: at({ at: 'second-tap', proof: 1 }) },
    biometrics: { view: at({ at: 'biometrics' }, { biometrics: 'on' }) },
    'biometrics-off': { view: at({ at: 'biometrics' }) },
    'biometrics-missing': { view: at({ at: 'biometrics' }, { biometrics: 'missing' }) },
  };
}
