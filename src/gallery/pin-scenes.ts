/** Scenes of entering a PIN where the last digit waits for **Continue**. */
import type { Authentication } from '../core/authentication.ts';
import type { View } from '../core/view.ts';

type Auth = (auth: Authentication, more?: Partial<View>) => View;

export function pinScenes(auth: Auth): Record<string, { view: View }> {
  return {
    'authenticate-ask-first': { view: auth({ at: 'pin', means: 'pin' }, { askFirst: true }) },
    'authenticate-disagrees': {
      view: auth({ at: 'pin', means: 'pin', problem: { code: 'PIN_DISAGREES' } }),
    },
  };
}
