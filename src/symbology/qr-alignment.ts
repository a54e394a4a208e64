/**
 * Finds a QR symbol's alignment patterns and fits its perspective to them (ISO/IEC 18004 §6.3.6,
 * Annex E).
 */
import type { Correspondence, Projection } from './geometry.ts';
import { fitProjection, project } from './geometry.ts';
import type { Luminance } from './image.ts';
import { valueAt } from './image.ts';
import { alignmentCentres } from './zxing-read.ts';

/**
 * Modules around an expected pattern that are searched: the far one is extrapolated, the others lie
 * between known ones.
 */
const FAR_REACH = 3;
const NEAR_REACH = 1;

/** A pattern's contrast is at least this share of the corner finder pattern's. */
const LEAST_CONTRAST = 0.35;

/** From a code's edge to a finder pattern's centre, in modules. */
const FINDER_CENTRE = 3.5;

/**
 * The projection again with the alignment patterns' places: the one farthest from the finder
 * patterns first.
 */
export function align(
  image: Luminance,
  rough: Projection,
  known: readonly Correspondence[],
  size: number,
): Projection {
  const centres = alignmentCentres(size);
  if (centres.length === 0) return rough;
  const [first, last] = [centres[0]!, centres.at(-1)!];
  const found = [...known];
  let projection = rough;
  const take = (column: number, row: number, reach: number) => {
    const place = findAlignment(image, projection, size, column + 0.5, row + 0.5, reach);
    if (place !== undefined) found.push(place);
  };
  take(last, last, FAR_REACH);
  projection = fitProjection(found) ?? projection;
  for (const row of centres) {
    for (const column of centres) {
      const finder =
        (row === first && (column === first || column === last)) ||
        (row === last && column === first);
      if (!finder && !(row === last && column === last)) take(column, row, NEAR_REACH);
    }
  }
  return fitProjection(found) ?? projection;
}

/** An alignment pattern near where it is expected: the place where its rings stand out most. */
function findAlignment(
  image: Luminance,
  projection: Projection,
  size: number,
  column: number,
  row: number,
  reach: number,
): Correspondence | undefined {
  let best = { contrast: -Infinity, column, row };
  for (const [step, around] of [
    [0.25, reach],
    [0.08, 0.24],
  ] as const) {
    const from = best;
    for (let dy = -around; dy <= around + 1e-9; dy += step) {
      for (let dx = -around; dx <= around + 1e-9; dx += step) {
        const [c, r] = [from.column + dx, from.row + dy];
        const contrast = alignmentContrast(image, projection, size, c, r);
        if (contrast > best.contrast) best = { contrast, column: c, row: r };
      }
    }
  }
  const reference = finderContrast(image, projection, size);
  if (best.contrast < LEAST_CONTRAST * reference) return undefined;
  const { x, y } = project(projection, best.column / size, best.row / size);
  return { u: column / size, v: row / size, x, y };
}

/** Light ring less dark ring and dark centre, around a place. */
function alignmentContrast(
  image: Luminance,
  projection: Projection,
  size: number,
  column: number,
  row: number,
): number {
  let light = 0;
  let dark = 0;
  for (let dy = -2; dy <= 2; dy++) {
    for (let dx = -2; dx <= 2; dx++) {
      const { x, y } = project(projection, (column + dx) / size, (row + dy) / size);
      const value = valueAt(image, x, y);
      if (value === undefined) return -Infinity;
      const ring = Math.max(Math.abs(dx), Math.abs(dy));
      if (ring === 1) light += value / 8;
      else dark += value / 17;
    }
  }
  return light - dark;
}

/** The corner finder pattern's light ring less its centre. */
function finderContrast(image: Luminance, projection: Projection, size: number): number {
  const at = (column: number, row: number) => {
    const { x, y } = project(projection, column / size, row / size);
    return valueAt(image, x, y) ?? 0;
  };
  const light =
    at(FINDER_CENTRE - 2, FINDER_CENTRE) +
    at(FINDER_CENTRE + 2, FINDER_CENTRE) +
    at(FINDER_CENTRE, FINDER_CENTRE - 2) +
    at(FINDER_CENTRE, FINDER_CENTRE + 2);
  return light / 4 - at(FINDER_CENTRE, FINDER_CENTRE);
}
