/** Scenes of confirming a PIN, and of biometrics before it. */
import type { Authentication } from '../core/authentication.ts';
import type { View } from '../core/view.ts';

const PICTURES = [0, 14, 31, 7, 20, 3, 26, 11, 18];

/** `auth` makes the view of an authentication outside the wizard, `wizard` of one within. */
export interface AuthViews {
  readonly auth: (authentication: Authentication, more?: Partial<View>) => View;
  readonly wizard: (authentication: Authentication) => View;
}

export function confirmScenes({
  auth,
  wizard,
}: AuthViews): Readonly<Record<string, { readonly view: View }>> {
  const which: Authentication = {
    at: 'which-picture',
    means: 'pin',
    proof: 1,
    pictures: PICTURES,
  };
  const mistyped: Authentication = {
    at: 'pin',
    means: 'pin',
    problem: { code: 'PIN_DISAGREES', by: 'picture' },
  };
  return {
    'which-picture': { view: auth(which) },
    'which-picture-wizard': { view: wizard(which) },
    'which-picture-concealed': { view: auth(which, { concealed: true }) },
    'authenticate-other-picture': { view: auth(mistyped) },
  };
}
