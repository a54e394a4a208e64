/** Contrast by APCA, and the rows that the studio shows of a brand colour. */
import { describe, expect, it } from 'vitest';

import { apcaContrast } from '../../src/core/apca.ts';
import { brandContrast } from '../../src/core/brand-contrast.ts';

describe('apcaContrast', () => {
  // The test values of apca-w3's README for the constants 0.0.98G-4g.
  it.each([
    ['#888888', '#ffffff', 63.056469930209424],
    ['#ffffff', '#888888', -68.54146436644962],
    ['#000000', '#aaaaaa', 58.146262578561334],
    ['#aaaaaa', '#000000', -56.24113336839742],
    ['#112233', '#ddeeff', 91.66830811481631],
    ['#ddeeff', '#112233', -93.06770049484275],
    ['#112233', '#444444', 8.32326136957393],
    ['#444444', '#112233', -7.526878460278154],
  ])('of %s on %s is %f', (text, ground, lc) => {
    expect(apcaContrast(text, ground)).toBeCloseTo(lc, 10);
  });

  it('is 0 where nothing can be read', () => {
    expect(apcaContrast('#777777', '#777777')).toBe(0);
    expect(apcaContrast('#777777', '#7a7a7a')).toBe(0);
  });
});

describe('brandContrast', () => {
  it.each(['#1f5f5b', '#f2b705', '#000080', '#ffffff', '#000000'])(
    'has at least 4.5 : 1 in every row of %s',
    (colour) => {
      const rows = brandContrast(colour);
      expect(Math.min(...rows.map(({ wcag }) => wcag))).toBeGreaterThanOrEqual(4.5);
      expect(Math.min(...rows.map(({ apca }) => Math.abs(apca)))).toBeGreaterThan(40);
      expect(new Set(rows.map(({ what }) => what)).size).toBe(rows.length);
    },
  );

  it('tells dark text from light by its sign', () => {
    const signs = new Map(
      brandContrast('#f2b705').map(({ what, apca }) => [what, Math.sign(apca)]),
    );
    expect(signs.get('Links on light')).toBe(1);
    expect(signs.get('Buttons on light')).toBe(-1);
    expect(signs.get('Links on dark')).toBe(-1);
    expect(signs.get('Buttons on dark')).toBe(1);
  });
});
