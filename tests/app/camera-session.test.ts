/** The camera session with a played camera: one per visit, one frame in flight, every end. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

import type { CameraSession } from '../../src/app/camera-session.ts';
import { createCameraSession } from '../../src/app/camera-session.ts';
import type { CameraView } from '../../src/core/camera-view.ts';
import { TesseraError } from '../../src/core/errors.ts';
import type { Camera } from '../../src/platform/camera.ts';
import type { Decoder, Frame, FrameReading } from '../../src/symbology/decoder.ts';
import type { Found } from '../../src/symbology/reader.ts';

interface Opened {
  readonly device: string | undefined;
  readonly camera: Camera;
  readonly lose: () => void;
  stopped: boolean;
}

interface Capture {
  readonly video: string;
  readonly read: (frame: Frame) => Promise<void>;
  readonly signal: AbortSignal;
}

interface PlayedDecoder {
  readonly answer: (reading: Partial<FrameReading>) => void;
  readonly inFlight: () => number;
  closed: boolean;
}

const DEVICES = [
  { id: 'main', label: 'Main' },
  { id: 'wide', label: 'Wide' },
];
const FRAME: Frame = { data: new Uint8ClampedArray(4), width: 1, height: 1 };
const CODE: Found = { kind: 'qr', text: 'TES1:A', corners: corners(0, 320) };

let permission: 'granted' | 'denied' | 'prompt' | undefined;
let refusal: TesseraError | undefined;
let opened: Opened[];
let states: (CameraView<MediaStream> | undefined)[];
let found: Found[];
let remembered: string[];
let clock: number;
let torch: boolean;
let captures: Capture[];
let decoders: PlayedDecoder[];

beforeEach(() => {
  [permission, refusal, clock, torch] = ['granted', undefined, 0, false];
  [opened, states, found, remembered, captures, decoders] = [[], [], [], [], [], []];
});

function corners(from: number, to: number) {
  return [
    { x: from, y: from },
    { x: to, y: from },
    { x: to, y: to },
    { x: from, y: to },
  ] as const;
}

async function openCamera(options: {
  device: string | undefined;
  onLost: () => void;
}): Promise<Camera> {
  if (refusal) throw refusal;
  const device = options.device ?? 'main';
  const camera: Camera = {
    stream: { id: `stream ${opened.length}` } as MediaStream,
    device,
    devices: async () => DEVICES,
    get torch() {
      return torch;
    },
    setTorch: async (on) => void (torch = on),
    zoom: undefined,
    setZoom: async () => Promise.reject(new Error('It does not zoom')),
    stop: () => (mine.stopped = true),
  };
  const mine: Opened = { device: options.device, camera, lose: options.onLost, stopped: false };
  opened.push(mine);
  return camera;
}

function openDecoder(): Decoder {
  let settle: ((reading: FrameReading) => void)[] = [];
  const decoder = {
    closed: false,
    inFlight: () => settle.length,
    answer(reading: Partial<FrameReading>) {
      const [first, ...rest] = settle;
      settle = rest;
      first!({ width: 640, height: 640, ...reading });
    },
  };
  decoders.push(decoder);
  return {
    read: () => (settle.length > 0 ? undefined : new Promise((resolve) => settle.push(resolve))),
    readStill: async () => [],
    close: () => (decoder.closed = true),
  };
}

function createSession(device?: string): CameraSession<string> {
  return createCameraSession<string>({
    permission: async () => permission,
    openCamera,
    capture: (video, read, signal) => {
      captures.push({ video, read, signal });
      return new Promise((resolve) => signal.addEventListener('abort', () => resolve()));
    },
    openDecoder,
    device,
    onDevice: (id) => remembered.push(id),
    onCamera: (state) => states.push(state),
    onFound: (each) => found.push(each),
    now: () => clock,
  });
}

const settled = () => new Promise((resolve) => setTimeout(resolve));
const live = () => opened.filter(({ stopped }) => !stopped).length;
const shown = () => states.at(-1);

async function running(): Promise<CameraSession<string>> {
  const session = createSession();
  session.setWanted(true);
  await settled();
  session.setVideo('video');
  return session;
}

/** One frame through the decoder. */
async function frame(reading: Partial<FrameReading>): Promise<void> {
  const done = captures.at(-1)!.read(FRAME);
  decoders.at(-1)!.answer(reading);
  await done;
}

