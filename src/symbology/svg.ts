/**
 * Renders images as SVG: sharp at every size, on white of their own, so that a dark page does not
 * change the quiet zone.
 */
import { encodeCryptogram } from './cryptogram-encode.ts';
import { BLUE, BORDER, FRAME, GREEN, QUIET, RED } from './cryptogram-layout.ts';
import type { Correction } from './qr-write.ts';
import { qrMatrix, QUIET_ZONE } from './qr-write.ts';

/** How an SVG document is shown. */
export interface SvgOptions {
  /** Width and height in CSS pixels; without it the image fills what contains it. */
  readonly size?: number;
  /** What a screen reader calls the image. */
  readonly label?: string;
}

/** A text's QR code, its quiet zone of four modules included, as one SVG element. */
export function qrSvg(
  text: string,
  options: SvgOptions & { readonly correction?: Correction } = {},
): string {
  const { size, modules } = qrMatrix(text, options.correction);
  const path = runs(size, QUIET_ZONE, (cell) => modules[cell] === 1);
  return svg(size + 2 * QUIET_ZONE, `<path d="${path}"/>`, options);
}

/**
 * Renders a message's colour cryptogram, its quiet zone included, as one SVG element: one path a
 * colour.
 */
export function cryptogramSvg(payload: Uint8Array, options: SvgOptions = {}): string {
  const { size, cells } = encodeCryptogram(payload);
  const modules = size + 2 * BORDER;
  const outer = modules - 2 * QUIET;
  const inner = outer - 2 * FRAME;
  const frame =
    `<path d="M${QUIET} ${QUIET}h${outer}v${outer}h-${outer}z` +
    `m${FRAME} ${FRAME}v${inner}h${inner}v-${inner}z"/>`;
  const squares = [RED, GREEN, BLUE].map((colour, i) => {
    const fill = ['#f00', '#0f0', '#00f'][i]!;
    return `<path fill="${fill}" d="${runs(size, BORDER, (cell) => cells[cell] === colour)}"/>`;
  });
  return svg(modules, frame + squares.join(''), options);
}

/** The square SVG of `modules` × `modules` around shapes drawn in module units. */
function svg(modules: number, shapes: string, { size, label }: SvgOptions): string {
  const width = size === undefined ? '' : ` width="${size}" height="${size}"`;
  const name = label === undefined ? '' : ` role="img" aria-label="${escaped(label)}"`;
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${modules} ${modules}"${width}${name} shape-rendering="crispEdges">` +
    `<path fill="#fff" d="M0 0h${modules}v${modules}H0z"/>${shapes}</svg>`
  );
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

function escaped(text: string): string {
  return text.replace(/[&<>"]/g, (symbol) => `&#${symbol.charCodeAt(0)};`);
}
