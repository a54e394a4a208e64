/**
 * Entry `@tessera-auth/issuer/symbology`: a message as SVG, as PNG, as modules, as text and as a
 * link.
 */
export type { ColourGrid } from '../../symbology/cryptogram-layout.ts';
export type { QrMatrix } from '../../symbology/qr-write.ts';
export type { SvgOptions } from '../../symbology/svg.ts';
export type { PngOptions } from '../render.ts';
export {
  messageCryptogramGrid,
  messageCryptogramPng,
  messageCryptogramSvg,
  messageLink,
  messageMatrix,
  messagePng,
  messageSvg,
  messageText,
} from '../render.ts';
