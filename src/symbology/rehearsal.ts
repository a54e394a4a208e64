/** A decoder's rehearsal: reads an image of each kind, of its own (see qr-rehearsal.ts). */
import { createCryptogramReader } from './cryptogram-read.ts';
import { cryptogramPixels } from './cryptogram-write.ts';
import type { PixelImage } from './image.ts';
import { MODULE_PIXELS, rehearseQr } from './qr-rehearsal.ts';

/** A message of the smallest cryptogram: what it says does not matter. */
const MESSAGE = Uint8Array.from({ length: 40 }, (_, i) => 37 * i);

let cryptogram: PixelImage | undefined;

export interface Rehearsed {
  readonly text: string | undefined;
  readonly bytes: Uint8Array | undefined;
}

/**
 * Reads a code of each kind once, the QR code by the library and by our own grid. The first time
 * costs as much as a cold frame would, later ones a few milliseconds: for the time while a camera
 * starts.
 * @returns what was read, the same each time.
 */
export function rehearse(): Rehearsed {
  cryptogram ??= cryptogramPixels(MESSAGE, MODULE_PIXELS);
  return { text: rehearseQr(), bytes: createCryptogramReader()(cryptogram)?.bytes };
}
