/** Scenes of a PIN that waits for **Continue**, and of the picture above the screen after a PIN. */
import type { Activation } from '../core/activation/types.ts';
import type { Authentication } from '../core/authentication.ts';
import type { Route } from '../core/navigation/route-types.ts';
import type { View } from '../core/view.ts';

interface Makers {
  readonly auth: (auth: Authentication, more?: Partial<View>) => View;
  readonly at: (route: Route, more?: Partial<View>) => View;
  readonly wizard: (activation: Activation, more?: Partial<View>) => View;
  /** The wizard's last step. */
  readonly code: Activation;
}

/** `now` in milliseconds since 1970. */
export function pinScenes(
  { auth, at, wizard, code }: Makers,
  now: number,
): Record<string, { view: View }> {
  const otp = { account: '1', code: '492039', validFrom: now - 6000, validUntil: now + 24_000 };
  return {
    'authenticate-ask-first': { view: auth({ at: 'pin', means: 'pin' }, { askFirst: true }) },
    'authenticate-disagrees': {
      view: auth({ at: 'pin', means: 'pin', problem: { code: 'PIN_DISAGREES' } }),
    },
    'authenticate-mistyped': {
      view: auth({ at: 'pin', means: 'pin', problem: { code: 'PIN_WRONG' } }),
    },
    'home-after-pin': afterPin(at({ at: 'home' })),
    'otp-after-pin': afterPin(at({ at: 'otp', account: '1' }, { otp })),
    'accounts-after-pin': afterPin(at({ at: 'accounts' })),
    'activation-code-after-pin': afterPin(wizard(code)),
  };
}

function afterPin(view: View): { view: View } {
  const { route } = view.navigation;
  return { view: { ...view, navigation: { ...view.navigation, afterPin: { on: route.at } } } };
}
