/** The scanner's life: one camera a visit, one frame at a time, each code reported once (camera → frame → code). */
import { asTesseraError, type ErrorCode } from '../core/errors.ts';
import type { Camera } from '../platform/camera.ts';
import type { Decoder, Frame } from '../symbology/decoder.ts';
import type { Found } from '../symbology/reader.ts';
import {
  abilities,
  createRepeatFilter,
  lasting,
  type CameraCommand,
  type CameraState,
} from './camera-state.ts';

/** Milliseconds for a camera that has started to be seen. */
const PICTURE_MS = 10_000;

export interface ScanningOptions<Video> {
  /** Whether the browser would ask before it gives the camera; `undefined` where it does not say. */
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
  /** A camera that the person chose, and that works: to be remembered. */
  readonly onDevice: (id: string) => void;
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

export function createScanning<Video>(options: ScanningOptions<Video>): Scanning<Video> {
  let wanted = false;
  let visible = true;
  /** The person knows why the browser asks. */
  let told = false;
  let { device } = options;
  let remembered = device;
  /** Aborted when the camera is given up. */
  let visit: AbortController | undefined;
  let camera: Camera | undefined;
  let capturing: AbortController | undefined;
  /** Ends a visit whose camera shows nothing. */
  let unseen: ReturnType<typeof setTimeout> | undefined;
  let playing: Video | undefined;
  let decoder: Decoder | undefined;
  let state: CameraState = {};
  let isNew = createRepeatFilter(options.now);

  const tell = (change: CameraState) => options.onCamera((state = { ...state, ...change }));

  const update = (): void => {
    const on = wanted && visible;
    if (on && !visit) void open();
    if (!on && visit) close();
  };

  async function open(): Promise<void> {
    const mine = (visit = new AbortController());
    const over = () => mine.signal.aborted;
    try {
      if (!told && mayAsk(await options.permission())) return over() ? undefined : tell({ ask: true }); // prettier-ignore
      if (over()) return;
      // Its code is fetched and compiled while the camera starts.
      decoder ??= options.openDecoder();
      const opened = await options.openCamera({
        device,
        onLost: () => over() || lose('CAMERA_LOST'),
      });
      if (over()) return opened.stop();
      told = true;
      camera = opened;
      unseen = setTimeout(() => over() || lose('CAMERA_LOST'), PICTURE_MS);
      tell({ stream: opened.stream, ...abilities(opened) });
      remember(opened);
      const devices = await opened.devices();
      if (camera === opened)
        tell({ devices, ...(opened.device !== undefined && { device: opened.device }) });
    } catch (thrown) {
      if (over()) return;
      // Another try is not to fail for the same camera.
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
    letGo();
    // The worker goes with the visit: an idle decoder keeps its memory.
    closeDecoder();
    isNew = createRepeatFilter(options.now);
    options.onCamera(undefined);
  }

  function closeDecoder(): void {
    decoder?.close();
    decoder = undefined;
  }

  function letGo(): void {
    clearTimeout(unseen);
    capturing?.abort();
    camera?.stop();
    camera = undefined;
    state = {};
  }

  /** No picture any more: the screen says why, until the person tries again. */
  function lose(problem: ErrorCode): void {
    letGo();
    // A decoder without a camera would only prepare itself for nothing.
    closeDecoder();
    // The browser is not to ask again by itself.
    if (problem === 'CAMERA_REFUSED') told = false;
    tell({ problem });
  }

  function read(frame: Frame): Promise<void> {
    decoder ??= options.openDecoder();
    const reading = decoder.read(frame);
    if (!reading) return Promise.resolve();
    return reading.then(({ found, hint, width, height }) => {
      if (!camera) return;
      const outline = found?.corners?.map(({ x, y }) => ({ x: x / width, y: y / height }));
      if (hint !== state.hint || outline || state.outline) {
        state = lasting(state);
        tell({ ...(hint && { hint }), ...(outline && { outline }) });
      }
      if (found && isNew(found)) options.onFound(found);
    });
  }

  function capture(): void {
    capturing?.abort();
    if (!playing || !camera) return;
    clearTimeout(unseen);
    const mine = (capturing = new AbortController());
    options.capture(playing, read, mine.signal).catch((thrown: unknown) => {
      if (!mine.signal.aborted) lose(asTesseraError(thrown).code);
    });
  }

  /** Light and zoom as they are once the camera has followed; one that does not follow stays as it was. */
  function set(change: (own: Camera) => Promise<void>): void {
    const own = camera;
    if (!own) return;
    const settled = () => camera === own && tell(abilities(own));
    void change(own).then(settled, settled);
  }

  function restart(): void {
    close();
    update();
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
      switch (command.type) {
        case 'start':
          told = true;
          return restart();
        case 'device':
          device = command.id;
          return restart();
        case 'torch':
          return set((own) => own.setTorch(command.on));
        case 'zoom':
          return set((own) => own.setZoom(command.value));
      }
    },
  };
}

function mayAsk(permission: 'granted' | 'denied' | 'prompt' | undefined): boolean {
  return permission === 'prompt' || permission === undefined;
}
