/**
 * Writes one-frame Y4M videos (YUV4MPEG2, yuv420p, BT.601 limited range) for Chromium's fake
 * camera, in place while it plays.
 */
import { closeSync, ftruncateSync, openSync, writeSync } from 'node:fs';

export interface Pixels {
  readonly data: Uint8ClampedArray | Uint8Array;
  readonly width: number;
  readonly height: number;
}

interface FrameSize {
  readonly width?: number;
  readonly height?: number;
}

const FRAME = { width: 1280, height: 720 };
const FRAMES_A_SECOND = 30;

/**
 * Shows `image` (RGBA) in the video at `path`: centred on mid-grey, by default in 1280×720 and 30
 * frames a second.
 */
export function writeY4m(
  path: string,
  image: Pixels,
  options: FrameSize & { readonly rate?: number } = {},
): void {
  const { width, height, rate } = { ...FRAME, rate: FRAMES_A_SECOND, ...options };
  const bytes = y4m(scene(image, { width, height }), rate);
  // Not truncated first: a player that reaches the end of a short file in between stops for good.
  const file = openSync(path, 'a+');
  closeSync(file);
  const writer = openSync(path, 'r+');
  writeSync(writer, bytes, 0, bytes.length, 0);
  ftruncateSync(writer, bytes.length);
  closeSync(writer);
}

/**
 * Centres an image on one grey, `scale` times its size (nearest pixel); by default as large as
 * fits, at most its own size.
 */
export function scene(
  image: Pixels,
  options: FrameSize & { readonly scale?: number; readonly grey?: number } = {},
): Pixels {
  const { width, height, grey } = { ...FRAME, grey: 128, ...options };
  const scale = options.scale ?? Math.min(1, width / image.width, height / image.height);
  const data = new Uint8ClampedArray(width * height * 4).fill(grey);
  const left = Math.round((width - image.width * scale) / 2);
  const top = Math.round((height - image.height * scale) / 2);
  for (let y = Math.max(0, top); y < height; y++) {
    const v = Math.floor((y - top + 0.5) / scale);
    if (v >= image.height) break;
    for (let x = Math.max(0, left); x < width; x++) {
      const u = Math.floor((x - left + 0.5) / scale);
      if (u >= image.width) break;
      const from = (v * image.width + u) * 4;
      data.set(image.data.subarray(from, from + 4), (y * width + x) * 4);
    }
  }
  return { data, width, height };
}

/** One frame, shown so often a second, as a whole Y4M file; width and height must be even. */
export function y4m({ data, width, height }: Pixels, rate = FRAMES_A_SECOND): Uint8Array {
  const header = new TextEncoder().encode(
    `YUV4MPEG2 W${width} H${height} F${rate}:1 Ip A1:1 C420jpeg\nFRAME\n`,
  );
  const luma = width * height;
  const file = new Uint8Array(header.length + luma + luma / 2);
  file.set(header);
  const y = file.subarray(header.length, header.length + luma);
  const u = file.subarray(header.length + luma, header.length + luma + luma / 4);
  const v = file.subarray(header.length + luma + luma / 4);
  for (let i = 0; i < luma; i++) {
    y[i] = Math.round(
      16 + 0.257 * data[4 * i]! + 0.504 * data[4 * i + 1]! + 0.098 * data[4 * i + 2]!,
    );
  }
  for (let row = 0; row < height / 2; row++) {
    for (let column = 0; column < width / 2; column++) {
      const [red, green, blue] = quad(data, 2 * row * width + 2 * column, width);
      u[(row * width) / 2 + column] = Math.round(128 - 0.148 * red - 0.291 * green + 0.439 * blue);
      v[(row * width) / 2 + column] = Math.round(128 + 0.439 * red - 0.368 * green - 0.071 * blue);
    }
  }
  return file;
}

/** The mean colour of two by two pixels from pixel `at`. */
function quad(data: Pixels['data'], at: number, width: number): [number, number, number] {
  const mean = (channel: number) =>
    (data[4 * at + channel]! +
      data[4 * (at + 1) + channel]! +
      data[4 * (at + width) + channel]! +
      data[4 * (at + width + 1) + channel]!) /
    4;
  return [mean(0), mean(1), mean(2)];
}
