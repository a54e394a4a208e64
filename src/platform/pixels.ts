/** Pixels by a canvas, and bitmaps within a limit, for frames and pictures (HTML canvas). */
import { within } from './within.ts';

/**
 * Draws a source at a size, in pixels, and reads it back.
 * @throws DOMException NotSupportedError
 */
export function drawPixels(source: CanvasImageSource, width: number, height: number): ImageData {
  const context = contextOf(width, height);
  context.drawImage(source, 0, 0, width, height);
  return context.getImageData(0, 0, width, height);
}

/**
 * Makes a canvas of a size, in pixels.
 * @throws DOMException NotSupportedError
 */
export function contextOf(width: number, height: number): CanvasRenderingContext2D {
  const canvas = document.createElement('canvas');
  canvas.width = width;
  canvas.height = height;
  const context = canvas.getContext('2d', { willReadFrequently: true });
  if (!context) throw new DOMException('No 2d context', 'NotSupportedError');
  return context;
}

/**
 * Limits the wait for a bitmap, in milliseconds, and closes one that comes too late.
 * @throws DOMException TimeoutError
 */
export function limitBitmap(ms: number, made: Promise<ImageBitmap>): Promise<ImageBitmap> {
  return within(ms, made, () => {
    void made.then(
      (late) => late.close(),
      () => undefined,
    );
    throw new DOMException('No bitmap', 'TimeoutError');
  });
}
