import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { brandProperties, contrast, parseColour, textOn } from '../../src/core/brand-colours.ts';
import { tokens } from '../../src/ui/styles/tokens.ts';
import { runs } from '../chance.ts';

/** The custom properties of one scheme, as written in the tokens. */
function scheme(dark: boolean): ReadonlyMap<string, string> {
  const [light = '', night = ''] = tokens.cssText.split('@media (prefers-color-scheme: dark)', 2);
  return new Map(
    [...(dark ? night : light).matchAll(/(--[\w-]+): (#[0-9a-f]{6})/gu)].map((match) => [
      match[1] ?? '',
      match[2] ?? '',
    ]),
  );
}

/** A surface at its top, where the most light falls on it: `--glow`, which is white, over it. */
function lit(surface: string): string {
  const [, percent = ''] = /--glow: rgb\(255 255 255 \/ (\d+)%\)/u.exec(tokens.cssText) ?? [];
  const part = Number.parseInt(percent, 10) / 100;
  const lighter = parseColour(surface).map((c) => Math.round(c + (255 - c) * part));
  return `#${lighter.map((c) => c.toString(16).padStart(2, '0')).join('')}`;
}

describe('contrast', () => {
  it('agrees with published values of WCAG 2', () => {
    expect(contrast('#000000', '#ffffff')).toBeCloseTo(21, 5);
    expect(contrast('#777777', '#ffffff')).toBeCloseTo(4.48, 2);
    expect(contrast('#0000ff', '#ffffff')).toBeCloseTo(8.59, 2);
  });

  it('refuses what is not a colour', () => {
    expect(() => parseColour('teal')).toThrow(RangeError);
    expect(() => parseColour('#fff')).toThrow(RangeError);
  });
});

describe.each([
  ['light', false],
  ['dark', true],
] as const)('the %s tokens', (_name, dark) => {
  const colours = scheme(dark);
  const grounds = [
    ...['--ground', '--surface', '--sunken'].map((name) => colours.get(name) ?? ''),
    ...(dark ? [lit(colours.get('--surface') ?? '')] : []),
  ];

  it('keep text readable on every ground', () => {
    for (const text of ['--ink', '--ink-soft', '--well'])
      for (const ground of grounds)
        expect(contrast(colours.get(text) ?? '', ground)).toBeGreaterThanOrEqual(4.5);
    expect(
      contrast(colours.get('--alarm') ?? '', colours.get('--alarm-ground') ?? ''),
    ).toBeGreaterThanOrEqual(4.5);
    expect(
      contrast(colours.get('--ink') ?? '', colours.get('--care-ground') ?? ''),
    ).toBeGreaterThanOrEqual(4.5);
  });

  it('keep the sign of a notice visible', () => {
    expect(
      contrast(colours.get('--care') ?? '', colours.get('--care-ground') ?? ''),
    ).toBeGreaterThanOrEqual(3);
  });

  it('keep the edges of fields visible', () => {
    for (const ground of grounds)
      expect(contrast(colours.get('--line-strong') ?? '', ground)).toBeGreaterThanOrEqual(3);
  });

  it('make any brand colour readable, as text and under text', () => {
    const hex = fc
      .tuple(fc.nat(255), fc.nat(255), fc.nat(255))
      .map((rgb) => `#${rgb.map((c) => c.toString(16).padStart(2, '0')).join('')}`);
    fc.assert(
      fc.property(hex, (brand) => {
        const made = brandProperties(brand);
        const of = (name: string) => made.get(`--${name}-on-${dark ? 'dark' : 'light'}`) ?? '';
        for (const ground of grounds)
          expect(contrast(of('brand-ink'), ground)).toBeGreaterThanOrEqual(4.5);
        expect(contrast(of('on-brand'), of('brand'))).toBeGreaterThanOrEqual(4.5);
        expect(contrast(of('on-brand'), of('brand-pressed'))).toBeGreaterThanOrEqual(4.5);
        expect(contrast('#ffffff', made.get('--brand-deep-anywhere') ?? '')).toBeGreaterThanOrEqual(
          4.5,
        );
      }),
      runs(),
    );
  });
});

it('puts the better of light and dark text on a fill', () => {
  expect(textOn('#0b5b58')).toBe('#ffffff');
  expect(textOn('#f2c25c')).not.toBe('#ffffff');
});
