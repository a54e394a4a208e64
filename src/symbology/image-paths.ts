/**
 * Lays out images of codes as paths whose units are modules, quiet zone included, for whatever
 * draws them on white.
 */
import { BLUE, BORDER, FRAME, GREEN, QUIET, RED } from './cryptogram-layout.ts';

/** White modules around a QR code (ISO/IEC 18004 §9.1). */
export const QUIET_ZONE = 4;

/** A square drawing of `modules` × `modules`. */
export interface ImagePaths {
  readonly modules: number;
  /** SVG path data (SVG 1.1 §8.3), each with its colour. */
  readonly paths: readonly { readonly fill: string; readonly d: string }[];
}

const BLACK = '#000';
const FILLS = [
  [RED, '#f00'],
  [GREEN, '#0f0'],
  [BLUE, '#00f'],
] as const;

/** Draws a QR code of `size` × `size` modules, 1 black. */
export function qrPaths(size: number, modules: ArrayLike<number>): ImagePaths {
  const d = runs(size, QUIET_ZONE, (cell) => modules[cell] === 1);
  return { modules: size + 2 * QUIET_ZONE, paths: [{ fill: BLACK, d }] };
}

/** Draws a cryptogram of `size` × `size` cells, one path a colour (docs/cryptogram.md §1). */
export function cryptogramPaths(size: number, cells: ArrayLike<number>): ImagePaths {
  const modules = size + 2 * BORDER;
  const outer = modules - 2 * QUIET;
  const inner = outer - 2 * FRAME;
  const frame =
    `M${QUIET} ${QUIET}h${outer}v${outer}h-${outer}z` +
    `m${FRAME} ${FRAME}v${inner}h${inner}v-${inner}z`;
  const squares = FILLS.map(([colour, fill]) => ({
    fill,
    d: runs(size, BORDER, (cell) => cells[cell] === colour),
  }));
  return { modules, paths: [{ fill: BLACK, d: frame }, ...squares] };
}

/**
 * Returns one path over all chosen cells of a `size` × `size` grid that begins at (`offset`,
 * `offset`): a rectangle for each horizontal run.
 */
function runs(size: number, offset: number, chosen: (cell: number) => boolean): string {
  let path = '';
  for (let y = 0; y < size; y++) {
    for (let x = 0; x < size; x++) {
      if (!chosen(y * size + x)) continue;
      const start = x;
      while (x < size && chosen(y * size + x)) x++;
      path += `M${start + offset} ${y + offset}h${x - start}v1h${start - x}z`;
    }
  }
  return path;
}
