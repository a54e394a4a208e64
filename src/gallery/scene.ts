/** One screen in one state. */
import type { CameraView } from '../core/camera-view.ts';
import type { View } from '../core/view.ts';

export interface Scene {
  readonly view: View;
  readonly camera?: CameraView<true>;
}
