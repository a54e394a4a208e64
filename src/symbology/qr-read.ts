/** Reading QR codes (ISO/IEC 18004) from luminance: a ladder of views of one image, since no single view reads them all. */
import { crop, halved, inverted, scaled, turned } from './image.ts';
import type { Luminance, Point } from './image.ts';
import { readQrGrid } from './qr-grid.ts';
import { readPureQr } from './qr-pure.ts';
import { lookForQr } from './zxing-read.ts';
import type { QrFound, QrLook } from './zxing-read.ts';

export type { QrFound, QrLook } from './zxing-read.ts';

/** A larger image is not doubled whole: only its middle is, so that a rung costs no more than a frame. */
const LARGEST_DOUBLED = 640 * 480;

interface Rung {
  readonly name: string;
  /** Whether it is the image's negative that is looked at. */
  readonly negative?: true;
  readonly look: (image: Luminance) => QrLook;
}

/** The views, in the order in which a video's frames climb them. */
export const RUNGS: readonly Rung[] = [
  { name: 'half', look: (image) => enlarged(lookForQr(halved(image), 'hybrid'), 2) },
  { name: 'hybrid', look: (image) => lookForQr(image, 'hybrid') },
  { name: 'global', look: (image) => lookForQr(image, 'global') },
  {
    name: 'turned',
    look: (image) =>
      placed(lookForQr(turned(image), 'hybrid'), 1, ({ x, y }) => ({
        x: image.width - x,
        y: image.height - y,
      })),
  },
  {
    name: 'three quarters',
    look: (image) => enlarged(lookForQr(scaled(image, 0.75), 'hybrid'), 4 / 3),
  },
  { name: 'double', look: lookDoubled },
  { name: 'inverted', negative: true, look: (image) => lookForQr(image, 'hybrid') },
  { name: 'pure', look: lookPure },
];

/** One view's look at an image, and where it only saw finder patterns a closer one; places are in pixels of the image. */
export function look(image: Luminance, rung: number): QrLook {
  const view = RUNGS[rung % RUNGS.length]!;
  const shown = view.negative ? inverted(image) : image;
  const seen = view.look(shown);
  const found = seen.patterns && readQrGrid(shown, seen.patterns);
  return found === undefined ? seen : { found };
}

/** One view's reading: the text and the outline. */
export function findQr(image: Luminance, rung: number): QrFound | undefined {
  return look(image, rung).found;
}

/** One view's reading, as text alone. */
export function readQr(image: Luminance, rung: number): string | undefined {
  return findQr(image, rung)?.text;
}

function lookDoubled(image: Luminance): QrLook {
  if (image.width * image.height <= LARGEST_DOUBLED) {
    return enlarged(lookForQr(scaled(image, 2), 'hybrid'), 0.5);
  }
  const left = image.width >> 2;
  const top = image.height >> 2;
  const middle = crop(image, left, top, image.width >> 1, image.height >> 1);
  return placed(lookForQr(scaled(middle, 2), 'hybrid'), 0.5, ({ x, y }) => ({
    x: left + x / 2,
    y: top + y / 2,
  }));
}

function lookPure(image: Luminance): QrLook {
  const found = readPureQr(image);
  return found === undefined ? {} : { found };
}

function enlarged(look: QrLook, factor: number): QrLook {
  return placed(look, factor, ({ x, y }) => ({ x: x * factor, y: y * factor }));
}

/** A view's look in terms of the image: its sizes times `factor`, its places by `toImage`. */
function placed(
  { found, patterns }: QrLook,
  factor: number,
  toImage: (point: Point) => Point,
): QrLook {
  if (patterns !== undefined) {
    const { corner, right, below, modulePixels } = patterns;
    return {
      patterns: {
        corner: toImage(corner),
        right: toImage(right),
        below: toImage(below),
        modulePixels: modulePixels * factor,
      },
    };
  }
  if (found?.corners === undefined) return found === undefined ? {} : { found };
  const [a, b, c, d] = found.corners;
  return { found: { ...found, corners: [toImage(a), toImage(b), toImage(c), toImage(d)] } };
}
