/**
 * Renders images as SVG: sharp at every size, on white of their own, so that a dark page does not
 * change the quiet zone.
 */
import { encodeCryptogram } from './cryptogram-encode.ts';
import type { ImagePaths } from './image-paths.ts';
import { cryptogramPaths, qrPaths } from './image-paths.ts';
import type { Correction } from './qr-write.ts';
import { qrMatrix } from './qr-write.ts';

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
  return svg(qrPaths(size, modules), options);
}

/**
 * Renders a message's colour cryptogram, its quiet zone included, as one SVG element: one path a
 * colour.
 */
export function cryptogramSvg(payload: Uint8Array, options: SvgOptions = {}): string {
  const { size, cells } = encodeCryptogram(payload);
  return svg(cryptogramPaths(size, cells), options);
}

/** The square SVG around paths; what is black needs no colour. */
function svg({ modules, paths }: ImagePaths, { size, label }: SvgOptions): string {
  const shapes = paths.map(
    ({ fill, d }) => `<path${fill === '#000' ? '' : ` fill="${fill}"`} d="${d}"/>`,
  );
  const width = size === undefined ? '' : ` width="${size}" height="${size}"`;
  const name = label === undefined ? '' : ` role="img" aria-label="${escaped(label)}"`;
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${modules} ${modules}"${width}${name} shape-rendering="crispEdges">` +
    `<path fill="#fff" d="M0 0h${modules}v${modules}H0z"/>${shapes.join('')}</svg>`
  );
}

function escaped(text: string): string {
  return text.replace(/[&<>"]/g, (symbol) => `&#${symbol.charCodeAt(0)};`);
}
