/** The camera (W3C Media Capture and Streams): one stream a visit, its light, its zoom, and its errors in our words. */

import { TesseraError } from '../core/errors.ts';
import type { ErrorCode } from '../core/errors.ts';
import { errorName } from './dom-errors.ts';
import { within } from './within.ts';

/** Milliseconds for a camera to start, once nobody has to be asked. */
const START_MS = 15_000;
/** Milliseconds for what the browser knows. */
const KNOWN_MS = 3000;
/** Milliseconds for light and zoom. */
const SET_MS = 5000;

export interface NamedCamera {
  readonly id: string;
  /** Empty where the browser does not tell. */
  readonly label: string;
}

export interface Camera {
  readonly stream: MediaStream;
  readonly device: string | undefined;
  /** Cameras to choose from, named once access was granted. */
  devices(): Promise<readonly NamedCamera[]>;
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

/** Whether the browser would ask before it gives the camera (W3C Permissions); `undefined` where it does not say. */
export async function cameraPermission(): Promise<PermissionState | undefined> {
  try {
    const asked = navigator.permissions.query({ name: 'camera' });
    return (await within(KNOWN_MS, asked, () => undefined))?.state;
  } catch {
    return undefined;
  }
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
  const stream = await openBest(media, options.device);
  const track = trackOf(stream);
  track.addEventListener('ended', options.onLost);
  return camera(media, stream, track, options.onLost);
}

/** The camera that is asked for, else the best rear one: a browser's own choice of several may be one that cannot focus near by. */
async function openBest(media: MediaDevices, device: string | undefined): Promise<MediaStream> {
  const stream = await openStream(media, device);
  if (device !== undefined) return stream;
  // The names of cameras are known only now that one is open.
  const better = betterCamera(await cameras(media), trackOf(stream).getSettings().deviceId);
  if (better === undefined) return stream;
  stopAll(stream);
  return openStream(media, better).catch(() => openStream(media, undefined));
}

function trackOf(stream: MediaStream): MediaStreamTrack {
  const [track] = stream.getVideoTracks();
  if (!track) throw new TesseraError('CAMERA_MISSING');
  return track;
}

async function cameras(media: MediaDevices): Promise<readonly NamedCamera[]> {
  return (await within(KNOWN_MS, media.enumerateDevices(), () => []))
    .filter((device) => device.kind === 'videoinput' && device.deviceId !== '')
    .map((device) => ({ id: device.deviceId, label: device.label }));
}

/** Android numbers its cameras, "camera2 0, facing back": the main one comes first, those after it see wide or far, often without focus. `undefined` where the one at hand is as good, or names say nothing. */
export function betterCamera(
  all: readonly NamedCamera[],
  current: string | undefined,
): string | undefined {
  const rear = all.flatMap(({ id, label }) => {
    const number = /^camera2? (\d+), facing back$/i.exec(label)?.[1];
    return number === undefined ? [] : [{ id, number: Number(number) }];
  });
  const [main] = rear.sort((a, b) => a.number - b.number);
  return main?.id === current ? undefined : main?.id;
}

async function openStream(media: MediaDevices, device: string | undefined): Promise<MediaStream> {
  const size = { width: { ideal: 1280 }, height: { ideal: 720 } };
  const which = device ? { deviceId: { exact: device } } : { facingMode: { ideal: 'environment' } };
  // A question that a person is looking at has no limit, and a way out on the screen.
  const asks = (await cameraPermission()) !== 'granted';
  try {
    const asked = media.getUserMedia({ audio: false, video: { ...which, ...size } });
    return await (asks ? asked : within(START_MS, asked, () => giveUp(asked)));
  } catch (cause) {
    if (cause instanceof TesseraError) throw cause;
    // A camera that was remembered may be gone: any other is better than none.
    if (device && errorName(cause) === 'OverconstrainedError') return openStream(media, undefined);
    throw new TesseraError(problemOf(cause), { cause });
  }
}

/** A camera that starts too late is let go of. */
function giveUp(asked: Promise<MediaStream>): never {
  asked.then(stopAll, () => undefined);
  throw new TesseraError('CAMERA_BUSY');
}

function stopAll(stream: MediaStream): void {
  for (const track of stream.getTracks()) track.stop();
}

/** getUserMedia's failures (Media Capture and Streams §10.2). */
function problemOf(cause: unknown): ErrorCode {
  switch (errorName(cause)) {
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
  const apply = (change: ImageSettings): Promise<void> => {
    const applied = track.applyConstraints({ advanced: [change as MediaTrackConstraintSet] });
    return within(SET_MS, applied, () => undefined);
  };
  return {
    stream,
    device: settings().deviceId,
    devices: () => cameras(media),
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
      stopAll(stream);
    },
  };
}
