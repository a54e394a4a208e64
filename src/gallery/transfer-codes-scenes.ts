/** Scenes of other servers' codes at the scanner: named, refused, and an export of several. */
import type { Activation } from '../core/activation/types.ts';
import type { CameraView } from '../core/camera-view.ts';
import type { View } from '../core/view.ts';

interface Scene {
  readonly view: View;
  readonly camera: CameraView<true>;
}

/** `at`: the scanner with something changed; `camera`: one that shows a picture. */
export function transferCodesScenes(
  at: (problem: string | undefined, more?: Partial<View>) => View,
  camera: CameraView<true>,
): Record<string, Scene> {
  return {
    'scan-other-code': { view: at('microsoft'), camera },
    'scan-own-only': { view: at('own-only'), camera },
    'scan-unreadable': { view: at('unreadable-range'), camera },
    'scan-collecting': { view: at(undefined, { collecting: { read: 2, wanted: 3 } }), camera },
  };
}

/** The scanner's step with why a code was refused. */
export function refused(
  step: Extract<Activation, { readonly step: 'scan-first' }>,
  seen: string | undefined,
): Activation {
  return seen === undefined ? step : { ...step, problem: { code: 'NOT_OURS', seen } };
}
