/**
 * Readings of QR codes as the tests and the bench want them: the text alone, or the finding alone.
 */
import type { Luminance, PixelImage } from '../../src/symbology/image.ts';
import { findQr } from '../../src/symbology/qr-read.ts';
import { findQrStill } from '../../src/symbology/qr-still.ts';
import type { Found } from '../../src/symbology/reader.ts';
import { createScanner } from '../../src/symbology/reader.ts';

/** One view's reading, as text. */
export function readQr(image: Luminance, rung: number): string | undefined {
  return findQr(image, rung)?.text;
}

/** The texts of all QR codes in a still picture, each once. */
export function readQrStill(image: Luminance): string[] {
  return findQrStill(image).map(({ text }) => text);
}

/** The scanner's findings, without its hints. */
export function createFrameReader(): (image: PixelImage) => Found | undefined {
  const scan = createScanner();
  return (image) => scan(image).found;
}