describe('a visit', () => {
  it('opens one camera, and lets go of it', async () => {
    const session = await running();
    session.setWanted(true);
    session.setVisible(true);
    await settled();
    expect(opened).toHaveLength(1);
    expect(shown()).toMatchObject({ device: 'main', torch: 'off', devices: DEVICES });
    await frame({});
    session.setWanted(false);
    expect([live(), shown(), decoders[0]!.closed]).toEqual([0, undefined, true]);
    expect(captures[0]!.signal.aborted).toBe(true);
  });

  it('that was left before the camera came leaves none running', async () => {
    const session = createSession();
    session.setWanted(true);
    session.setWanted(false);
    await settled();
    expect(live()).toBe(0);
    expect(shown()).toBeUndefined();
  });

  it('that is hidden holds no camera, and is taken up when it is shown', async () => {
    const session = await running();
    session.setVisible(false);
    expect(live()).toBe(0);
    session.setVisible(true);
    await settled();
    expect(live()).toBe(1);
    session.setVisible(false);
    session.setWanted(false);
    session.setVisible(true);
    await settled();
    expect(live()).toBe(0);
  });

  it('reads from the element that plays, and from no other', async () => {
    const session = await running();
    session.setVideo('another');
    expect(captures.map(({ video, signal }) => [video, signal.aborted])).toEqual([
      ['video', true],
      ['another', false],
    ]);
    session.setVideo(undefined);
    expect(captures.at(-1)!.signal.aborted).toBe(true);
    expect(captures).toHaveLength(2);
  });
});

describe('permission', () => {
  it.each(['prompt', undefined] as const)('%s: says why first, and once', async (state) => {
    permission = state;
    const session = createSession();
    session.setWanted(true);
    await settled();
    expect([opened.length, shown()]).toEqual([0, { ask: true }]);
    session.command({ type: 'start' });
    await settled();
    expect(live()).toBe(1);
    expect(shown()?.ask).toBeUndefined();
    session.setVisible(false);
    session.setVisible(true);
    await settled();
    expect(live()).toBe(1);
  });

  it('that was refused is not asked for again by itself', async () => {
    permission = 'prompt';
    refusal = new TesseraError('CAMERA_REFUSED');
    const session = createSession();
    session.setWanted(true);
    session.command({ type: 'start' });
    await settled();
    expect(shown()).toEqual({ problem: 'CAMERA_REFUSED' });
    session.setVisible(false);
    session.setVisible(true);
    await settled();
    expect(shown()).toEqual({ ask: true });
  });
});

describe('frames', () => {
  it('never queue: while one is read, another is dropped', async () => {
    await running();
    const { read } = captures[0]!;
    const first = read(FRAME);
    for (let i = 0; i < 100; i++) await read(FRAME);
    expect(decoders).toHaveLength(1);
    expect(decoders[0]!.inFlight()).toBe(1);
    decoders[0]!.answer({});
    await first;
    void read(FRAME);
    expect(decoders[0]!.inFlight()).toBe(1);
  });

  it('report a code once while it stays, and anew when it comes back', async () => {
    await running();
    for (clock = 0; clock < 10_000; clock += 1000) await frame({ found: CODE });
    expect(found).toEqual([CODE]);
    const other: Found = { kind: 'qr', text: 'TES1:B' };
    await frame({ found: other });
    expect(found).toEqual([CODE, other]);
    clock += 2001;
    await frame({ found: other });
    expect(found).toHaveLength(3);
  });

  it('report a code that came while another was read once that has ended', async () => {
    const session = await running();
    const other: Found = { kind: 'qr', text: 'TES1:B' };
    await frame({ found: CODE });
    session.setReading(true);
    // Longer than a code that is out of view is remembered.
    for (const each of [CODE, other, CODE]) {
      clock += 1000;
      await frame({ found: each });
    }
    expect(found).toEqual([CODE]);
    session.setReading(false);
    await frame({ found: CODE });
    expect(found).toEqual([CODE]);
    await frame({ found: other });
    expect(found).toEqual([CODE, other]);
  });

  it('show where a code is, as fractions, and what would help; both only as long as they hold', async () => {
    await running();
    await frame({ found: CODE });
    expect(shown()?.outline).toEqual(corners(0, 0.5));
    await frame({ hint: 'closer' });
    expect(shown()).toMatchObject({ hint: 'closer' });
    expect(shown()?.outline).toBeUndefined();
    const told = states.length;
    await frame({ hint: 'closer' });
    expect(states).toHaveLength(told);
    await frame({});
    expect(shown()?.hint).toBeUndefined();
  });

  it('that are read when all is over tell nothing', async () => {
    const session = await running();
    const late = captures[0]!.read(FRAME);
    session.setWanted(false);
    decoders[0]!.answer({ found: CODE, hint: 'closer' });
    await late;
    expect(found).toEqual([]);
    expect(shown()).toBeUndefined();
  });
});

