/** The sign of an issuer: its letter, and the contrast of its tile in every hue. */
import { describe, expect, it } from 'vitest';

import { contrast } from '../../src/core/brand-colours.ts';
import { LETTER, letterOf, TILES } from '../../src/ui/components/monogram.ts';

/** Linear sRGB of a colour in OKLCH, by the matrices of CSS Color 4 §9. */
function linearOf(lightness: number, chroma: number, hue: number): readonly number[] {
  const a = chroma * Math.cos((hue * Math.PI) / 180);
  const b = chroma * Math.sin((hue * Math.PI) / 180);
  const l = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const m = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const s = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3;
  return [
    4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s,
    -1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s,
    -0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s,
  ];
}

function written(linear: readonly number[]): string {
  const bytes = linear.map((part) => {
    const value = part <= 0.0031308 ? 12.92 * part : 1.055 * part ** (1 / 2.4) - 0.055;
    return Math.round(Math.min(1, Math.max(0, value)) * 255);
  });
  return `#${bytes.map((byte) => byte.toString(16).padStart(2, '0')).join('')}`;
}

const HUES = Array.from({ length: 360 }, (_, hue) => hue);

it('knows OKLCH as CSS does', () => {
  // Red, green and blue of sRGB (CSS Color 4).
  expect(written(linearOf(0.62796, 0.25768, 29.234))).toBe('#ff0000');
  expect(written(linearOf(0.86644, 0.29483, 142.495))).toBe('#00ff00');
  expect(written(linearOf(0.45201, 0.31321, 264.052))).toBe('#0000ff');
});

describe.each(['light', 'dark'] as const)('a tile in the %s scheme', (scheme) => {
  const { lightness, chroma } = TILES[scheme];

  it('keeps its letter readable in every hue', () => {
    const low = HUES.filter(
      (hue) => contrast(LETTER, written(linearOf(lightness, chroma, hue))) < 4.5,
    );
    expect(low).toEqual([]);
  });

  it('is a colour that every screen has, in every hue', () => {
    const beyond = HUES.filter((hue) =>
      linearOf(lightness, chroma, hue).some((part) => part < -0.001 || part > 1.001),
    );
    expect(beyond).toEqual([]);
  });
});

it.each([
  ['Northwind Bank', 'N'],
  ['contoso', 'C'],
  ['  „élan“ energie', 'É'],
  ['e\u0301lan', 'E\u0301'],
  ['3M', '3'],
  ['ßtraße', 'ß'],
  ['ǆabc', 'Ǆ'],
  ['北風銀行', '北'],
  ['بنك', 'ب'],
  ['\u{10428}', '\u{10400}'],
  ['🏦🏦', '🏦'],
  ['', ''],
])('“%s” has the letter “%s”', (name, letter) => {
  expect(letterOf(name)).toBe(letter);
});
