/** Images as an issuer's page shows them, for tests that show pictures. */
import type { Page } from '@playwright/test';

import { toQrText } from '../../../src/core/codec/message-text.ts';
import { messageCryptogramSvg, messageSvg } from '../../../src/issuer/render.ts';
import { writePng } from '../../../src/symbology/png.ts';
import { qrPixels } from '../../../src/symbology/qr-write.ts';
import { paste, sheet } from '../../symbology/pictures.ts';

/** The SVG document that an issuer shows for a message. */
export async function messageImage(
  message: Uint8Array,
  kind: 'qr' | 'cryptogram' = 'qr',
): Promise<string> {
  return kind === 'qr' ? messageSvg(message) : messageCryptogramSvg(message);
}

/**
 * A mosaic in the geometry of docs/cryptogram.md §1 whose cells have no meaning here, as in other
 * authenticators' images; 8 CSS pixels a module.
 */
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

/** Pixels of a picture of codes: a code with its quiet zone has room in a square of 400. */
const PICTURE = { edges: 60, height: 460, grey: 221 };
const MARGIN = 40;
const PITCH = 420;
const MODULE_PIXELS = 5;

/** A PNG of QR codes side by side, as a screenshot would hold them. */
export async function picture(messages: readonly Uint8Array[]): Promise<Buffer> {
  const ground = sheet(PICTURE.edges + PITCH * messages.length, PICTURE.height, PICTURE.grey);
  for (const [i, message] of messages.entries())
    paste(ground, qrPixels(toQrText(message), MODULE_PIXELS), MARGIN + i * PITCH, MARGIN);
  return Buffer.from(await writePng(ground));
}

/** As a person drags a picture onto the page. */
export async function drop(page: Page, png: Buffer): Promise<void> {
  await page.evaluate((source) => {
    const bytes = Uint8Array.from(atob(source), (character) => character.charCodeAt(0));
    const dataTransfer = new DataTransfer();
    dataTransfer.items.add(new File([bytes], 'picture.png', { type: 'image/png' }));
    document.body.dispatchEvent(
      new DragEvent('drop', { dataTransfer, bubbles: true, cancelable: true }),
    );
  }, png.toString('base64'));
}
