/** Drawing for the tests: a seeded random source, white sheets, and images pasted on them. */
import type { PixelImage } from '../../src/symbology/image.ts';

const BASE45 = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:';

/** Numbers in [0, 1) from a seed (mulberry32). */
export function random(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** `TES1:` and that many symbols of Base45. */
export function base45Text(length: number, seed: number): string {
  const next = random(seed);
  return 'TES1:' + Array.from({ length }, () => BASE45[Math.floor(next() * 45)]).join('');
}

/** That many bytes from a seed. */
export function bytes(length: number, seed: number): Uint8Array {
  const next = random(seed);
  return Uint8Array.from({ length }, () => Math.floor(next() * 256));
}

/** A blank picture of one grey, white unless told. */
export function sheet(width: number, height: number, grey = 255): PixelImage {
  const data = new Uint8ClampedArray(width * height * 4).fill(grey);
  return { data, width, height };
}

/** Draws `image` on `ground` with its top-left corner at (left, top). */
export function paste(ground: PixelImage, image: PixelImage, left: number, top: number): void {
  for (let y = 0; y < image.height; y++) {
    const row = image.data.subarray(y * image.width * 4, (y + 1) * image.width * 4);
    ground.data.set(row, ((top + y) * ground.width + left) * 4);
  }
}

/** The image as a mirror shows it. */
export function mirrored({ data, width, height }: PixelImage): PixelImage {
  const pixels = new Uint32Array(data.slice().buffer);
  for (let row = 0; row < width * height; row += width) pixels.subarray(row, row + width).reverse();
  return { data: new Uint8ClampedArray(pixels.buffer), width, height };
}
