/**
 * Reads a picture of any size: the whole of it at a size that fits, then its parts at all sizes up
 * to the full one.
 */
import type { Corners, PixelImage, Point } from './image.ts';
import { partOf } from './image-part.ts';
import type { Found } from './reader.ts';
import { readPart, readStill } from './reader.ts';
import type { Rectangle } from './rectangle.ts';

/** A picture whose parts are drawn when they are looked at. */
export interface PictureSource {
  readonly width: number;
  readonly height: number;
  /** A part of it, its sides multiplied by `scale`, at most 1. */
  readonly pixels: (part: Rectangle, scale: number) => PixelImage;
}

/** The longest side, in pixels, at which the whole is looked at. */
const WHOLE_SIDE = 2400;

/** A part's sides as it is looked at. */
const PART_SIDE = 1600;

/**
 * Parts lie over each other by this share: a smaller code is whole in one, a larger one shows at
 * half the size.
 */
const OVERLAP = 0.3;

/**
 * Everything that a picture shows, each code once; corners in its own pixels. The parts are looked
 * at only where the whole shows nothing.
 */
export function readPicture(source: PictureSource): Found[] {
  const whole = { left: 0, top: 0, width: source.width, height: source.height };
  const smallest = Math.min(1, WHOLE_SIDE / Math.max(source.width, source.height));
  const found = new Map<string, Found>();
  const add = (part: Rectangle, scale: number, each: Found): void => {
    const identity = identityOf(each);
    if (!found.has(identity)) found.set(identity, placed(each, part, scale));
  };
  for (const each of readStill(source.pixels(whole, smallest))) add(whole, smallest, each);
  if (found.size > 0) return [...found.values()];
  for (let scale = 1; scale > smallest; scale /= 2) {
    for (const part of partsOf(source, PART_SIDE / scale)) {
      for (const each of readPart(source.pixels(part, scale))) add(part, scale, each);
    }
  }
  return [...found.values()];
}

/** A picture whose pixels are all there. */
export function pictureOf(image: PixelImage): PictureSource {
  return {
    width: image.width,
    height: image.height,
    pixels: (part, scale) => partOf(image, part, scale),
  };
}

/** The parts that cover a picture. */
function partsOf({ width, height }: PictureSource, side: number): Rectangle[] {
  return starts(height, side).flatMap((top) =>
    starts(width, side).map((left) => ({
      left,
      top,
      width: Math.min(width, side),
      height: Math.min(height, side),
    })),
  );
}

/** Where parts of one length begin along a side. */
function starts(whole: number, part: number): number[] {
  const steps = Math.ceil(Math.max(0, whole - part) / (part * (1 - OVERLAP)));
  return Array.from({ length: steps + 1 }, (_, i) =>
    steps === 0 ? 0 : Math.floor(((whole - part) * i) / steps),
  );
}

/** Returns what is equal for two findings of one code. */
function identityOf(found: Found): string {
  return found.kind === 'qr'
    ? found.text
    : found.kind === 'cryptogram'
      ? `${found.kind} ${found.bytes.join()}`
      : found.kind;
}

function placed(found: Found, { left, top }: Rectangle, scale: number): Found {
  if (found.corners === undefined) return found;
  const place = ({ x, y }: Point): Point => ({ x: left + x / scale, y: top + y / scale });
  const [a, b, c, d] = found.corners;
  const corners: Corners = [place(a), place(b), place(c), place(d)];
  return { ...found, corners };
}
