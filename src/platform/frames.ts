/** Frames of a video, one at a time: the next is captured only once the last was read, so there is never a queue. */

import { within } from './within.ts';

export type CapturedFrame = VideoFrame | ImageBitmap | ImageData;

/** The longest wait for a new frame, in milliseconds: a paused video must not hold the loop. */
const IDLE_MS = 250;
/** Between two looks at the clock of a video, in milliseconds: thirty frames a second are enough. */
const LOOK_MS = 30;
/** Milliseconds for a bitmap of a frame. */
const FRAME_MS = 2000;
/** Milliseconds for decoding a picture. */
const PICTURE_MS = 15_000;

/**
 * Hands each frame to `read` until the signal is aborted, and closes it afterwards. A frame that cannot
 * be captured is left out.
 */
export async function captureFrames(
  video: HTMLVideoElement,
  read: (frame: CapturedFrame) => Promise<void>,
  signal: AbortSignal,
): Promise<void> {
  if (signal.aborted) return;
  const nextFrame = watchFrames(video, signal);
  while (!signal.aborted) {
    await nextFrame();
    if (
      signal.aborted ||
      video.readyState < HTMLMediaElement.HAVE_CURRENT_DATA ||
      video.videoWidth === 0
    )
      continue;
    const frame = await capture(video).catch(() => undefined);
    if (!frame) continue;
    try {
      if (!signal.aborted) await read(frame);
    } finally {
      close(frame);
    }
  }
}

/** Nothing happens to one that was handed over to a worker: it is that worker's. */
function close(frame: CapturedFrame): void {
  if ('close' in frame) frame.close();
}

/** Tells of frames that have not been captured: resolves at once where one came in the meantime. */
function watchFrames(video: HTMLVideoElement, signal: AbortSignal): () => Promise<void> {
  let fresh = false;
  let wake: () => void = () => undefined;
  const shown = (): void => {
    fresh = true;
    wake();
  };
  const follow = 'requestVideoFrameCallback' in video ? followFrames : followClock;
  const stop = follow(video, shown);
  signal.addEventListener('abort', () => {
    stop();
    wake();
  });
  return async () => {
    if (!fresh && !signal.aborted)
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, IDLE_MS);
        wake = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    fresh = false;
  };
}

/** The browser tells of each frame (HTMLVideoElement.requestVideoFrameCallback). */
function followFrames(video: HTMLVideoElement, shown: () => void): () => void {
  const told = (): void => {
    handle = video.requestVideoFrameCallback(told);
    shown();
  };
  let handle = video.requestVideoFrameCallback(told);
  return () => video.cancelVideoFrameCallback(handle);
}

/** Firefox before 132: its clock is looked at when the screen is drawn, which a hidden page never is. */
function followClock(video: HTMLVideoElement, shown: () => void): () => void {
  let lookedAt = -Infinity;
  let seen: number | undefined;
  const look = (now: number): void => {
    handle = requestAnimationFrame(look);
    if (now - lookedAt < LOOK_MS || video.currentTime === seen) return;
    lookedAt = now;
    seen = video.currentTime;
    shown();
  };
  let handle = requestAnimationFrame(look);
  return () => cancelAnimationFrame(handle);
}

/** Without a copy where the browser can: a VideoFrame, else an ImageBitmap, else pixels. */
async function capture(video: HTMLVideoElement): Promise<CapturedFrame> {
  if ('OffscreenCanvas' in globalThis) {
    if ('VideoFrame' in globalThis) return new VideoFrame(video);
    return bitmapOf(FRAME_MS, createImageBitmap(video));
  }
  return drawPixels(video, video.videoWidth, video.videoHeight);
}

/** A picture from a file, no larger than `longest` pixels a side. Rejects where it is no image. */
export async function capturePicture(file: Blob, longest: number): Promise<CapturedFrame> {
  let bitmap: ImageBitmap;
  try {
    // A photograph as it is to be looked at, however the phone was held.
    const made = createImageBitmap(file, { imageOrientation: 'from-image' });
    bitmap = await bitmapOf(PICTURE_MS, made);
  } catch {
    return pictureShown(file, longest);
  }
  if ('OffscreenCanvas' in globalThis) return bitmap;
  const pixels = drawPixels(bitmap, ...fitted(bitmap.width, bitmap.height, longest));
  bitmap.close();
  return pixels;
}

/** Closes a bitmap that comes too late. */
function bitmapOf(ms: number, made: Promise<ImageBitmap>): Promise<ImageBitmap> {
  return within(ms, made, () => {
    void made.then(close, () => undefined);
    throw new DOMException('No bitmap', 'TimeoutError');
  });
}

/** What an image element can show and no bitmap is made of, an SVG in most browsers. */
async function pictureShown(file: Blob, longest: number): Promise<ImageData> {
  const address = URL.createObjectURL(file);
  try {
    const image = new Image();
    image.src = address;
    await within(PICTURE_MS, image.decode(), () => {
      throw new DOMException('No picture', 'TimeoutError');
    });
    return drawPixels(image, ...fitted(image.naturalWidth, image.naturalHeight, longest));
  } finally {
    URL.revokeObjectURL(address);
  }
}

function fitted(width: number, height: number, longest: number): [width: number, height: number] {
  const scale = Math.min(1, longest / Math.max(width, height));
  return [Math.round(width * scale), Math.round(height * scale)];
}

function drawPixels(source: CanvasImageSource, width: number, height: number): ImageData {
  const canvas = document.createElement('canvas');
  canvas.width = width;
  canvas.height = height;
  const context = canvas.getContext('2d', { willReadFrequently: true });
  if (!context) throw new DOMException('No 2d context', 'NotSupportedError');
  context.drawImage(source, 0, 0, width, height);
  return context.getImageData(0, 0, width, height);
}
