/** What the scanner shows of the camera, and what it may ask of it; the page owns the camera. */
import type { ErrorCode } from './errors.ts';

/** What would help the decoder. */
type ScanHint = 'closer' | 'further' | 'hold-still' | 'more-light';

/** `Stream`: what a video element plays; core knows no DOM. */
export interface CameraView<Stream> {
  /** The browser is about to ask for permission: the person is told why first, and starts it. */
  readonly ask?: true;
  readonly stream?: Stream;
  readonly problem?: ErrorCode;
  readonly hint?: ScanHint;
  /** Corners of the code that was found, fractions of the frame. */
  readonly outline?: readonly { readonly x: number; readonly y: number }[];
  /** Present if the camera has a light. */
  readonly torch?: 'on' | 'off';
  /** Present if the camera can zoom. */
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
  /** The person has read why, or wants another try: the browser may ask for permission. */
  | { readonly type: 'start' }
  | { readonly type: 'torch'; readonly on: boolean }
  | { readonly type: 'zoom'; readonly value: number }
  | { readonly type: 'device'; readonly id: string };

/** What the scanner's elements call: the page plays the stream in the `Video` that it is given. */
export interface CameraControls<Video> {
  readonly onVideo: (video: Video | undefined) => void;
  readonly onCamera: (command: CameraCommand) => void;
}
