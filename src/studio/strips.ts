/** Which screens are shown together, and what they are called. */
import { SHORT_NAMES } from '../gallery/scene-accounts.ts';
import { scenes } from '../gallery/scenes.ts';
import { labelOf } from './words.ts';

export interface Shot {
  /** A name in gallery/scenes.ts. */
  readonly scene: string;
  readonly label: string;
}

export type StripName = 'activation' | 'home' | 'request' | 'errors' | 'all';

export interface Strip {
  readonly label: string;
  readonly shots: readonly Shot[];
}

const shots = (...pairs: readonly (readonly [scene: string, label: string])[]): readonly Shot[] =>
  pairs.map(([scene, label]) => ({ scene, label }));

/** Every scene, by itself. */
function everyShot(): readonly Shot[] {
  return Object.keys(scenes(SHORT_NAMES, 0)).map((scene) => ({ scene, label: labelOf(scene) }));
}

export const STRIPS: Readonly<Record<StripName, Strip>> = {
  activation: {
    label: 'First activation',
    shots: shots(
      ['home-empty', 'Welcome'],
      ['scan-first', 'Scan the first code'],
      ['device-code', 'Device code'],
      ['scan-second', 'Scan the second code'],
      ['choose-pin', 'Choose a PIN'],
      ['confirm-pin', 'Confirm the PIN'],
      ['choose-unlock', 'Biometrics'],
      ['activation-code', 'Activation code'],
      ['home-one', 'Done'],
    ),
  },
  home: {
    label: 'Home',
    shots: shots(
      ['home-one', 'One account'],
      ['home-several', 'Three accounts'],
      ['home-waiting', 'A request waits'],
      ['home-waiting-locked', 'A request waits, locked'],
      ['otp', 'One-time password'],
      ['menu', 'Menu'],
      ['accounts', 'Accounts'],
      ['about', 'About'],
    ),
  },
  request: {
    label: 'A request',
    shots: shots(
      ['requests', 'Pending requests'],
      ['request', 'A payment'],
      ['number', 'Compare the number'],
      ['authenticate', 'Enter the PIN'],
      ['authenticate-biometrics', 'PIN or biometrics'],
      ['answering', 'Sending the answer'],
      ['answered-approved', 'Approved'],
      ['answered-denied', 'Denied'],
      ['response-code', 'Response code'],
    ),
  },
  errors: {
    label: 'Errors',
    shots: shots(
      ['authenticate-wrong', 'Wrong PIN'],
      ['authenticate-wait', 'Too many tries'],
      ['choose-pin-weak', 'A PIN too easy'],
      ['scan-first-notice', 'Not a code of ours'],
      ['scan-first-refused', 'No camera allowed'],
      ['failed-signature', 'Signature wrong'],
      ['failed-refused', 'Refused by the site'],
      ['requests-offline', 'No connection'],
      ['failed', 'No space left'],
      ['unusable', 'No storage'],
    ),
  },
  all: { label: 'All', shots: [] },
};

/** Returns a strip's screens; of all, those whose name has the text. */
export function shotsOf(name: StripName, text: string): readonly Shot[] {
  if (name !== 'all') return STRIPS[name].shots;
  const wanted = text.trim().toLowerCase();
  return everyShot().filter(({ label }) => label.toLowerCase().includes(wanted));
}
