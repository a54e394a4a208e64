/** Writing QR codes (ISO/IEC 18004): a text as modules, and as pixels. */
import type { PixelImage } from './image.ts';
import { QUIET_ZONE } from './image-paths.ts';
import type { Correction, QrMatrix } from './zxing-write.ts';
import { encodeQr } from './zxing-write.ts';

export type { Correction, QrMatrix } from './zxing-write.ts';

/**
 * The smallest QR symbol that holds a text, error correction level M unless told; WriterException
 * when none does.
 */
export function qrMatrix(text: string, correction: Correction = 'M'): QrMatrix {
  return encodeQr(text, correction);
}

/** A text's QR code with its quiet zone as black and white pixels, `scale` pixels a module. */
export function qrPixels(text: string, scale = 4, correction: Correction = 'M'): PixelImage {
  const { size, modules } = qrMatrix(text, correction);
  const side = (size + 2 * QUIET_ZONE) * scale;
  const data = new Uint8ClampedArray(side * side * 4).fill(255);
  for (let y = 0; y < size * scale; y++) {
    for (let x = 0; x < size * scale; x++) {
      if (modules[Math.floor(y / scale) * size + Math.floor(x / scale)] === 0) continue;
      const at = ((y + QUIET_ZONE * scale) * side + x + QUIET_ZONE * scale) * 4;
      data.fill(0, at, at + 3);
    }
  }
  return { data, width: side, height: side };
}
