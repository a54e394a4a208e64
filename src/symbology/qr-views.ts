/** The views of one image that QR codes are looked for in: no single one shows them all. */
import type { Bits } from './binarise.ts';
import { binariseGlobally, binariseLocally } from './binarise.ts';
import type { Luminance, Point } from './image.ts';
import { crop, halved, inverted, scaled, squeezed, turned } from './image.ts';
import type { QrPatterns } from './qr-triples.ts';

/** An image derived from another, and where its places lie in that one. */
export interface QrView {
  readonly bits: Bits;
  /** Pixels of the image a pixel of the view. */
  readonly scale: number;
  readonly toImage: (point: Point) => Point;
}

/**
 * A larger image is not doubled whole: only its middle is, so that a view costs no more than a
 * frame.
 */
const LARGEST_DOUBLED = 640 * 480;

/** A picture's luminance, each size made when it is wanted: most frames of a video need one. */
export interface GreyPicture {
  readonly full: () => Luminance;
  readonly half: () => Luminance;
}

export function greyOf(image: Luminance): GreyPicture {
  return { full: () => image, half: () => halved(image) };
}

export function negativeOf({ full, half }: GreyPicture): GreyPicture {
  return { full: () => inverted(full()), half: () => inverted(half()) };
}

export function plainView({ full }: GreyPicture): QrView {
  return { bits: binariseLocally(full()), scale: 1, toImage: (point) => point };
}

/** One threshold for all: what is even over more than a block stays what it is. */
export function globalView({ full }: GreyPicture): QrView {
  return { bits: binariseGlobally(full()), scale: 1, toImage: (point) => point };
}

/** Blocks begin at the other end. */
export function turnedView({ full }: GreyPicture): QrView {
  const image = full();
  const { width, height } = image;
  return {
    bits: binariseLocally(turned(image)),
    scale: 1,
    toImage: ({ x, y }) => ({ x: width - x, y: height - y }),
  };
}

/** Noise and moiré are averaged out, and blocks cover four times as much. */
export function halfView({ half }: GreyPicture): QrView {
  return scaledView(binariseLocally(half()), 2);
}

export function threeQuarterView({ full }: GreyPicture): QrView {
  return scaledView(binariseLocally(rescaled(full(), 0.75)), 4 / 3);
}

let pixels: Uint8ClampedArray | undefined;

/** A scaled image, valid until the next call: a video's frames take no new memory. */
function rescaled(image: Luminance, scale: number): Luminance {
  const made = scaled(image, scale, pixels);
  if (pixels === undefined || made.data.length > pixels.length) pixels = made.data;
  return made;
}

/** Modules of a pixel or two become large enough. */
export function doubledView({ full }: GreyPicture): QrView {
  const image = full();
  if (image.width * image.height <= LARGEST_DOUBLED) {
    return scaledView(binariseLocally(rescaled(image, 2)), 0.5);
  }
  const left = image.width >> 2;
  const top = image.height >> 2;
  const middle = crop(image, left, top, image.width >> 1, image.height >> 1);
  return {
    bits: binariseLocally(rescaled(middle, 2)),
    scale: 0.5,
    toImage: ({ x, y }) => ({ x: left + x / 2, y: top + y / 2 }),
  };
}

/** What was stretched to twice its height is upright again; the same for its width. */
export function flatView({ full }: GreyPicture): QrView {
  const bits = binariseLocally(squeezed(full(), 'height'));
  return { bits, scale: 1, toImage: ({ x, y }) => ({ x, y: 2 * y }) };
}

export function narrowView({ full }: GreyPicture): QrView {
  const bits = binariseLocally(squeezed(full(), 'width'));
  return { bits, scale: 1, toImage: ({ x, y }) => ({ x: 2 * x, y }) };
}

function scaledView(bits: Bits, scale: number): QrView {
  return { bits, scale, toImage: ({ x, y }) => ({ x: x * scale, y: y * scale }) };
}

/** Finder patterns of a view as they lie in the image. */
export function placedPatterns(patterns: QrPatterns, { scale, toImage }: QrView): QrPatterns {
  return {
    corner: toImage(patterns.corner),
    right: toImage(patterns.right),
    below: toImage(patterns.below),
    modulePixels: patterns.modulePixels * scale,
  };
}
