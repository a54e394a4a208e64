/** The scanner's life: one camera a visit, one frame at a time, each code reported once (camera → frame → code). */
import { asTesseraError, type ErrorCode } from '../core/errors.ts';
import type { Camera } from '../platform/camera.ts';
import type { Decoder, Frame } from '../symbology/decoder.ts';
import type { Found, Hint } from '../symbology/reader.ts';

/** What the screen may know of the camera. */
export interface CameraState {
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
  | { readonly type: 'retry' }
  | { readonly type: 'torch'; readonly on: boolean }
  | { readonly type: 'zoom'; readonly value: number }
  | { readonly type: 'device'; readonly id: string };

export interface ScanningOptions<Video> {
  readonly openCamera: (options: {
    device: string | undefined;
    onLost: () => void;
  }) => Promise<Camera>;
  readonly capture: (
    video: Video,
    read: (frame: Frame) => Promise<void>,
    signal: AbortSignal,
  ) => Promise<void>;
  readonly openDecoder: () => Decoder;
  readonly onCamera: (camera: CameraState | undefined) => void;
  readonly onFound: (found: Found) => void;
  readonly now: () => number;
}

export interface Scanning<Video> {
  /** The scan screen was opened or left. */
  want(on: boolean): void;
  /** The page was hidden or shown: a hidden page holds no camera. */
  show(visible: boolean): void;
  /** The element that plays the stream, once it plays. */
  video(video: Video | undefined): void;
  command(command: CameraCommand): void;
}

/** A code that stays in view is one sighting; gone for this long, it is another. Milliseconds. */
const FORGET = 2000;

export function createScanning<Video>(options: ScanningOptions<Video>): Scanning<Video> {
  let wanted = false;
  let visible = true;
  let device: string | undefined;
  /** Aborted when the camera is given up. */
  let visit: AbortController | undefined;
  let camera: Camera | undefined;
  let capturing: AbortController | undefined;
  let playing: Video | undefined;
  let decoder: Decoder | undefined;
  let state: CameraState = {};
  const sighted = { key: '', at: 0 };

  const tell = (change: CameraState) => options.onCamera((state = { ...state, ...change }));

  const update = (): void => {
    const on = wanted && visible;
    if (on && !visit) void open();
    if (!on && visit) close();
  };

  async function open(): Promise<void> {
    const mine = (visit = new AbortController());
    try {
      const opened = await options.openCamera({ device, onLost: () => lose('CAMERA_LOST') });
      if (mine.signal.aborted) return opened.stop();
      camera = opened;
      state = {};
      tell({ stream: opened.stream, ...abilities(opened) });
      const devices = await opened.devices();
      if (!mine.signal.aborted)
        tell({ devices, ...(opened.device !== undefined && { device: opened.device }) });
    } catch (thrown) {
      if (!mine.signal.aborted) lose(asTesseraError(thrown).code);
    }
  }

  function close(): void {
    visit?.abort();
    visit = undefined;
    capturing?.abort();
    camera?.stop();
    camera = undefined;
    // The worker goes with the visit: an idle decoder keeps its memory.
    decoder?.close();
    decoder = undefined;
    state = {};
    sighted.key = '';
    options.onCamera(undefined);
  }

  /** No picture any more: the screen says why, until the person tries again. */
  function lose(problem: ErrorCode): void {
    capturing?.abort();
    camera?.stop();
    camera = undefined;
    state = {};
    tell({ problem });
  }

  function read(frame: Frame): Promise<void> {
    decoder ??= options.openDecoder();
    const reading = decoder.read(frame);
    if (!reading) return Promise.resolve();
    return reading.then(({ found, hint, width, height }) => {
      if (!visit) return;
      const outline = found?.corners?.map(({ x, y }) => ({ x: x / width, y: y / height }));
      if (hint !== state.hint || outline || state.outline) {
        state = lasting(state);
        tell({ ...(hint && { hint }), ...(outline && { outline }) });
      }
      if (found && isNew(found)) options.onFound(found);
    });
  }

  function isNew(found: Found): boolean {
    const key =
      found.kind === 'qr'
        ? found.text
        : found.kind === 'cryptogram'
          ? found.bytes.join()
          : found.kind;
    const now = options.now();
    const fresh = key !== sighted.key || now - sighted.at > FORGET;
    sighted.key = key;
    sighted.at = now;
    return fresh;
  }

  function capture(): void {
    capturing?.abort();
    if (!playing || !camera) return;
    const mine = (capturing = new AbortController());
    options.capture(playing, read, mine.signal).catch((thrown: unknown) => {
      if (!mine.signal.aborted) lose(asTesseraError(thrown).code);
    });
  }

  return {
    want(on) {
      wanted = on;
      update();
    },
    show(on) {
      visible = on;
      update();
    },
    video(video) {
      playing = video;
      capture();
    },
    command(command) {
      const own = camera;
      switch (command.type) {
        case 'device':
          device = command.id;
          close();
          return update();
        case 'retry':
          close();
          return update();
        case 'torch':
          return void own?.setTorch(command.on).then(
            () => tell(abilities(own)),
            () => undefined,
          );
        case 'zoom':
          return void own?.setZoom(command.value).then(
            () => tell(abilities(own)),
            () => undefined,
          );
      }
    },
  };
}

/** What outlives a frame. */
function lasting(state: CameraState): CameraState {
  const kept = { ...state };
  delete kept.hint;
  delete kept.outline;
  return kept;
}

function abilities(camera: Camera): CameraState {
  const { torch, zoom } = camera;
  return { ...(torch !== undefined && { torch: torch ? 'on' : 'off' }), ...(zoom && { zoom }) };
}
