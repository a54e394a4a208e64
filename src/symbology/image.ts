/**
 * Pictures as plain arrays: RGBA pixels as a canvas gives them, and the 8-bit luminance that the
 * readers look at.
 */

/** Anything shaped like ImageData: RGBA, 8 bits a channel, rows from the top. */
export interface PixelImage {
  readonly data: Uint8ClampedArray;
  readonly width: number;
  readonly height: number;
}

/** One byte a pixel, 0 black to 255 white, rows from the top. */
export interface Luminance {
  readonly data: Uint8ClampedArray;
  readonly width: number;
  readonly height: number;
}

/** A place in an image, in pixels from its top-left corner. */
export interface Point {
  readonly x: number;
  readonly y: number;
}

/**
 * The outline of a code: top-left, top-right, bottom-right, bottom-left as the code itself is
 * upright.
 */
export type Corners = readonly [Point, Point, Point, Point];

/**
 * The picture's pixels as 32-bit words: red is the lowest byte, on every processor that browsers
 * run on.
 */
export function packedPixels({ data, width, height }: PixelImage): Uint32Array {
  const bytes = data.byteOffset % 4 === 0 ? data : data.slice();
  return new Uint32Array(bytes.buffer, bytes.byteOffset, width * height);
}

/**
 * The luminance of a picture (BT.601 weights in 10-bit integers); `into` is reused when it is large
 * enough.
 */
export function luminance(image: PixelImage, into?: Uint8ClampedArray): Luminance {
  const { width, height } = image;
  const count = width * height;
  const grey = arrayOf(count, into);
  const pixels = packedPixels(image);
  for (let i = 0; i < count; i++) {
    const pixel = pixels[i]!;
    grey[i] =
      (306 * (pixel & 0xff) + 601 * ((pixel >>> 8) & 0xff) + 117 * ((pixel >>> 16) & 0xff) + 512) >>
      10;
  }
  return { data: grey, width, height };
}

/** An array of a length: the beginning of one that is there, where it is large enough. */
function arrayOf(length: number, into?: Uint8ClampedArray): Uint8ClampedArray {
  return into !== undefined && into.length >= length
    ? into.subarray(0, length)
    : new Uint8ClampedArray(length);
}

/** A rectangle of an image as an image of its own. */
export function crop(
  image: Luminance,
  left: number,
  top: number,
  width: number,
  height: number,
): Luminance {
  const data = new Uint8ClampedArray(width * height);
  for (let y = 0; y < height; y++) {
    const from = (top + y) * image.width + left;
    data.set(image.data.subarray(from, from + width), y * width);
  }
  return { data, width, height };
}

/** The image turned by 180°. */
export function turned(image: Luminance): Luminance {
  return { ...image, data: image.data.slice().reverse() };
}

/** The image's negative. */
export function inverted(image: Luminance): Luminance {
  const data = new Uint8ClampedArray(image.data.length);
  for (let i = 0; i < data.length; i++) data[i] = 255 - image.data[i]!;
  return { ...image, data };
}

/** The image at half its height, or half its width: each pixel the mean of two. */
export function squeezed(image: Luminance, way: 'height' | 'width'): Luminance {
  const width = way === 'width' ? image.width >> 1 : image.width;
  const height = way === 'height' ? image.height >> 1 : image.height;
  const data = new Uint8ClampedArray(width * height);
  const [across, down, next] = way === 'width' ? [2, 1, 1] : [1, 2, image.width];
  for (let y = 0, to = 0; y < height; y++) {
    let at = y * down * image.width;
    for (let x = 0; x < width; x++, at += across) {
      data[to++] = (image.data[at]! + image.data[at + next]! + 1) >> 1;
    }
  }
  return { data, width, height };
}

/** The image at half its size, each pixel the mean of four. */
export function halved(image: Luminance): Luminance {
  const width = image.width >> 1;
  const height = image.height >> 1;
  const data = new Uint8ClampedArray(width * height);
  for (let y = 0; y < height; y++) {
    let above = 2 * y * image.width;
    let below = above + image.width;
    for (let x = 0; x < width; x++, above += 2, below += 2) {
      data[y * width + x] =
        (image.data[above]! +
          image.data[above + 1]! +
          image.data[below]! +
          image.data[below + 1]! +
          2) >>
        2;
    }
  }
  return { data, width, height };
}

/**
 * The image at `scale` times its size, interpolated between its pixels (for scales from ½ to 2);
 * `into` is reused when it is large enough.
 */
