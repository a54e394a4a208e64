/**
 * A message in the forms in which a site shows it: as an image of either kind to scan (SVG, PNG,
 * bare modules), as text to copy, as a link to tap (docs/protocol.md §1, docs/cryptogram.md).
 */
import { toLink, toPastedText, toQrText } from '../core/codec/message-text.ts';
import { encodeCryptogram } from '../symbology/cryptogram-encode.ts';
import type { ColourGrid } from '../symbology/cryptogram-layout.ts';
import { cryptogramPixels } from '../symbology/cryptogram-write.ts';
import { writePng } from '../symbology/png.ts';
import type { QrMatrix } from '../symbology/qr-write.ts';
import { qrMatrix, qrPixels } from '../symbology/qr-write.ts';
import type { SvgOptions } from '../symbology/svg.ts';
import { cryptogramSvg, qrSvg } from '../symbology/svg.ts';
import {
  checkAll,
  checkBytes,
  checkForm,
  checkGraphic,
  checkObject,
  checkOptional,
  checkWhole,
} from './check.ts';

/** How a PNG file is drawn. */
export interface PngOptions {
  /** Pixels a module, a whole number from 1 to 100. Default: 6. */
  readonly scale?: number;
}

const DEFAULT_SCALE = 6;
const MAX_SCALE = 100;
/** Longest side of an image, in CSS pixels. */
const MAX_SIZE_PX = 100_000;

/**
 * Writes the message's QR code as one SVG element, with a white ground and quiet zone. Show it at
 * 300 CSS pixels or more.
 * @throws ArgumentError
 */
export function messageSvg(message: Uint8Array, options: SvgOptions = {}): string {
  checkSvg(message, options);
  return qrSvg(toQrText(message), options);
}

/**
 * Writes the message's colour cryptogram as one SVG element with a white ground. Show it at six
 * CSS pixels a module or more.
 * @throws ArgumentError
 * @see docs/cryptogram.md
 */
export function messageCryptogramSvg(message: Uint8Array, options: SvgOptions = {}): string {
  checkSvg(message, options);
  return cryptogramSvg(message, options);
}

/**
 * Writes the message's QR code with its white quiet zone as a PNG file, for places that show no
 * SVG.
 * @throws ArgumentError (as a rejection)
 */
export async function messagePng(
  message: Uint8Array,
  options: PngOptions = {},
): Promise<Uint8Array> {
  return writePng(qrPixels(toQrText(message), scaleOf(message, options)));
}

/**
 * Writes the message's colour cryptogram with its white ground as a PNG file.
 * @throws ArgumentError (as a rejection)
 * @see docs/cryptogram.md
 */
export async function messageCryptogramPng(
  message: Uint8Array,
  options: PngOptions = {},
): Promise<Uint8Array> {
  return writePng(cryptogramPixels(message, scaleOf(message, options)));
}

/**
 * Returns the modules of the message's QR code without quiet zone: leave four white modules around
 * them.
 * @throws ArgumentError
 */
export function messageMatrix(message: Uint8Array): QrMatrix {
  checkBytes('message', message);
  return qrMatrix(toQrText(message));
}

/**
 * Returns the colours of the message's cryptogram without frame and quiet zone: 0 white, 1 red,
 * 2 green, 3 blue.
 * @throws ArgumentError
 * @see docs/cryptogram.md §1
 */
export function messageCryptogramGrid(message: Uint8Array): ColourGrid {
  checkBytes('message', message);
  return encodeCryptogram(message);
}

/**
 * Writes the message as text for the authenticator's "Paste a code".
 * @throws ArgumentError
 */
export function messageText(message: Uint8Array): string {
  checkBytes('message', message);
  return toPastedText(message);
}

/**
 * Writes a link that opens the authenticator at `base` (its address) with a first message, for a
 * page on the same phone.
 * @throws TesseraError FIRST_EXPECTED for another message: a browser's history keeps links;
 * OUT_OF_RANGE
 */
export function messageLink(base: string, message: Uint8Array): string {
  checkAll(
    () => checkForm('base', base, (text) => text !== '', 'a URL'),
    () => checkBytes('message', message),
  );
  return toLink(base, message);
}

function checkSvg(message: Uint8Array, options: SvgOptions): void {
  checkAll(
    () => checkBytes('message', message),
    () => {
      checkObject('options', options);
      const { size, label } = options;
      checkAll(
        () => checkOptional('size', size, (field, px) => checkWhole(field, px, 1, MAX_SIZE_PX)),
        () => checkOptional('label', label, checkGraphic),
      );
    },
  );
}

function scaleOf(message: Uint8Array, options: PngOptions): number {
  checkAll(
    () => checkBytes('message', message),
    () => {
      checkObject('options', options);
      checkOptional('scale', options.scale, (field, scale) =>
        checkWhole(field, scale, 1, MAX_SCALE),
      );
    },
  );
  return options.scale ?? DEFAULT_SCALE;
}
