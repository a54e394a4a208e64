/** What the screen may know of the camera, and what it may ask of it. */
import type { ErrorCode } from '../core/errors.ts';
import type { Camera } from '../platform/camera.ts';
import type { Found, Hint } from '../symbology/reader.ts';

export interface CameraState {
  /** The browser is about to ask for permission: the person is told why first, and begins it. */
  readonly ask?: true;
  readonly stream?: Camera['stream'];
  readonly problem?: ErrorCode;
  readonly hint?: Hint;
  /** Corners of the code that was found, fractions of the frame. */
  readonly outline?: readonly { readonly x: number; readonly y: number }[];
  readonly torch?: 'on' | 'off';
  readonly zoom?: NonNullable<Camera['zoom']>;
  readonly devices?: readonly { readonly id: string; readonly label: string }[];
  readonly device?: string;
}

export type CameraCommand =
  /** The person has read why, or wants another try: the browser may ask now. */
  | { readonly type: 'start' }
  | { readonly type: 'torch'; readonly on: boolean }
  | { readonly type: 'zoom'; readonly value: number }
  | { readonly type: 'device'; readonly id: string };

/** A state without what belongs to one frame alone. */
export function lasting(state: CameraState): CameraState {
  const kept = { ...state };
  delete kept.hint;
  delete kept.outline;
  return kept;
}

export function abilities({ torch, zoom }: Camera): CameraState {
  return { ...(torch !== undefined && { torch: torch ? 'on' : 'off' }), ...(zoom && { zoom }) };
}

/** A code that stays in view is one sighting; gone for this long, it is another. Milliseconds. */
const FORGET = 2000;

/** Tells a new sighting from one that goes on. */
export function createRepeatFilter(now: () => number): (found: Found) => boolean {
  let last = '';
  let at = 0;
  return (found) => {
    const key =
      found.kind === 'qr'
        ? found.text
        : found.kind === 'cryptogram'
          ? found.bytes.join()
          : found.kind;
    const fresh = key !== last || now() - at > FORGET;
    [last, at] = [key, now()];
    return fresh;
  };
}
