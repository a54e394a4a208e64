/** What is said of a logo: each rule has a picture that breaks it, and one that just does not. */
import { expect, it } from 'vitest';

import type { Pixels } from '../../src/studio/icon-rules.ts';
import { judgeIcons } from '../../src/studio/icon-rules.ts';

type Rgba = readonly [number, number, number, number];

const NONE: Rgba = [0, 0, 0, 0];
/** Has 3 : 1 with both of the app's grounds, and with black. */
const BETWEEN: Rgba = [0x9a, 0x62, 0x2e, 255];
const BLACK: Rgba = [0, 0, 0, 255];
const WHITE: Rgba = [255, 255, 255, 255];

/** A picture whose columns have colours by their place, 0–1. */
function picture(colour: (x: number) => Rgba, width = 400, height = width): Pixels {
  const row = Array.from({ length: width }, (_, x) => colour(x / width)).flat();
  const data = new Uint8ClampedArray(row.length * height);
  for (let y = 0; y < height; y++) data.set(row, y * row.length);
  return { data, width, height };
}

/** `drawn` in its right half, nothing in the left. */
const half = (drawn: Rgba) => (x: number) => (x < 0.5 ? NONE : drawn);
const said = (logo: Pixels, ground = '#000000') =>
  judgeIcons(logo, ground)
    .map(({ text }) => text)
    .join('\n');

it('says nothing of the emblem, nor of a logo that is seen everywhere', () => {
  expect(judgeIcons(undefined, '#ffffff')).toEqual([]);
  expect(judgeIcons(picture(half(BETWEEN)), '#000000')).toEqual([]);
});

it('says of icons that are not made of the logo nothing', () => {
  const small = judgeIcons(
    picture(() => BETWEEN, 100),
    '#000000',
  );
  expect(small).toHaveLength(2);
  expect(
    judgeIcons(
      picture(() => BETWEEN, 100),
      undefined,
    ),
  ).toEqual([]);
  expect(judgeIcons(picture(half(WHITE), 100, 50), undefined)).toHaveLength(2);
});

it('gives warnings under the logo', () => {
  const findings = judgeIcons(picture(half(BLACK), 100, 50), '#000000');
  expect(findings.length).toBeGreaterThan(2);
  for (const { path, level } of findings)
    expect({ path, level }).toEqual({ path: 'logo', level: 'warning' });
});

it('tells a logo that is lost on its ground in the icon', () => {
  expect(said(picture(half(BETWEEN)), '#8a5a30')).toContain(
    'In the icon, only 0 % of the logo has a contrast of 3 : 1 with its ground #8a5a30',
  );
  const share = (part: number) =>
    picture((x) => (x < 0.2 ? NONE : x < 0.2 + part * 0.8 ? WHITE : BETWEEN));
  expect(said(share(0.49), '#8a5a30')).toContain('In the icon, only 49 %');
  expect(said(share(0.5), '#8a5a30')).not.toContain('In the icon');
});

it('tells a logo that is too dark or too light for a scheme', () => {
  expect(said(picture(half(BLACK)), '#ffffff')).toMatch(/^On dark screens.*too dark.*$/);
  expect(said(picture(half(WHITE)))).toMatch(/^On light screens.*too light.*$/);
});

it('takes a thin mark in a ground of its own for enough, and tells of the badge', () => {
  const mark = (part: number) => picture((x) => (x < part ? BLACK : WHITE));
  expect(said(mark(0.1), '#ffffff')).toMatch(/^The logo has no transparent part.*$/);
  expect(said(mark(0.09), '#ffffff')).toContain('In the icon, only 9 %');
  expect(said(picture((x) => (x < 0.05 ? NONE : BETWEEN)))).toBe('');
  expect(said(picture((x) => (x < 0.04 ? NONE : BETWEEN)))).toContain('no transparent part');
});

it('asks for a square, and for enough pixels', () => {
  expect(said(picture(half(BETWEEN), 400, 359))).toContain('400 by 359 pixels');
  expect(said(picture(half(BETWEEN), 400, 360))).toBe('');
  expect(said(picture(half(BETWEEN), 327))).toContain('327 pixels wide');
  expect(said(picture(half(BETWEEN), 328))).toBe('');
});

it('tells a logo of which nothing is seen', () => {
  expect(said(picture(() => NONE))).toMatch(/^Nothing of the logo can be seen/);
});