export function scaled(image: Luminance, scale: number, into?: Uint8ClampedArray): Luminance {
  const width = Math.max(1, Math.floor(image.width * scale));
  const height = Math.max(1, Math.floor(image.height * scale));
  const data = arrayOf(width * height, into);
  const columns = taps(width, image.width, scale);
  const rows = taps(height, image.height, scale);
  // Each row of the result is one of these, at the image's width, before its pixels are mixed.
  const mixed = new Uint16Array(image.width);
  for (let y = 0; y < height; y++) {
    mixRows(
      image,
      rows.first[y]! * image.width,
      rows.second[y]! * image.width,
      rows.weight[y]!,
      mixed,
    );
    mixColumns(mixed, columns, data, y * width);
  }
  return { data, width, height };
}

/** Two rows mixed, the second one by its weight in 1/256, to 16 bits a pixel. */
function mixRows(
  { data, width }: Luminance,
  first: number,
  second: number,
  weight: number,
  to: Uint16Array,
): void {
  const rest = 256 - weight;
  for (let x = 0; x < width; x++) to[x] = data[first + x]! * rest + data[second + x]! * weight;
}

/** Neighbours in a row mixed, to 8 bits a pixel from `at` on. */
function mixColumns(
  row: Uint16Array,
  { first, second, weight }: Taps,
  to: Uint8ClampedArray,
  at: number,
): void {
  for (let x = 0; x < first.length; x++) {
    const v = weight[x]!;
    to[at + x] = (row[first[x]!]! * (256 - v) + row[second[x]!]! * v + 32768) >> 16;
  }
}

interface Taps {
  readonly first: Int32Array;
  readonly second: Int32Array;
  readonly weight: Int32Array;
}

/**
 * For each pixel of one axis: the two source pixels that it lies between and the second one's
 * weight in 1/256.
 */
function taps(length: number, source: number, scale: number): Taps {
  const first = new Int32Array(length);
  const second = new Int32Array(length);
  const weight = new Int32Array(length);
  for (let i = 0; i < length; i++) {
    const at = Math.min(source - 1, Math.max(0, (i + 0.5) / scale - 0.5));
    first[i] = Math.floor(at);
    second[i] = Math.min(source - 1, first[i]! + 1);
    weight[i] = Math.round((at - first[i]!) * 256);
  }
  return { first, second, weight };
}

/** The luminance between four pixels; `undefined` outside the image. */
export function valueAt(
  { data, width, height }: Luminance,
  x: number,
  y: number,
): number | undefined {
  const px = x - 0.5;
  const py = y - 0.5;
  if (!(px >= 0 && py >= 0 && px < width - 1 && py < height - 1)) return undefined;
  const column = px | 0;
  const row = py | 0;
  const u = px - column;
  const v = py - row;
  const at = row * width + column;
  const above = data[at]! * (1 - u) + data[at + 1]! * u;
  const below = data[at + width]! * (1 - u) + data[at + width + 1]! * u;
  return above * (1 - v) + below * v;
}

/** Returns true if any pixel lets something through. */
export function isTransparent({ data }: PixelImage): boolean {
  for (let at = 3; at < data.length; at += 4) if (data[at]! < 255) return true;
  return false;
}

/** The picture on an even ground, 0 black to 255 white. */
export function onGround({ data, width, height }: PixelImage, ground: number): PixelImage {
  const opaque = new Uint8ClampedArray(data.length);
  for (let at = 0; at < data.length; at += 4) {
    const alpha = data[at + 3]! / 255;
    for (let c = at; c < at + 3; c++) opaque[c] = ground + (data[c]! - ground) * alpha;
    opaque[at + 3] = 255;
  }
  return { data: opaque, width, height };
}

/** The picture's negative in every colour. */
export function negative(image: PixelImage): PixelImage {
  const changed = packedPixels(image).map((pixel) => (pixel ^ 0xffffff) | 0xff000000);
  // An ImageData's sides are not its own properties: spreading it would lose them.
  const { width, height } = image;
  return { data: new Uint8ClampedArray(changed.buffer), width, height };
}

/** Light and dark exchanged, hues kept: what dark modes do to a page. */
export function relit({ data, width, height }: PixelImage): PixelImage {
  const changed = new Uint8ClampedArray(data.length);
  for (let at = 0; at < data.length; at += 4) {
    const [red, green, blue] = [data[at]!, data[at + 1]!, data[at + 2]!];
    const shift = 255 - Math.max(red, green, blue) - Math.min(red, green, blue);
    changed[at] = red + shift;
    changed[at + 1] = green + shift;
    changed[at + 2] = blue + shift;
    changed[at + 3] = 255;
  }
  return { data: changed, width, height };
}
