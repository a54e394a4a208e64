/** Frames of a video, one at a time: the next is captured only once the last was read, so there is never a queue. */

export type CapturedFrame = VideoFrame | ImageBitmap | ImageData;

/** Hands each frame to `read` until the signal is aborted. A frame that cannot be captured is left out. */
export async function captureFrames(
  video: HTMLVideoElement,
  read: (frame: CapturedFrame) => Promise<void>,
  signal: AbortSignal,
): Promise<void> {
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
    if (signal.aborted) {
      if ('close' in frame) frame.close();
      return;
    }
    await read(frame);
  }
}

/** Tells of frames that have not been captured: resolves at once where one came in the meantime, and at the latest after a quarter of a second, for a paused video must not hold the loop. */
function watchFrames(video: HTMLVideoElement, signal: AbortSignal): () => Promise<void> {
  let fresh = false;
  let wake: () => void = () => undefined;
  const shown = () => {
    fresh = true;
    wake();
    request();
  };
  let handle: number | undefined;
  const request = () => {
    if ('requestVideoFrameCallback' in video) handle = video.requestVideoFrameCallback(shown);
  };
  signal.addEventListener('abort', () => {
    if (handle !== undefined) video.cancelVideoFrameCallback(handle);
    wake();
  });
  request();
  return async () => {
    if (!fresh && !signal.aborted)
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, 250);
        wake = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    fresh = false;
  };
}

/** Without a copy where the browser can: a VideoFrame, else an ImageBitmap, else pixels. */
async function capture(video: HTMLVideoElement): Promise<CapturedFrame> {
  if ('OffscreenCanvas' in globalThis) {
    if ('VideoFrame' in globalThis) return new VideoFrame(video);
    return await createImageBitmap(video);
  }
  return drawPixels(video, video.videoWidth, video.videoHeight);
}

/** A picture from a file, no larger than `longest` pixels a side. Rejects where it is no image. */
export async function capturePicture(file: Blob, longest: number): Promise<CapturedFrame> {
  const bitmap = await createImageBitmap(file, { imageOrientation: 'from-image' });
  if ('OffscreenCanvas' in globalThis) return bitmap;
  const scale = Math.min(1, longest / Math.max(bitmap.width, bitmap.height));
  const pixels = drawPixels(
    bitmap,
    Math.round(bitmap.width * scale),
    Math.round(bitmap.height * scale),
  );
  bitmap.close();
  return pixels;
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
