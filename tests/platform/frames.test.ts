/** Frames of a video and pictures of files in the oldest browsers; each frame is closed. */
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';

import { captureFrames } from '../../src/platform/frames.ts';
import { openPicture } from '../../src/platform/picture.ts';

/** A frame that knows whether it was closed. */
class Frame {
  static made: Frame[] = [];
  readonly width = 40;
  readonly height = 20;
  closed = false;
  constructor() {
    Frame.made.push(this);
  }
  close(): void {
    this.closed = true;
  }
}

/** A video of 60 frames a second whose clock is all that tells of them. */
function video(): HTMLVideoElement {
  const began = Date.now();
  return {
    readyState: 4,
    videoWidth: 40,
    get currentTime() {
      return Math.floor(((Date.now() - began) * 60) / 1000) / 60;
    },
  } as HTMLVideoElement;
}

/** A screen that is drawn 60 times a second, unless the page is hidden. */
const screen = { hidden: false, waiting: new Map<number, FrameRequestCallback>(), next: 1 };

beforeEach(() => {
  Frame.made = [];
  Object.assign(screen, { hidden: false, waiting: new Map(), next: 1 });
  vi.useFakeTimers();
  vi.stubGlobal('HTMLMediaElement', { HAVE_CURRENT_DATA: 2 });
  vi.stubGlobal('OffscreenCanvas', class {});
  vi.stubGlobal('createImageBitmap', async () => new Frame());
  vi.stubGlobal('requestAnimationFrame', (callback: FrameRequestCallback) => {
    screen.waiting.set(screen.next, callback);
    return screen.next++;
  });
  vi.stubGlobal('cancelAnimationFrame', (handle: number) => screen.waiting.delete(handle));
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

async function watch(ms: number): Promise<void> {
  const end = Date.now() + ms;
  while (Date.now() < end) {
    await vi.advanceTimersByTimeAsync(1000 / 60);
    const { waiting } = screen;
    if (screen.hidden) continue;
    screen.waiting = new Map();
    for (const callback of waiting.values()) callback(Date.now());
    await vi.advanceTimersByTimeAsync(0);
  }
}

describe('a video whose frames the browser does not tell of', () => {
  test('is read by its clock, many times a second', async () => {
    const over = new AbortController();
    let read = 0;
    void captureFrames(video(), async () => void read++, over.signal);
    await watch(1000);
    expect(read).toBeGreaterThanOrEqual(15);
    expect(read).toBeLessThanOrEqual(35);
    over.abort();
    await watch(500);
    expect(screen.waiting.size).toBe(0);
  });

  test('is read seldom while it stands still or the page is hidden', async () => {
    const over = new AbortController();
    let read = 0;
    const still = { readyState: 4, videoWidth: 40, currentTime: 3 } as HTMLVideoElement;
    void captureFrames(still, async () => void read++, over.signal);
    await watch(1000);
    expect(read).toBeLessThanOrEqual(5);
    over.abort();
    const hidden = new AbortController();
    read = 0;
    screen.hidden = true;
    void captureFrames(video(), async () => void read++, hidden.signal);
    await watch(1000);
    expect(read).toBeLessThanOrEqual(5);
    hidden.abort();
  });
});

describe('every frame is closed', () => {
  const cases: [string, (over: AbortController) => Promise<void>][] = [
    ['after it was read', async () => undefined],
    ['when reading it fails', () => Promise.reject(new Error('as played'))],
    ['when the capture is ended while it is read', async (over) => over.abort()],
  ];
  test.each(cases)('%s', async (_, read) => {
    const over = new AbortController();
    const done = captureFrames(video(), () => read(over), over.signal).catch(() => undefined);
    await watch(600);
    over.abort();
    await watch(300);
    await done;
    expect(Frame.made.length).toBeGreaterThan(0);
    expect(Frame.made.every(({ closed }) => closed)).toBe(true);
  });

  test('when the capture ends before the frame is made, and when it comes too late', async () => {
    const over = new AbortController();
    const slow = new Promise<Frame>((resolve) => setTimeout(() => resolve(new Frame()), 3000));
    vi.stubGlobal('createImageBitmap', () => slow);
    const read = vi.fn(async () => undefined);
    const done = captureFrames(video(), read, over.signal);
    await watch(500);
    over.abort();
    await watch(4000);
    await done;
    expect(read).not.toHaveBeenCalled();
    expect(Frame.made.map(({ closed }) => closed)).toEqual([true]);
  });
});

describe('a picture', () => {
  const file = new Blob(['picture']);
  const address = 'blob:here/1';
  let drawn: unknown[];
  let revoked: string[];
  /** How an image element meets the file. */
  let decode: () => Promise<void>;

  beforeEach(() => {
    drawn = [];
    revoked = [];
    decode = async () => undefined;
    vi.spyOn(URL, 'createObjectURL').mockReturnValue(address);
    vi.spyOn(URL, 'revokeObjectURL').mockImplementation((url) => void revoked.push(url));
    vi.stubGlobal(
      'Image',
      class {
        src = '';
        naturalWidth = 4800;
        naturalHeight = 1200;
        decode = () => decode();
      },
    );
    const context = {
      drawImage: (...given: unknown[]) => drawn.push(given),
      getImageData: (...given: unknown[]) => ({ data: [], size: given }),
    };
    vi.stubGlobal('document', { createElement: () => ({ getContext: () => context }) });
  });
  afterEach(() => void vi.restoreAllMocks());

  test('is turned as its camera was', async () => {
    const make = vi.fn(async () => new Frame());
    vi.stubGlobal('createImageBitmap', make);
    expect(await openPicture(file)).toBeInstanceOf(Frame);
    expect(make).toHaveBeenCalledWith(file, { imageOrientation: 'from-image' });
  });

  test.each([
    ['does not know how to turn it', () => Promise.reject(new TypeError('imageOrientation'))],
    [
      'makes no bitmap of its kind',
      () => Promise.reject(new DOMException('', 'InvalidStateError')),
    ],
    ['never answers', () => new Promise(() => undefined)],
  ])('is shown by an element where the browser %s', async (_, make) => {
    const called = vi.fn(make);
    vi.stubGlobal('createImageBitmap', called);
    const picture = openPicture(file);
    await vi.waitFor(() => expect(called).toHaveBeenCalled());
    await vi.advanceTimersByTimeAsync(15_000);
    expect(await picture).toMatchObject({ size: [0, 0, 4800, 1200] });
    expect(drawn).toHaveLength(1);
    expect(revoked).toEqual([address]);
  });

  test.each([
    ['is none', () => Promise.reject(new DOMException('', 'EncodingError'))],
    ['is never decoded', () => new Promise<void>(() => undefined)],
  ])('that %s is refused', async (_, meet) => {
    vi.stubGlobal('createImageBitmap', () =>
      Promise.reject(new DOMException('', 'InvalidStateError')),
    );
    const met = vi.fn(meet);
    decode = met;
    const picture = openPicture(file).catch((thrown: unknown) => thrown);
    await vi.waitFor(() => expect(met).toHaveBeenCalled());
    await vi.advanceTimersByTimeAsync(15_000);
    expect(await picture).toMatchObject({ code: 'PICTURE_UNREADABLE' });
    expect(revoked).toEqual([address]);
  });
});
