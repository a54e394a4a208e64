/** The icons as SVG. */
import { readFileSync } from 'node:fs';

import { describe, expect, it } from 'vitest';

import {
  emblemFavicon,
  emblemIcon,
  ICON,
  logoIcon,
  PIXEL_ICONS,
  sizedSvg,
} from '../../src/studio/icon-drawing.ts';

const published = (name: string) =>
  readFileSync(new URL(`../../public/icons/${name}`, import.meta.url), 'utf8');

it('draws the emblem as the icons that are shipped', () => {
  expect(emblemIcon(ICON, '#0a3937')).toBe(published('icon.svg'));
  expect(emblemFavicon('#0a3937')).toBe(published('favicon.svg'));
});

it('puts a logo in the middle of its ground', () => {
  const svg = logoIcon({ corner: 0, size: 60 }, '#123456', 'data:image/png;base64,AA==');
  expect(svg).toContain('<rect width="100" height="100" rx="0" fill="#123456"/>');
  expect(svg).toContain('<image x="20" y="20" width="60" height="60" href="data:image/png');
});

it('keeps a maskable icon’s picture in the circle of 80 % that every system shows', () => {
  const { shape } = PIXEL_ICONS.find(({ path }) => path.includes('maskable'))!;
  expect(Math.hypot(shape.size, shape.size)).toBeLessThanOrEqual(80);
  expect(shape.corner).toBe(0);
});

describe('sizedSvg', () => {
  it.each([
    ['<svg viewBox="0 0 20 10"><g/></svg>', '<svg width="512" height="256" viewBox="0 0 20 10">'],
    ['<svg width="20" height="40">', '<svg width="256" height="512" viewBox="0 0 20 40">'],
    ["<svg width='10px' height='10px'>", '<svg width="512" height="512" viewBox="0 0 10 10">'],
    [
      '<svg width="100%" height="1em" viewBox="0,0 8,8">',
      '<svg width="512" height="512" viewBox="0,0 8,8">',
    ],
    [
      '<?xml version="1.0"?><!-- a logo --><svg\n  stroke-width="3" viewBox="0 0 1 1">',
      '<?xml version="1.0"?><!-- a logo --><svg width="512" height="512"\n  stroke-width="3" viewBox="0 0 1 1">',
    ],
    [
      '<svg aria-label="a > b" viewBox="0 0 1 1">',
      '<svg width="512" height="512" aria-label="a > b" viewBox="0 0 1 1">',
    ],
    ['<svg width="100%">', '<svg width="100%">'],
    ['<svg viewBox="0 0 0 10">', '<svg viewBox="0 0 0 10">'],
    ['no picture', 'no picture'],
    ['<svg<svg viewBox="0 0 1 1">', '<svg<svg viewBox="0 0 1 1">'],
  ])('of %s', (given, wanted) => {
    expect(sizedSvg(given, 512)).toContain(wanted);
  });

  it('leaves the sizes of what is inside', () => {
    const inside = '<rect width="3" height="4"/></svg>';
    expect(sizedSvg(`<svg viewBox="0 0 9 9">${inside}`, 512)).toContain(inside);
  });
});
