/** Looks for QR codes in a video's frames: in each one by the next view of the ladder. */
import type { Luminance, PixelImage } from './image.ts';
import { luminance } from './image.ts';
import type { QrLook } from './qr-read.ts';
import { FRAME_RUNGS, look } from './qr-read.ts';

/** Looks at one video's frames, each given with its luminance at half size. */
export function createQrLooks(): (image: PixelImage, half: Luminance) => QrLook {
  let rung = 0;
  let buffer = new Uint8ClampedArray(0);
  return (image, half) => {
    const pixels = image.width * image.height;
    if (buffer.length < pixels) buffer = new Uint8ClampedArray(pixels);
    let full: Luminance | undefined;
    const grey = { full: () => (full ??= luminance(image, buffer)), half: () => half };
    return look(grey, FRAME_RUNGS[rung++ % FRAME_RUNGS.length]!);
  };
}
