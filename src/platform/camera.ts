/** The camera (W3C Media Capture and Streams): one stream a visit, its light, its zoom, and its errors in our words. */

import { TesseraError, type ErrorCode } from '../core/errors.ts';

export interface Camera {
  readonly stream: MediaStream;
  readonly device: string | undefined;
  /** Cameras to choose from, named once access was granted. */
  devices(): Promise<readonly { readonly id: string; readonly label: string }[]>;
  /** `undefined` where this camera has no light. */
  readonly torch: boolean | undefined;
  setTorch(on: boolean): Promise<void>;
  /** `undefined` where this camera does not zoom. */
  readonly zoom:
    | { readonly min: number; readonly max: number; readonly step: number; readonly value: number }
    | undefined;
  setZoom(value: number): Promise<void>;
  stop(): void;
}

/** What the image-capture extensions add to a track (W3C MediaStream Image Capture). */
interface ImageCapabilities {
  readonly torch?: boolean;
  readonly zoom?: { readonly min: number; readonly max: number; readonly step?: number };
}
interface ImageSettings {
  readonly torch?: boolean;
  readonly zoom?: number;
}

/** Asks for the rear camera, or for one by its id. Throws TesseraError (NO_SECURE_CONTEXT, CAMERA_REFUSED, CAMERA_MISSING, CAMERA_BUSY). `onLost` is called when it is unplugged or taken away. */
export async function openCamera(options: {
  device?: string | undefined;
  onLost: () => void;
}): Promise<Camera> {
  if (!isSecureContext) throw new TesseraError('NO_SECURE_CONTEXT');
  // Absent in old browsers although lib.dom.d.ts promises it.
  const media = navigator.mediaDevices as MediaDevices | undefined;
  if (!media) throw new TesseraError('CAMERA_MISSING');
  const stream = await openStream(media, options.device);
  const [track] = stream.getVideoTracks();
  if (!track) throw new TesseraError('CAMERA_MISSING');
  track.addEventListener('ended', options.onLost);
  return camera(media, stream, track, options.onLost);
}

async function openStream(media: MediaDevices, device: string | undefined): Promise<MediaStream> {
  const size = { width: { ideal: 1280 }, height: { ideal: 720 } };
  const which = device ? { deviceId: { exact: device } } : { facingMode: { ideal: 'environment' } };
  try {
    return await media.getUserMedia({ audio: false, video: { ...which, ...size } });
  } catch (cause) {
    // A camera that was remembered may be gone: any other is better than none.
    if (device && nameOf(cause) === 'OverconstrainedError') return openStream(media, undefined);
    throw new TesseraError(problemOf(cause), { cause });
  }
}

function nameOf(cause: unknown): string {
  return cause instanceof Error || cause instanceof DOMException ? cause.name : '';
}

/** getUserMedia's failures (Media Capture and Streams §10.2). */
function problemOf(cause: unknown): ErrorCode {
  switch (nameOf(cause)) {
    case 'NotAllowedError':
    case 'SecurityError':
      return 'CAMERA_REFUSED';
    case 'NotReadableError':
    case 'AbortError':
      return 'CAMERA_BUSY';
    default:
      return 'CAMERA_MISSING';
  }
}

function camera(
  media: MediaDevices,
  stream: MediaStream,
  track: MediaStreamTrack,
  onLost: () => void,
): Camera {
  const can = ('getCapabilities' in track ? track.getCapabilities() : {}) as ImageCapabilities;
  const settings = () => track.getSettings() as MediaTrackSettings & ImageSettings;
  const apply = (change: ImageSettings) =>
    track.applyConstraints({ advanced: [change as MediaTrackConstraintSet] });
  return {
    stream,
    device: settings().deviceId,
    async devices() {
      const all = await media.enumerateDevices();
      return all
        .filter((device) => device.kind === 'videoinput' && device.deviceId !== '')
        .map((device) => ({ id: device.deviceId, label: device.label }));
    },
    get torch() {
      return can.torch ? (settings().torch ?? false) : undefined;
    },
    setTorch: (on) => apply({ torch: on }),
    get zoom() {
      if (!can.zoom || can.zoom.max <= can.zoom.min) return undefined;
      const { min, max, step = 0.1 } = can.zoom;
      return { min, max, step, value: settings().zoom ?? min };
    },
    setZoom: (value) => apply({ zoom: value }),
    stop() {
      track.removeEventListener('ended', onLost);
      for (const each of stream.getTracks()) each.stop();
    },
  };
}
