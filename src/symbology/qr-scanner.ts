/** Reads QR codes, and nothing else, in a video's frames. */
import { isEven } from './evenness.ts';
import type { HalfSize } from './half-size.ts';
import { halfSize } from './half-size.ts';
import { createHints, hintOf } from './hints.ts';
import type { PixelImage } from './image.ts';
import { createQrLooks } from './qr-looks.ts';
import type { FrameResult } from './reader.ts';

/** A reader of one video's frames that knows QR codes alone (see createScanner in reader.ts). */
export function createQrScanner(): (image: PixelImage) => FrameResult {
  const steady = createHints();
  const lookForQr = createQrLooks();
  let half: HalfSize | undefined;
  return (image) => {
    half = halfSize(image, half);
    const qr = isEven(half.grey) ? {} : lookForQr(image, half.grey);
    if (qr.found !== undefined) return { found: { kind: 'qr', ...qr.found } };
    const hint = steady(hintOf(half.grey, undefined, qr));
    return hint === undefined ? {} : { hint };
  };
}
