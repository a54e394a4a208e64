/**
 * Samples a fitted cryptogram cell by cell (docs/cryptogram.md §4): linear light, relative to the
 * white and black around it.
 */
import type { FittedFrame } from './cryptogram-fit.ts';
import { FRAME, SIZES } from './cryptogram-layout.ts';
import type { PixelImage } from './image.ts';
import { LINEAR } from './light.ts';

/**
 * Distances from the frame's centre line, in modules: to the data, to the middle of the inner quiet
 * ring, to the middle of the outer one.
 */
const TO_DATA = FRAME / 2 + 1;
const INNER = FRAME / 2 + 0.5;
const OUTER = -FRAME / 2 - 1;

/** Taps in a cell, in modules from its middle: three by three. */
const TAP = 0.24;

/** Places along each side at which white and black are measured, and taps at each. */
const STATIONS = 16;
const STATION_TAPS = 5;

/** The least contrast, in linear light, by which a sample is divided. */
const LEAST_CONTRAST = 0.02;

const LARGEST = Math.max(...SIZES);

/**
 * White and black along the four sides (top, right, bottom, left; clockwise), three channels a
 * station.
 */
const white = new Float32Array(4 * STATIONS * 3);
const black = new Float32Array(4 * STATIONS * 3);
const taken = new Float32Array(3);

/** The same at each cell's column (top, bottom) or row (right, left). */
const whiteBeside = new Float32Array(4 * LARGEST * 3);
const blackBeside = new Float32Array(4 * LARGEST * 3);

/** Colours of size² cells, three channels each, black 0 and white 1, written to `samples`. */
export function sampleCells(
  image: PixelImage,
  frame: FittedFrame,
  size: number,
  samples: Float32Array,
): void {
  measureReferences(image, frame, size);
  spread(white, whiteBeside, size);
  spread(black, blackBeside, size);
  const modules = size + 2 * TO_DATA;
  for (let row = 0; row < size; row++) {
    for (let column = 0; column < size; column++) {
      const u = (TO_DATA + column + 0.5) / modules;
      const v = (TO_DATA + row + 0.5) / modules;
      take(image, frame, u, v, TAP / modules, 3, 3);
      const at = (row * size + column) * 3;
      for (let c = 0; c < 3; c++) {
        const dark = between(blackBeside, size, column, row, c);
        const contrast = between(whiteBeside, size, column, row, c) - dark;
        samples[at + c] =
          (taken[c]! - dark) / (contrast < LEAST_CONTRAST ? LEAST_CONTRAST : contrast);
      }
    }
  }
}

/**
 * Takes as white the brighter quiet ring at each station: blur darkens the inner one, and a page
 * may end before the outer one.
 */
function measureReferences(image: PixelImage, frame: FittedFrame, size: number): void {
  const modules = size + 2 * TO_DATA;
  for (let side = 0; side < 4; side++) {
    for (let station = 0; station < STATIONS; station++) {
      const at = (side * STATIONS + station) * 3;
      const t = (station + 0.5) / STATIONS;
      takeStation(image, frame, side, t, 0, modules);
      for (let c = 0; c < 3; c++) black[at + c] = taken[c]!;
      takeStation(image, frame, side, t, INNER / modules, modules);
      for (let c = 0; c < 3; c++) white[at + c] = taken[c]!;
      takeStation(image, frame, side, t, OUTER / modules, modules);
      for (let c = 0; c < 3; c++) white[at + c] = Math.max(white[at + c]!, taken[c]!);
    }
  }
}

/** Taps along a side's stretch, at a depth inside the frame's centre line. */
function takeStation(
  image: PixelImage,
  frame: FittedFrame,
  side: number,
  t: number,
  depth: number,
  modules: number,
): void {
  const spread = 0.5 / modules;
  if (side === 0) take(image, frame, t, depth, spread, STATION_TAPS, 1);
  else if (side === 1) take(image, frame, 1 - depth, t, spread, 1, STATION_TAPS);
  else if (side === 2) take(image, frame, t, 1 - depth, spread, STATION_TAPS, 1);
  else take(image, frame, depth, t, spread, 1, STATION_TAPS);
}

/** The mean of `columns` × `rows` pixels around (u, v), `spread` apart, to `taken`. */
function take(
  { data, width, height }: PixelImage,
  { projection: m }: FittedFrame,
  u: number,
  v: number,
  spread: number,
  columns: number,
  rows: number,
): void {
  const linear = LINEAR;
  let red = 0;
  let green = 0;
  let blue = 0;
  for (let row = 0; row < rows; row++) {
    const tv = v + (row - (rows - 1) / 2) * spread;
    for (let column = 0; column < columns; column++) {
      const tu = u + (column - (columns - 1) / 2) * spread;
      const w = 1 / (m[6]! * tu + m[7]! * tv + 1);
      let x = ((m[0]! * tu + m[1]! * tv + m[2]!) * w) | 0;
      let y = ((m[3]! * tu + m[4]! * tv + m[5]!) * w) | 0;
      if (x < 0) x = 0;
      else if (x >= width) x = width - 1;
      if (y < 0) y = 0;
      else if (y >= height) y = height - 1;
      const at = (y * width + x) * 4;
      red += linear[data[at]!]!;
      green += linear[data[at + 1]!]!;
      blue += linear[data[at + 2]!]!;
    }
  }
  const count = columns * rows;
  taken[0] = red / count;
  taken[1] = green / count;
  taken[2] = blue / count;
}

/** References at the stations of each side → at each cell along it. */
function spread(stations: Float32Array, cells: Float32Array, size: number): void {
  for (let side = 0; side < 4; side++) {
    for (let i = 0; i < size; i++) {
      const last = STATIONS - 1.001;
      const place = Math.min(
        last,
        Math.max(0, ((TO_DATA + i + 0.5) / (size + 2 * TO_DATA)) * STATIONS - 0.5),
      );
      const station = Math.floor(place);
      const weight = place - station;
      const from = (side * STATIONS + station) * 3;
      const to = (side * size + i) * 3;
      for (let c = 0; c < 3; c++) {
        cells[to + c] = stations[from + c]! * (1 - weight) + stations[from + 3 + c]! * weight;
      }
    }
  }
}

/**
 * Interpolates a reference at a cell from those beside its column and row: the bilinearly blended
 * Coons patch.
 */
function between(
  beside: Float32Array,
  size: number,
  column: number,
  row: number,
  c: number,
): number {
  const u = (column + 0.5) / size;
  const v = (row + 0.5) / size;
  const top = c;
  const right = size * 3 + c;
  const bottom = 2 * size * 3 + c;
  const left = 3 * size * 3 + c;
  const end = (size - 1) * 3;
  const corners =
    ((1 - u) * (1 - v) * (beside[top]! + beside[left]!) +
      u * (1 - v) * (beside[top + end]! + beside[right]!) +
      u * v * (beside[bottom + end]! + beside[right + end]!) +
      (1 - u) * v * (beside[bottom]! + beside[left + end]!)) /
    2;
  return (
    (1 - v) * beside[top + column * 3]! +
    v * beside[bottom + column * 3]! +
    (1 - u) * beside[left + row * 3]! +
    u * beside[right + row * 3]! -
    corners
  );
}
