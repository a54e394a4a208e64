/** The scanner's camera: one per visit, one frame read at a time, each code reported once. */
import type { CameraCommand, CameraView } from '../core/camera-view.ts';
import type { ErrorCode } from '../core/errors.ts';
import { asTesseraError } from '../core/errors.ts';
import type { Camera } from '../platform/camera.ts';
import type { Decoder, Frame } from '../symbology/decoder.ts';
import type { Found } from '../symbology/reader.ts';

/** Milliseconds within which a camera that was opened has to show a picture. */
const PICTURE_TIMEOUT_MS = 10_000;
/** Milliseconds after which a code that was out of view is reported again. */
const FORGET_CODE_MS = 2000;

type State = CameraView<Camera['stream']>;

export interface CameraSessionOptions<Video> {
  /** Whether the browser would ask before it gives the camera; `undefined` if it does not say. */
  readonly permission: () => Promise<'granted' | 'denied' | 'prompt' | undefined>;
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
  /** The camera that the person chose on an earlier visit. */
  readonly device: string | undefined;
  /** A camera that the person chose, and that works: it is to be remembered. */
  readonly onDevice: (id: string) => void;
  readonly onCamera: (camera: State | undefined) => void;
  readonly onFound: (found: Found) => void;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

export interface CameraSession<Video> {
  /** The scan screen was opened or left. */
  readonly setWanted: (wanted: boolean) => void;
  /** A code is being read: no other would be taken, and what is seen meanwhile waits. */
  readonly setReading: (reading: boolean) => void;
  /** The page was hidden or shown: a hidden page uses no camera. */
  readonly setVisible: (visible: boolean) => void;
  /** The element that plays the stream, once it plays. */
  readonly setVideo: (video: Video | undefined) => void;
  readonly command: (command: CameraCommand) => void;
}

export function createCameraSession<Video>(
  options: CameraSessionOptions<Video>,
): CameraSession<Video> {
  let wanted = false;
  let reading = false;
  let visible = true;
  /** The person knows why the browser asks. */
  let explained = false;
  let { device } = options;
  let remembered = device;
  /** Aborted when the camera is given up. */
  let visit: AbortController | undefined;
  let camera: Camera | undefined;
  let capturing: AbortController | undefined;
  /** Ends a visit whose camera shows nothing. */
  let pictureTimer: ReturnType<typeof setTimeout> | undefined;
  let playing: Video | undefined;
  let decoder: Decoder | undefined;
  let state: State = {};
  let isNew = createRepeatFilter(options.now);

  function tell(change: State): void {
    state = { ...state, ...change };
    options.onCamera(state);
  }

  function update(): void {
    const on = wanted && visible;
    if (on && !visit) void open();
    if (!on && visit) close();
  }

  async function open(): Promise<void> {
    const controller = new AbortController();
    visit = controller;
    const isOver = (): boolean => controller.signal.aborted;
    try {
      const asks = !explained && mayAsk(await options.permission());
      if (isOver()) return;
      if (asks) {
        tell({ ask: true });
        return;
      }
      // Its code is fetched and compiled while the camera starts.
      decoder ??= options.openDecoder();
      const opened = await options.openCamera({
        device,
        onLost: () => isOver() || lose('CAMERA_LOST'),
      });
      if (isOver()) {
        opened.stop();
        return;
      }
      explained = true;
      camera = opened;
      pictureTimer = setTimeout(() => isOver() || lose('CAMERA_LOST'), PICTURE_TIMEOUT_MS);
      tell({ stream: opened.stream, ...capabilitiesOf(opened) });
      remember(opened);
      const devices = await opened.devices();
      if (camera === opened)
        tell({ devices, ...(opened.device !== undefined && { device: opened.device }) });
    } catch (thrown) {
      if (isOver()) return;
      // The next try must not fail for the same camera.
      device = undefined;
      lose(asTesseraError(thrown).code);
    }
  }

  function remember(opened: Camera): void {
    if (device === undefined || device === remembered || opened.device !== device) return;
    remembered = device;
    options.onDevice(device);
  }

  function close(): void {
    visit?.abort();
    visit = undefined;
    releaseCamera();
    // The worker ends with the visit: an idle decoder would keep its memory.
    closeDecoder();
    isNew = createRepeatFilter(options.now);
    options.onCamera(undefined);
  }

  function closeDecoder(): void {
    decoder?.close();
    decoder = undefined;
  }

  function releaseCamera(): void {
    clearTimeout(pictureTimer);
    capturing?.abort();
    camera?.stop();
    camera = undefined;
    state = {};
  }

  /** Ends the picture: the screen says why, until the person tries again. */
  function lose(problem: ErrorCode): void {
    releaseCamera();
    // Without a camera the decoder would prepare itself for nothing.
    closeDecoder();
    // The browser must not ask again by itself.
    if (problem === 'CAMERA_REFUSED') explained = false;
    tell({ problem });
  }

  function read(frame: Frame): Promise<void> {
    decoder ??= options.openDecoder();
    const decoding = decoder.read(frame);
    if (!decoding) return Promise.resolve();
    return decoding.then(({ found, hint, width, height }) => {
      if (!camera) return;
      const outline = found?.corners?.map(({ x, y }) => ({ x: x / width, y: y / height }));
      if (hint !== state.hint || outline || state.outline) {
        state = withoutFrame(state);
        tell({ ...(hint && { hint }), ...(outline && { outline }) });
      }
      if (found && isNew(found, reading)) options.onFound(found);
    });
  }

  function capture(): void {
    capturing?.abort();
    if (!playing || !camera) return;
    clearTimeout(pictureTimer);
    const controller = new AbortController();
    capturing = controller;
    options.capture(playing, read, controller.signal).catch((thrown: unknown) => {
      if (!controller.signal.aborted) lose(asTesseraError(thrown).code);
    });
  }

  /** Shows light and zoom as they are once the camera has followed, or has not. */
  function adjust(change: (adjusted: Camera) => Promise<void>): void {
    const adjusted = camera;
    if (!adjusted) return;
    const showResult = () => camera === adjusted && tell(capabilitiesOf(adjusted));
    void change(adjusted).then(showResult, showResult);
  }

  function restart(): void {
    close();
    update();
  }

  return {
    setWanted(on) {
      wanted = on;
      update();
    },
    setReading(on) {
      reading = on;
    },
    setVisible(on) {
      visible = on;
      update();
    },
    setVideo(video) {
      playing = video;
      capture();
    },
    command(command) {
      switch (command.type) {
        case 'start':
          explained = true;
          restart();
          return;
        case 'device':
          device = command.id;
          restart();
          return;
        case 'torch':
          adjust((adjusted) => adjusted.setTorch(command.on));
          return;
        case 'zoom':
          adjust((adjusted) => adjusted.setZoom(command.value));
      }
    },
  };
}

function mayAsk(permission: 'granted' | 'denied' | 'prompt' | undefined): boolean {
  return permission === 'prompt' || permission === undefined;
}

/** Returns the state without what belongs to one frame alone. */
function withoutFrame(state: State): State {
  const kept = { ...state };
  delete kept.hint;
  delete kept.outline;
  return kept;
}

function capabilitiesOf({ torch, zoom }: Camera): State {
  return { ...(torch !== undefined && { torch: torch ? 'on' : 'off' }), ...(zoom && { zoom }) };
}

/**
 * Returns a predicate: true for a code unless it has stayed in view since it was last reported; one
 * that comes into view while another is read is new once that has ended.
 */
function createRepeatFilter(now: () => number): (found: Found, isReading: boolean) => boolean {
  let lastKey = '';
  let lastSeen = 0;
  return (found, isReading) => {
    const key = keyOf(found);
    const isRepeated = key === lastKey && now() - lastSeen <= FORGET_CODE_MS;
    if (isReading && !isRepeated) return false;
    [lastKey, lastSeen] = [key, now()];
    return !isRepeated;
  };
}

function keyOf(found: Found): string {
  switch (found.kind) {
    case 'qr':
      return found.text;
    case 'cryptogram':
      return found.bytes.join();
    case 'foreign-cryptogram':
      return found.kind;
  }
}
