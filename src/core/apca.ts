/**
 * The contrast of text by APCA, as `apca-w3` 0.1.9 computes it: constants 0.0.98G-4g of
 * https://github.com/Myndex/apca-w3. Given beside the ratio of WCAG 2, which overrates dark grounds.
 */
import { parseColour } from './brand-colours.ts';

const EXPONENT = 2.4;
const [RED, GREEN, BLUE] = [0.2126729, 0.7151522, 0.072175];
/** Below this luminance black is lifted, since screens glare. */
const BLACK_THRESHOLD = 0.022;
const BLACK_EXPONENT = 1.414;
const DARK_TEXT = { ground: 0.56, text: 0.57 };
const LIGHT_TEXT = { ground: 0.65, text: 0.62 };
const SCALE = 1.14;
const OFFSET = 0.027;
/** What differs less is 0. */
const LEAST_CONTRAST = 0.1;
const LEAST_DIFFERENCE = 0.0005;

function luminance(hex: string): number {
  const [r, g, b] = parseColour(hex);
  const part = (channel: number) => (channel / 255) ** EXPONENT;
  const y = RED * part(r) + GREEN * part(g) + BLUE * part(b);
  return y > BLACK_THRESHOLD ? y : y + (BLACK_THRESHOLD - y) ** BLACK_EXPONENT;
}

/**
 * Returns Lc of text on a ground, both `#rrggbb`: up to 106 for dark text on light ground, down to
 * -108 for light text on dark.
 */
export function apcaContrast(text: string, ground: string): number {
  const [t, g] = [luminance(text), luminance(ground)];
  if (Math.abs(g - t) < LEAST_DIFFERENCE) return 0;
  const powers = g > t ? DARK_TEXT : LIGHT_TEXT;
  const contrast = (g ** powers.ground - t ** powers.text) * SCALE;
  if (Math.abs(contrast) < LEAST_CONTRAST) return 0;
  return (contrast - Math.sign(contrast) * OFFSET) * 100;
}
