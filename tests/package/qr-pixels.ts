/** The pixels of a QR code that came as SVG: the ground white, each run of the one path black. */
import type { PixelImage } from '../../src/symbology/image.ts';

export function qrPixelsOf(svg: string, scale: number): PixelImage {
  const side = Number(/viewBox="0 0 (\d+) /.exec(svg)![1]) * scale;
  const pixels = new Uint32Array(side * side).fill(0xffffffff);
  for (const [, x, y, width] of svg.matchAll(/M(\d+) (\d+)h(\d+)v1h/g))
    for (let row = Number(y) * scale; row < (Number(y) + 1) * scale; row++) {
      const start = row * side + Number(x) * scale;
      pixels.fill(0xff000000, start, start + Number(width) * scale);
    }
  return { data: new Uint8ClampedArray(pixels.buffer), width: side, height: side };
}
