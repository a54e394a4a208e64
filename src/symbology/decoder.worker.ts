/** The decoder's worker: one frame in, one answer out; the frame was transferred, and is closed here. */
import type { DecoderAnswer, DecoderRequest, Frame } from './decoder.ts';
import type { Corners, PixelImage, Point } from './image.ts';
import { createScanner, readStill } from './reader.ts';
import type { Found, FrameResult } from './reader.ts';
import { REHEARSALS, rehearse } from './rehearsal.ts';

/** The longest side at which a video's frame is looked at: beyond it time grows and readings do not. */
const FRAME_SIDE = 1280;
const STILL_SIDE = 2400;

const scan = createScanner();
let canvas: OffscreenCanvas | undefined;

self.onmessage = ({ data: request }: MessageEvent<DecoderRequest>) => {
  self.postMessage(answer(request));
};

prepare(REHEARSALS);

/** One reading a task, so that a frame never waits for more than one. */
function prepare(left: number): void {
  if (left === 0) return;
  setTimeout(() => {
    rehearse();
    prepare(left - 1);
  });
}

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
  const image = pixels(frame, width, height, kind === 'frame' ? FRAME_SIDE : STILL_SIDE);
  const scale = width / image.width;
  if (kind === 'still') {
    return { kind, found: readStill(image).map((found) => enlarged(found, scale)) };
  }
  const reading: FrameResult = scan(image);
  const found = reading.found;
  return {
    kind,
    width,
    height,
    ...reading,
    ...(found === undefined ? {} : { found: enlarged(found, scale) }),
  };
}

function sizeOf(frame: Frame): { width: number; height: number } {
  return 'displayWidth' in frame
    ? { width: frame.displayWidth, height: frame.displayHeight }
    : { width: frame.width, height: frame.height };
}

/** The frame's pixels, drawn smaller where its longer side exceeds `longest`. */
function pixels(frame: Frame, width: number, height: number, longest: number): PixelImage {
  if ('data' in frame) return frame;
  const scale = Math.min(1, longest / Math.max(width, height));
  const w = Math.round(width * scale);
  const h = Math.round(height * scale);
  canvas ??= new OffscreenCanvas(w, h);
  if (canvas.width !== w || canvas.height !== h) {
    canvas.width = w;
    canvas.height = h;
  }
  const context = canvas.getContext('2d', { willReadFrequently: true, alpha: false });
  if (context === null) throw new Error('No 2d context in a worker');
  context.drawImage(frame, 0, 0, w, h);
  return context.getImageData(0, 0, w, h);
}

function enlarged(found: Found, scale: number): Found {
  if (found.corners === undefined || scale === 1) return found;
  const place = ({ x, y }: Point): Point => ({ x: x * scale, y: y * scale });
  const [a, b, c, d] = found.corners;
  const corners: Corners = [place(a), place(b), place(c), place(d)];
  return { ...found, corners };
}
