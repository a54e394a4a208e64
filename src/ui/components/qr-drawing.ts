/** A QR symbol as one path of SVG (SVG 2 §9.3), and the size at which its modules are sharp. */
import type { BitMatrix } from '../../core/view.ts';

/** The white margin that ISO/IEC 18004 §9.1 asks for, in modules. */
const QUIET_ZONE = 4;
/** CSS pixels of the picture's side: what a webcam reads at arm's length, and more than enough. */
const SMALLEST_SIDE = 240;
const LARGEST_SIDE = 360;
/** CSS pixels that stay free above and below where the window is low. */
const AROUND = 32;

/** Returns the side of the picture with its quiet zone, in modules, and the dark ones as a path. */
export function drawModules({ size, modules }: BitMatrix): {
  readonly box: number;
  readonly path: string;
} {
  let path = '';
  for (let y = 0; y < size; y++) {
    for (let x = 0; x < size;) {
      const start = x;
      while (x < size && modules[y * size + x] === 1) x++;
      const length = x - start;
      if (length > 0) path += `M${start + QUIET_ZONE} ${y + QUIET_ZONE}h${length}v1h-${length}z`;
      else x++;
    }
  }
  return { box: size + 2 * QUIET_ZONE, path };
}

/**
 * Returns the picture's side in CSS pixels for `box` modules: as large as the window and `largest`
 * allow, with whole device pixels a module, so that none is blurred.
 */
export function sideOf(
  box: number,
  window: { innerWidth: number; innerHeight: number; devicePixelRatio: number },
  largest = LARGEST_SIDE,
): number {
  const { innerWidth, innerHeight, devicePixelRatio } = window;
  const room = Math.max(
    SMALLEST_SIDE,
    Math.min(largest, innerWidth, Math.max(innerHeight - AROUND, 0)),
  );
  const pixels = Math.max(1, Math.floor((room * devicePixelRatio) / box));
  return (pixels * box) / devicePixelRatio;
}