describe('a camera', () => {
  it('that does not start, or is lost, leaves no decoder that runs', async () => {
    refusal = new TesseraError('CAMERA_MISSING');
    const session = createSession();
    session.setWanted(true);
    await settled();
    expect(decoders.every(({ closed }) => closed)).toBe(true);
    refusal = undefined;
    session.command({ type: 'start' });
    await settled();
    expect(decoders.at(-1)!.closed).toBe(false);
    opened[0]!.lose();
    expect(decoders.every(({ closed }) => closed)).toBe(true);
  });

  it('that is lost is told, and tried again on demand', async () => {
    const session = await running();
    opened[0]!.lose();
    expect(shown()).toEqual({ problem: 'CAMERA_LOST' });
    expect(captures[0]!.signal.aborted).toBe(true);
    await settled();
    expect(opened).toHaveLength(1);
    session.command({ type: 'start' });
    await settled();
    expect([live(), shown()?.problem]).toEqual([1, undefined]);
    opened[0]!.lose();
    expect(shown()?.problem).toBeUndefined();
  });

  it('that a person chose is opened, remembered once it works, and kept after it was lost', async () => {
    const session = await running();
    session.command({ type: 'device', id: 'wide' });
    await settled();
    expect(remembered).toEqual(['wide']);
    expect(live()).toBe(1);
    opened.at(-1)!.lose();
    session.command({ type: 'start' });
    await settled();
    expect(opened.map(({ device }) => device)).toEqual([undefined, 'wide', 'wide']);
    expect(remembered).toEqual(['wide']);
  });

  it('that does not open gives way to another at the next try', async () => {
    refusal = new TesseraError('CAMERA_BUSY');
    const session = createSession('wide');
    session.setWanted(true);
    await settled();
    expect(shown()).toEqual({ problem: 'CAMERA_BUSY' });
    refusal = undefined;
    session.command({ type: 'start' });
    await settled();
    expect(opened.map(({ device }) => device)).toEqual([undefined]);
    expect(remembered).toEqual([]);
  });

  it('shows its light as it is; what it does not do changes nothing', async () => {
    const session = await running();
    session.command({ type: 'torch', on: true });
    await settled();
    expect(shown()?.torch).toBe('on');
    session.command({ type: 'zoom', value: 2 });
    await settled();
    expect(shown()).toMatchObject({ torch: 'on', device: 'main' });
    session.command({ type: 'torch', on: false });
    session.setWanted(false);
    await settled();
    expect(shown()).toBeUndefined();
  });
});

describe('a camera that shows nothing', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it('is given up and said to have stopped, and another try opens it again', async () => {
    const session = createSession();
    session.setWanted(true);
    await vi.advanceTimersByTimeAsync(10_000);
    expect(shown()?.problem).toBe('CAMERA_LOST');
    expect(live()).toBe(0);
    session.command({ type: 'start' });
    await vi.advanceTimersByTimeAsync(1000);
    session.setVideo('video');
    await vi.advanceTimersByTimeAsync(60_000);
    expect(shown()?.problem).toBeUndefined();
    expect(live()).toBe(1);
  });

  it('is nothing to a scan screen that was left in the meantime', async () => {
    const session = createSession();
    session.setWanted(true);
    await vi.advanceTimersByTimeAsync(1000);
    session.setWanted(false);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(states.some((state) => state?.problem)).toBe(false);
  });
});
