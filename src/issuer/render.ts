/** A message as pixels: PNG for e-mail-like places that show no SVG, and the bare modules for whoever draws by other means. */
import { toQrText } from '../core/codec/message-text.ts';
import type { ColourGrid } from '../symbology/cryptogram-layout.ts';
import { encodeCryptogram } from '../symbology/cryptogram-encode.ts';
import { cryptogramPixels } from '../symbology/cryptogram-write.ts';
import { writePng } from '../symbology/png.ts';
import { qrMatrix, qrPixels } from '../symbology/qr-write.ts';
import type { QrMatrix } from '../symbology/qr-write.ts';

export interface PngOptions {
  /** Pixels a module, a whole number. Default: 6. */
  readonly scale?: number;
}

/** The message's QR code, white quiet zone included, as a PNG file. */
export function messagePng(
  message: Uint8Array,
  { scale = 6 }: PngOptions = {},
): Promise<Uint8Array> {
  return writePng(qrPixels(toQrText(message), scale));
}

/** The message's colour cryptogram, its white ground included, as a PNG file. */
export function messageCryptogramPng(
  message: Uint8Array,
  { scale = 6 }: PngOptions = {},
): Promise<Uint8Array> {
  return writePng(cryptogramPixels(message, scale));
}

/** The modules of the message's QR code, without quiet zone: leave four modules of white around them. */
export function messageMatrix(message: Uint8Array): QrMatrix {
  return qrMatrix(toQrText(message));
}

/** The colours of the message's cryptogram (docs/cryptogram.md §1), without frame and quiet zone: 0 white, 1 red, 2 green, 3 blue. */
export function messageCryptogramGrid(message: Uint8Array): ColourGrid {
  return encodeCryptogram(message);
}
