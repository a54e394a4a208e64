/**
 * The decoder's worker: one frame in, one answer out; the frame was transferred, and is closed
 * here.
 */
import { isTrue, roundTripOn } from './canvas-check.ts';
import type { DecoderAnswer, DecoderRequest, Frame } from './decoder.ts';
import type { Corners, PixelImage, Point } from './image.ts';
import type { PictureSource } from './picture.ts';
import { pictureOf, readPicture } from './picture.ts';
import { prepare } from './qr-rehearsal.ts';
import type { Found, FrameResult } from './reader.ts';
import { createScanner } from './reader.ts';
import type { Rectangle } from './rectangle.ts';
import { rehearse } from './rehearsal.ts';

/**
 * The longest side at which a video's frame is looked at: beyond it time grows and readings do not.
 */
const FRAME_SIDE = 1280;

const scan = createScanner();
let canvas: OffscreenCanvas | undefined;

self.onmessage = ({ data: request }: MessageEvent<DecoderRequest>) => {
  self.postMessage(answer(request));
};

prepare(rehearse);

/** Always an answer, and the frame is closed by then: once answered, the worker may be ended. */
function answer(request: DecoderRequest): DecoderAnswer {
  try {
    return readFrame(request);
  } catch (cause) {
    return { kind: 'failed', message: String(cause) };
  } finally {
    if ('close' in request.frame) request.frame.close();
  }
}

function readFrame({ kind, frame }: DecoderRequest): DecoderAnswer {
  const { width, height } = sizeOf(frame);
  // The page's end checks pixels that are handed over: they were not drawn here.
  if (!('data' in frame) && isFalsified()) return { kind: 'falsified' };
  if (kind === 'still') return { kind, found: readPicture(sourceOf(frame, width, height)) };
  const whole = { left: 0, top: 0, width, height };
  const scale = Math.min(1, FRAME_SIDE / Math.max(width, height));
  const reading: FrameResult = scan('data' in frame ? frame : pixels(frame, whole, scale));
  const found = reading.found;
  return {
    kind,
    width,
    height,
    ...reading,
    ...(found === undefined ? {} : { found: enlarged(found, 1 / scale) }),
  };
}

function sourceOf(frame: Frame, width: number, height: number): PictureSource {
  if ('data' in frame) return pictureOf(frame);
  return { width, height, pixels: (part, scale) => pixels(frame, part, scale) };
}

function sizeOf(frame: Frame): { width: number; height: number } {
  return 'displayWidth' in frame
    ? { width: frame.displayWidth, height: frame.displayHeight }
    : { width: frame.width, height: frame.height };
}

/** A part of a picture, drawn smaller by a factor; what is transparent stays so. */
function pixels(frame: ImageBitmap | VideoFrame, part: Rectangle, scale: number): PixelImage {
  const width = Math.max(1, Math.round(part.width * scale));
  const height = Math.max(1, Math.round(part.height * scale));
  const context = contextOf(width, height);
  const { left, top } = part;
  context.drawImage(frame, left, top, part.width, part.height, 0, 0, width, height);
  return context.getImageData(0, 0, width, height);
}

/** The canvas at a size, empty. */
function contextOf(width: number, height: number): OffscreenCanvasRenderingContext2D {
  canvas ??= new OffscreenCanvas(width, height);
  if (canvas.width !== width || canvas.height !== height) {
    canvas.width = width;
    canvas.height = height;
  }
  const context = canvas.getContext('2d', { willReadFrequently: true });
  if (context === null) throw new Error('No 2d context in a worker');
  context.clearRect(0, 0, width, height);
  return context;
}

let falsified: boolean | undefined;

/** Returns true if this browser gives other pixels than were drawn; it does so always or never. */
function isFalsified(): boolean {
  falsified ??= !isTrue(roundTripOn(contextOf));
  return falsified;
}

function enlarged(found: Found, scale: number): Found {
  if (found.corners === undefined || scale === 1) return found;
  const place = ({ x, y }: Point): Point => ({ x: x * scale, y: y * scale });
  const [a, b, c, d] = found.corners;
  const corners: Corners = [place(a), place(b), place(c), place(d)];
  return { ...found, corners };
}
