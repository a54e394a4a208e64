/**
 * Derives the brand's colours for light and dark ground with enough contrast (WCAG 2.2, relative
 * luminance, 1.4.3).
 */

type Rgb = readonly [number, number, number];

/** The darkest of the light grounds. */
export const LIGHT_GROUNDS = ['#e6ebe9'] as const;
/** The lightest one, and a surface where most light falls on it. */
export const DARK_GROUNDS = ['#1f2c2a', '#283432'] as const;
export const WHITE = '#ffffff';
const BLACK = '#06120f';
/** A little more than the 4.5 of WCAG 1.4.3. */
const ENOUGH = 4.8;

/** `#rrggbb` as three numbers 0–255; throws RangeError for anything else. */
export function parseColour(hex: string): Rgb {
  const match = /^#([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})$/iu.exec(hex);
  if (!match) throw new RangeError('a colour is written #rrggbb');
  return [1, 2, 3].map((i) => Number.parseInt(match[i] ?? '', 16)) as unknown as Rgb;
}

function writeColour(rgb: Rgb): string {
  return `#${rgb.map((c) => Math.round(c).toString(16).padStart(2, '0')).join('')}`;
}

function luminance(rgb: Rgb): number {
  const [r, g, b] = rgb.map((c) => {
    const s = c / 255;
    return s <= 0.04045 ? s / 12.92 : ((s + 0.055) / 1.055) ** 2.4;
  }) as unknown as Rgb;
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

/** Contrast ratio of two colours, 1–21. */
export function contrast(a: string, b: string): number {
  const [x, y] = [luminance(parseColour(a)), luminance(parseColour(b))];
  return (Math.max(x, y) + 0.05) / (Math.min(x, y) + 0.05);
}

/** A step of the way from one colour to another, 0–1. */
function mix(from: string, to: string, part: number): string {
  const [a, b] = [parseColour(from), parseColour(to)];
  return writeColour(a.map((c, i) => c + ((b[i] ?? 0) - c) * part) as unknown as Rgb);
}

/** The colour itself, or as near to it as stays readable on every ground. */
function readable(colour: string, grounds: readonly string[], towards: string): string {
  for (let part = 0; part < 1; part += 0.02) {
    const candidate = mix(colour, towards, part);
    if (grounds.every((ground) => contrast(candidate, ground) >= ENOUGH)) return candidate;
  }
  return towards;
}

/** Text on a fill: the better of white and near-black. */
export function textOn(fill: string): string {
  return contrast(WHITE, fill) >= contrast(BLACK, fill) ? WHITE : BLACK;
}

/** The custom properties for a brand colour `#rrggbb`. */
export function brandProperties(colour: string): ReadonlyMap<string, string> {
  const light = readable(colour, LIGHT_GROUNDS, BLACK);
  const dark = readable(colour, DARK_GROUNDS, WHITE);
  return new Map([
    ['--brand-on-light', light],
    ['--brand-ink-on-light', light],
    ['--on-brand-on-light', textOn(light)],
    ['--brand-pressed-on-light', mix(light, BLACK, 0.3)],
    // A wall in the brand's colour, whatever the scheme: white is readable on it.
    ['--brand-deep-anywhere', readable(mix(colour, BLACK, 0.35), [WHITE], BLACK)],
    ['--brand-on-dark', dark],
    ['--brand-ink-on-dark', dark],
    ['--on-brand-on-dark', textOn(dark)],
    ['--brand-pressed-on-dark', mix(dark, WHITE, 0.3)],
  ]);
}
