/** Cuts a part out of a picture, at its size or smaller. */
import type { PixelImage } from './image.ts';
import type { Rectangle } from './rectangle.ts';

/**
 * The part with its sides multiplied by `scale`, at most 1: each pixel the mean of those it covers.
 */
export function partOf(image: PixelImage, part: Rectangle, scale: number): PixelImage {
  return scale === 1 ? cut(image, part) : shrink(image, part, scale);
}

function cut(image: PixelImage, { left, top, width, height }: Rectangle): PixelImage {
  if (width === image.width && height === image.height) return image;
  const data = new Uint8ClampedArray(width * height * 4);
  for (let y = 0; y < height; y++) {
    const from = ((top + y) * image.width + left) * 4;
    data.set(image.data.subarray(from, from + width * 4), y * width * 4);
  }
  return { data, width, height };
}

function shrink(image: PixelImage, part: Rectangle, scale: number): PixelImage {
  const width = Math.max(1, Math.round(part.width * scale));
  const height = Math.max(1, Math.round(part.height * scale));
  const data = new Uint8ClampedArray(width * height * 4);
  for (let y = 0; y < height; y++) {
    const top = part.top + Math.floor((y * part.height) / height);
    const bottom = part.top + Math.max(1, Math.floor(((y + 1) * part.height) / height));
    for (let x = 0; x < width; x++) {
      const left = part.left + Math.floor((x * part.width) / width);
      const right = part.left + Math.max(1, Math.floor(((x + 1) * part.width) / width));
      average(image, { left, top, width: right - left, height: bottom - top }, data, y * width + x);
    }
  }
  return { data, width, height };
}

/** The mean of a rectangle's pixels, to one pixel. */
function average(
  { data, width }: PixelImage,
  covered: Rectangle,
  to: Uint8ClampedArray,
  pixel: number,
): void {
  for (let c = 0; c < 4; c++) {
    let sum = 0;
    for (let y = covered.top; y < covered.top + covered.height; y++) {
      const row = (y * width + covered.left) * 4 + c;
      for (let at = row; at < row + covered.width * 4; at += 4) sum += data[at]!;
    }
    to[pixel * 4 + c] = sum / (covered.width * covered.height);
  }
}
