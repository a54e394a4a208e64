/** The camera (W3C Media Capture and Streams): a stream, its light, its zoom, its errors. */
import { cameraErrorCode, TesseraError } from '../core/errors.ts';
import { errorName } from './dom-errors.ts';
import { within } from './within.ts';

/** Milliseconds for a camera to start, once permission is granted. */
const START_MS = 15_000;
/** Milliseconds for what the browser knows. */
const KNOWN_MS = 3000;
/** Milliseconds for light and zoom to change. */
const SET_MS = 5000;
/** Step of the zoom where the camera names none. */
const ZOOM_STEP = 0.1;
/** Pixels of a frame. */
const IDEAL_SIZE = { width: { ideal: 1280 }, height: { ideal: 720 } };

export interface NamedCamera {
  readonly id: string;
  /** Empty where the browser does not tell. */
  readonly label: string;
}

export interface Camera {
  readonly stream: MediaStream;
  readonly device: string | undefined;
  /** Cameras to choose from, named once access was granted. */
  readonly devices: () => Promise<readonly NamedCamera[]>;
  /** `undefined` where this camera has no light. */
  readonly torch: boolean | undefined;
  readonly setTorch: (on: boolean) => Promise<void>;
  /** `undefined` where this camera does not zoom. */
  readonly zoom:
    | { readonly min: number; readonly max: number; readonly step: number; readonly value: number }
    | undefined;
  readonly setZoom: (value: number) => Promise<void>;
  readonly stop: () => void;
}

/** Track capabilities of W3C MediaStream Image Capture. */
interface ImageCapabilities {
  readonly torch?: boolean;
  readonly zoom?: { readonly min: number; readonly max: number; readonly step?: number };
}
/** Track settings of the same. */
interface ImageSettings {
  readonly torch?: boolean;
  readonly zoom?: number;
}

/** Returns the permission for the camera (W3C Permissions), `undefined` where it is not told. */
export async function cameraPermission(): Promise<PermissionState | undefined> {
  try {
    const asked = navigator.permissions.query({ name: 'camera' });
    return (await within(KNOWN_MS, asked, () => undefined))?.state;
  } catch {
    return undefined;
  }
}

/**
 * Opens the rear camera, or one by its id. `onLost` is called when it is unplugged or taken away.
 * @throws TesseraError NO_SECURE_CONTEXT, CAMERA_REFUSED, CAMERA_MISSING, CAMERA_BUSY
 */
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
  return createCamera(media, stream, options.onLost);
}

/**
 * Opens the given camera, else the best rear one: a browser's own choice of several may be one that
 * cannot focus near by.
 */
async function openBest(media: MediaDevices, device: string | undefined): Promise<MediaStream> {
  const stream = await openStream(media, device);
  if (device !== undefined) return stream;
  // Cameras have names only while one is open.
  const better = betterCamera(await listCameras(media), trackOf(stream).getSettings().deviceId);
  if (better === undefined) return stream;
  stopAll(stream);
  return openStream(media, better).catch(() => openStream(media, undefined));
}

function trackOf(stream: MediaStream): MediaStreamTrack {
  const [track] = stream.getVideoTracks();
  if (!track) throw new TesseraError('CAMERA_MISSING');
  return track;
}

async function listCameras(media: MediaDevices): Promise<readonly NamedCamera[]> {
  return (await within(KNOWN_MS, media.enumerateDevices(), () => []))
    .filter((device) => device.kind === 'videoinput' && device.deviceId !== '')
    .map((device) => ({ id: device.deviceId, label: device.label }));
}

/**
 * Returns the id of the main rear camera, `undefined` where it is the current one or where names do
 * not tell. Android numbers cameras ("camera2 0, facing back"): the main one comes first, those
 * after it are wide-angle or telephoto, often without focus.
 */
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
  const which = device ? { deviceId: { exact: device } } : { facingMode: { ideal: 'environment' } };
  // The browser's prompt has no time limit: the screen behind it has its own way out.
  const asks = (await cameraPermission()) !== 'granted';
  try {
    const asked = media.getUserMedia({ audio: false, video: { ...which, ...IDEAL_SIZE } });
    return await (asks ? asked : within(START_MS, asked, () => rejectLate(asked)));
  } catch (cause) {
    if (cause instanceof TesseraError) throw cause;
    // A remembered camera may be gone: any other is better than none.
    if (device && errorName(cause) === 'OverconstrainedError') return openStream(media, undefined);
    throw new TesseraError(cameraErrorCode(errorName(cause)), { cause });
  }
}

/** Stops a camera that starts too late. */
function rejectLate(asked: Promise<MediaStream>): never {
  asked.then(stopAll, () => undefined);
  throw new TesseraError('CAMERA_BUSY');
}

function stopAll(stream: MediaStream): void {
  for (const track of stream.getTracks()) track.stop();
}

function createCamera(media: MediaDevices, stream: MediaStream, onLost: () => void): Camera {
  const track = trackOf(stream);
  const can = ('getCapabilities' in track ? track.getCapabilities() : {}) as ImageCapabilities;
  function readSettings(): MediaTrackSettings & ImageSettings {
    return track.getSettings();
  }
  function applySettings(change: ImageSettings): Promise<void> {
    const applied = track.applyConstraints({ advanced: [change as MediaTrackConstraintSet] });
    return within(SET_MS, applied, () => undefined);
  }
  return {
    stream,
    device: readSettings().deviceId,
    devices: () => listCameras(media),
    get torch() {
      return can.torch ? (readSettings().torch ?? false) : undefined;
    },
    setTorch: (on) => applySettings({ torch: on }),
    get zoom() {
      if (!can.zoom || can.zoom.max <= can.zoom.min) return undefined;
      const { min, max, step = ZOOM_STEP } = can.zoom;
      return { min, max, step, value: readSettings().zoom ?? min };
    },
    setZoom: (value) => applySettings({ zoom: value }),
    stop() {
      track.removeEventListener('ended', onLost);
      stopAll(stream);
    },
  };
}
