/** Frames of a video, one at a time: the next is captured once the last was read (WebCodecs). */
import { drawPixels, limitBitmap } from './pixels.ts';

export type CapturedFrame = VideoFrame | ImageBitmap | ImageData;

/** Milliseconds to wait for a new frame: a paused video must not stop the loop. */
const IDLE_MS = 250;
/** Milliseconds between two readings of a video's clock: thirty frames a second are enough. */
const CLOCK_MS = 30;
/** Milliseconds to make a bitmap of a frame. */
const FRAME_MS = 2000;

/**
 * Passes each frame to `read` until the signal is aborted, and closes it afterwards. A frame that
 * cannot be captured is left out.
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
    const frame = await captureFrame(video).catch(() => undefined);
    if (!frame) continue;
    try {
      if (!signal.aborted) await read(frame);
    } finally {
      closeFrame(frame);
    }
  }
}

/** Does nothing to a frame that was transferred to a worker: the worker closes it. */
function closeFrame(frame: CapturedFrame): void {
  if ('close' in frame) frame.close();
}

/** Returns a function that waits for the next frame, and resolves at once where one came before. */
function watchFrames(video: HTMLVideoElement, signal: AbortSignal): () => Promise<void> {
  let fresh = false;
  let wake: () => void = () => undefined;
  function onFrame(): void {
    fresh = true;
    wake();
  }
  const follow = 'requestVideoFrameCallback' in video ? followFrames : followClock;
  const stop = follow(video, onFrame);
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

/** Follows the frames as the browser shows them (HTMLVideoElement.requestVideoFrameCallback). */
function followFrames(video: HTMLVideoElement, onFrame: () => void): () => void {
  function next(): void {
    handle = video.requestVideoFrameCallback(next);
    onFrame();
  }
  let handle = video.requestVideoFrameCallback(next);
  return () => video.cancelVideoFrameCallback(handle);
}

/**
 * Reads the video's clock when the screen is drawn, for Firefox before 132; not on a hidden page.
 */
function followClock(video: HTMLVideoElement, onFrame: () => void): () => void {
  let readAt = -Infinity;
  let lastTime: number | undefined;
  function readClock(now: number): void {
    handle = requestAnimationFrame(readClock);
    if (now - readAt < CLOCK_MS || video.currentTime === lastTime) return;
    readAt = now;
    lastTime = video.currentTime;
    onFrame();
  }
  let handle = requestAnimationFrame(readClock);
  return () => cancelAnimationFrame(handle);
}

/**
 * Captures without a copy where the browser can: a VideoFrame, else an ImageBitmap, else pixels.
 */
async function captureFrame(video: HTMLVideoElement): Promise<CapturedFrame> {
  if ('OffscreenCanvas' in globalThis) {
    if ('VideoFrame' in globalThis) return new VideoFrame(video);
    return limitBitmap(FRAME_MS, createImageBitmap(video));
  }
  return drawPixels(video, video.videoWidth, video.videoHeight);
}
