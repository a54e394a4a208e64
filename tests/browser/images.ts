/** Images as an issuer's page shows them, for tests that hold up pictures: loaded through Vite, which resolves what the symbology room imports. */
import { openModules } from '../run/modules.mjs';

import type * as image from '../../src/issuer/image.ts';

type Images = typeof image;
let images: Promise<Images> | undefined;

async function load(): Promise<Images> {
  const modules = await openModules();
  const loaded = await modules.load('/src/issuer/image.ts');
  await modules.close();
  return loaded as Images;
}

/** The SVG document that an issuer shows for a message. */
export async function messageImage(
  message: Uint8Array,
  kind: 'qr' | 'cryptogram' = 'qr',
): Promise<string> {
  images ??= load();
  const { messageSvg, messageCryptogramSvg } = await images;
  return kind === 'qr' ? messageSvg(message) : messageCryptogramSvg(message);
}

/** A mosaic in the geometry of docs/cryptogram.md §1 whose cells mean nothing to us, as other authenticators' images do; 8 CSS pixels a module. */
export function foreignImage(): string {
  const cells = 35;
  const colours = ['#fff', '#f00', '#0f0', '#00f'];
  let random = 1;
  const squares = Array.from({ length: cells * cells }, (_, i) => {
    random = (Math.imul(random, 1103515245) + 12345) >>> 0;
    const place = `x="${5 + (i % cells)}" y="${5 + Math.floor(i / cells)}"`;
    return `<rect ${place} width="1" height="1" fill="${colours[(random >>> 16) & 3]}"/>`;
  });
  const total = cells + 10;
  const square = (inset: number, fill: string) =>
    `<rect x="${inset}" y="${inset}" width="${total - 2 * inset}" height="${total - 2 * inset}" fill="${fill}"/>`;
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${total} ${total}" width="${8 * total}" shape-rendering="crispEdges">` +
    `${square(0, '#fff')}${square(2, '#000')}${square(4, '#fff')}${squares.join('')}</svg>`
  );
}
