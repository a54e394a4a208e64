/** A message in the forms in which a site shows it: as an image of either kind to scan, as text to copy, as a link to tap (docs/protocol.md §1). */
import { toLink, toPastedText, toQrText } from '../core/codec/message-text.ts';
import { cryptogramSvg, qrSvg } from '../symbology/svg.ts';
import type { SvgOptions } from '../symbology/svg.ts';

/** The message's QR code as one SVG element, white ground and quiet zone included: show it at 300 CSS pixels or more. */
export function messageSvg(message: Uint8Array, options: SvgOptions = {}): string {
  return qrSvg(toQrText(message), options);
}

/** The same message as a colour cryptogram (docs/cryptogram.md), one SVG element with its own white ground: six CSS pixels a module or more. */
export function messageCryptogramSvg(message: Uint8Array, options: SvgOptions = {}): string {
  return cryptogramSvg(message, options);
}

/** Text for the authenticator's "Paste a code". */
export function messageText(message: Uint8Array): string {
  return toPastedText(message);
}

/**
 * A link that opens the authenticator at `base` (its address) with a first message, for a page on the same phone.
 * @throws TesseraError FIRST_EXPECTED for a second message: a browser's history keeps links.
 */
export function messageLink(base: string, message: Uint8Array): string {
  return toLink(base, message);
}
