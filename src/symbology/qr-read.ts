/** Reading QR codes (ISO/IEC 18004) from luminance: a ladder of views of one image, since no single view reads them all. */
import { crop, halved, inverted, scaled, turned } from './image.ts';
import type { Corners, Luminance, Point } from './image.ts';
import { detectQr, readPureQr } from './zxing-read.ts';
import type { QrFound } from './zxing-read.ts';

export type { QrFound } from './zxing-read.ts';

/** A larger image is not doubled whole: only its middle is, so that a rung costs no more than a frame. */
const LARGEST_DOUBLED = 640 * 480;

/** A view of an image, what it reads, and where a place in it lies in the image. */
interface Rung {
  readonly name: string;
  readonly read: (image: Luminance) => QrFound | undefined;
}

/** The views, in the order in which a video's frames climb them. */
export const RUNGS: readonly Rung[] = [
  { name: 'hybrid', read: (image) => detectQr(image, 'hybrid') },
  { name: 'global', read: (image) => detectQr(image, 'global') },
  {
    name: 'turned',
    read: (image) =>
      placed(detectQr(turned(image), 'hybrid'), ({ x, y }) => ({
        x: image.width - x,
        y: image.height - y,
      })),
  },
  { name: 'half', read: (image) => placed(detectQr(halved(image), 'hybrid'), enlarged(2)) },
  {
    name: 'three quarters',
    read: (image) => placed(detectQr(scaled(image, 0.75), 'hybrid'), enlarged(4 / 3)),
  },
  { name: 'double', read: readDoubled },
  { name: 'inverted', read: (image) => detectQr(inverted(image), 'hybrid') },
  { name: 'pure', read: readPureQr },
];

/** One view's reading: the text and, except from the pure view, the outline in pixels of `image`. */
export function findQr(image: Luminance, rung: number): QrFound | undefined {
  return RUNGS[rung % RUNGS.length]!.read(image);
}

/** One view's reading, as text alone. */
export function readQr(image: Luminance, rung: number): string | undefined {
  return findQr(image, rung)?.text;
}

function readDoubled(image: Luminance): QrFound | undefined {
  if (image.width * image.height <= LARGEST_DOUBLED) {
    return placed(detectQr(scaled(image, 2), 'hybrid'), enlarged(0.5));
  }
  const left = image.width >> 2;
  const top = image.height >> 2;
  const middle = crop(image, left, top, image.width >> 1, image.height >> 1);
  return placed(detectQr(scaled(middle, 2), 'hybrid'), ({ x, y }) => ({
    x: left + x / 2,
    y: top + y / 2,
  }));
}

function enlarged(factor: number): (point: Point) => Point {
  return ({ x, y }) => ({ x: x * factor, y: y * factor });
}

function placed(found: QrFound | undefined, toImage: (point: Point) => Point): QrFound | undefined {
  if (found?.corners === undefined) return found;
  const [a, b, c, d] = found.corners;
  const corners: Corners = [toImage(a), toImage(b), toImage(c), toImage(d)];
  return { ...found, corners };
}
