/**
 * Finds a QR finder pattern's true place and shape near where one was seen (ISO/IEC 18004 §6.3.3):
 * a hill climb on contrast.
 */
import type { Luminance, Point } from './image.ts';
import { valueAt } from './image.ts';

/** A finder pattern roughly: its centre and one module's step along the code's rows and columns. */
export interface Pattern {
  readonly centre: Point;
  readonly along: Point;
  readonly down: Point;
}

/**
 * What each square ring of modules around the centre adds to the contrast: dark, dark, light, dark,
 * light.
 */
const SHARES = [-1 / 9, -1 / 9, 1 / 16, -1 / 24, 1 / 32];

/** How much longer or shorter than estimated a step may be. */
const STRETCHES = [0.65, 0.75, 0.85, 0.95, 1.05, 1.2, 1.4];

/** Steps of the search for the pattern's place and shape, in modules, and rounds at each. */
const FIRST_STEP = 0.4;
const LAST_STEP = 0.04;
const MAX_PASSES = 6;

/**
 * The pattern moved, stretched and skewed until light and dark stand out most where a finder
 * pattern has them.
 */
export function settled(image: Luminance, rough: Pattern): Pattern {
  const { centre, along, down } = rough;
  const shape = Float64Array.of(centre.x, centre.y, along.x, along.y, down.x, down.y);
  stretch(image, shape);
  const pixels = Math.hypot(shape[2]!, shape[3]!) / 2 + Math.hypot(shape[4]!, shape[5]!) / 2;
  let contrast = contrastOf(image, shape);
  for (let step = FIRST_STEP; step > LAST_STEP; step /= 2) {
    for (let round = 0, better = true; better && round < MAX_PASSES; round++) {
      better = false;
      for (let i = 0; i < 12; i++) {
        const parameter = i >> 1;
        // The outermost modules lie four steps from the centre.
        const change = ((i & 1 ? -step : step) * pixels) / (parameter < 2 ? 1 : 4);
        shape[parameter]! += change;
        const next = contrastOf(image, shape);
        if (next > contrast) {
          contrast = next;
          better = true;
        } else shape[parameter]! -= change;
      }
    }
  }
  const point = (i: number): Point => ({ x: shape[i]!, y: shape[i + 1]! });
  return { centre: point(0), along: point(2), down: point(4) };
}

/** The best of a few lengths of each step: a tilted pattern is shorter one way than the other. */
function stretch(image: Luminance, shape: Float64Array): void {
  const tried = shape.slice();
  let most = -Infinity;
  let best = shape.slice();
  for (const across of STRETCHES) {
    for (const downwards of STRETCHES) {
      for (let i = 2; i < 6; i++) tried[i] = shape[i]! * (i < 4 ? across : downwards);
      const contrast = contrastOf(image, tried);
      if (contrast > most) {
        most = contrast;
        best = tried.slice();
      }
    }
  }
  shape.set(best);
}

/**
 * Mean of the light rings less mean of the dark ones, over the pattern and the light modules around
 * it.
 */
function contrastOf(image: Luminance, shape: Float64Array): number {
  let contrast = 0;
  for (let row = -4; row <= 4; row++) {
    for (let column = -4; column <= 4; column++) {
      const value = valueAt(
        image,
        shape[0]! + column * shape[2]! + row * shape[4]!,
        shape[1]! + column * shape[3]! + row * shape[5]!,
      );
      if (value === undefined) return -Infinity;
      contrast += value * SHARES[Math.max(Math.abs(row), Math.abs(column))]!;
    }
  }
  return contrast;
}
