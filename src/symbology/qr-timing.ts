/**
 * Tells by its timing patterns (ISO/IEC 18004 §6.3.5) whether three finder patterns may be a
 * code's.
 */
import type { Bits } from './binarise.ts';
import type { Point } from './image.ts';
import type { QrPatterns } from './qr-triples.ts';

/**
 * From a finder pattern's centre to the timing pattern beside it, in modules, and to that pattern's
 * ends.
 */
const TO_TIMING = 3;
const TO_END = 4;

/** Changes between dark and light, as a share of those of an undamaged timing pattern. */
const FEWEST = 0.75;
const MOST = 1.25;

/** Samples a module. */
const SAMPLES = 4;

/** Returns true if both timing patterns alternate dark and light about as often as they should. */
export function hasTiming(bits: Bits, { corner, right, below, modulePixels }: QrPatterns): boolean {
  return (
    alternates(bits, corner, right, below, modulePixels) &&
    alternates(bits, corner, below, right, modulePixels)
  );
}

/** Follows the timing pattern from one finder pattern to another, on the side of the third. */
function alternates(bits: Bits, from: Point, to: Point, side: Point, module: number): boolean {
  const length = Math.hypot(to.x - from.x, to.y - from.y);
  const depth = (TO_TIMING * module) / Math.hypot(side.x - from.x, side.y - from.y);
  const start = (TO_END * module) / length;
  const modules = length / module - 2 * TO_END;
  const steps = Math.max(1, Math.round(modules * SAMPLES));
  let changes = 0;
  let last: number | undefined;
  for (let i = 0; i <= steps; i++) {
    const t = start + ((1 - 2 * start) * i) / steps;
    const x = Math.floor(from.x + t * (to.x - from.x) + depth * (side.x - from.x));
    const y = Math.floor(from.y + t * (to.y - from.y) + depth * (side.y - from.y));
    const bit = bits.data[y * bits.width + x];
    if (last !== undefined && bit !== last) changes++;
    last = bit;
  }
  return changes >= FEWEST * modules && changes <= MOST * modules;
}
