/** What the scanner shows of the camera, and what it may ask of it; the camera itself belongs to the page. */
import type { ErrorCode } from '../../core/errors.ts';

export interface CameraView {
  /** The browser is about to ask for permission: the person is told why first. */
  readonly ask?: true;
  readonly stream?: MediaStream;
  readonly problem?: ErrorCode;
  readonly hint?: 'closer' | 'further' | 'hold-still' | 'more-light';
  /** Corners of a code found, fractions of the frame. */
  readonly outline?: readonly { readonly x: number; readonly y: number }[];
  /** Present where the camera has a light. */
  readonly torch?: 'on' | 'off';
  /** Present where the camera can zoom. */
  readonly zoom?: {
    readonly min: number;
    readonly max: number;
    readonly step: number;
    readonly value: number;
  };
  readonly devices?: readonly { readonly id: string; readonly label: string }[];
  readonly device?: string;
}

export type CameraCommand =
  /** The person has read why, or wants another try. */
  | { readonly type: 'start' }
  | { readonly type: 'torch'; readonly on: boolean }
  | { readonly type: 'zoom'; readonly value: number }
  | { readonly type: 'device'; readonly id: string };

/** The page's side of the scanner, handed down to it. */
export interface CameraHands {
  readonly onVideo: (video: HTMLVideoElement | undefined) => void;
  readonly onCamera: (command: CameraCommand) => void;
}
