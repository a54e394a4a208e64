/**
 * The rehearsal of a reader of QR codes: reads an image of its own until the engine has compiled
 * the way, since the first reading of a visit takes ten times as long as a later one.
 */
import type { Luminance } from './image.ts';
import { readQrGrid } from './qr-grid.ts';
import { look } from './qr-read.ts';
import { greyOf } from './qr-views.ts';

/** After this many readings another one gains little (`npm run bench camera`). */
const REHEARSALS = 10;

/** A QR code of version 3, its modules row by row, eight a byte, 1 is dark. */
const SIZE = 29;
const MODULES =
  '/pcT/BDJkG6dXLt12pXbqm6uwXsZB/qqr+AclwCLlSfOj9Lt+fbCyYpflIpqjIqSxUvr7RRMFYYEad+XSS7KGCTGj8OqYwgkriXF/ABPhHv6B+uwTW8Zut6/3dGIsq6RFEcE6r5v64g4AA==';

/** Pixels a module of each rehearsal's image. */
export const MODULE_PIXELS = 6;
const MARGIN = 4;
/** From the code's edge to the middle of a finder pattern, in modules. */
const CENTRE = 3.5;

let qr: Luminance | undefined;

/** Reads the code by the library and by our own grid. @returns its text, the same each time. */
export function rehearseQr(): string | undefined {
  qr ??= paint();
  const near = (MARGIN + CENTRE) * MODULE_PIXELS;
  const far = (MARGIN + SIZE - CENTRE) * MODULE_PIXELS;
  for (const rung of [0, 1]) look(greyOf(qr), rung);
  return readQrGrid(qr, {
    corner: { x: near, y: near },
    right: { x: far, y: near },
    below: { x: near, y: far },
    modulePixels: MODULE_PIXELS,
  })?.text;
}

/** Runs rehearsals, one a task, so that a frame never waits for more than one. */
export function prepare(rehearse: () => void, left = REHEARSALS): void {
  if (left === 0) return;
  setTimeout(() => {
    rehearse();
    prepare(rehearse, left - 1);
  });
}

function paint(): Luminance {
  const bits = atob(MODULES);
  const width = (SIZE + 2 * MARGIN) * MODULE_PIXELS;
  const data = new Uint8ClampedArray(width * width).fill(255);
  for (let y = 0; y < SIZE * MODULE_PIXELS; y++) {
    for (let x = 0; x < SIZE * MODULE_PIXELS; x++) {
      const module = Math.floor(y / MODULE_PIXELS) * SIZE + Math.floor(x / MODULE_PIXELS);
      if (((bits.charCodeAt(module >> 3) << (module & 7)) & 0x80) === 0) continue;
      data[(y + MARGIN * MODULE_PIXELS) * width + x + MARGIN * MODULE_PIXELS] = 0;
    }
  }
  return { data, width, height: width };
}
