/**
 * Reads colour cryptograms from frames: takes colour grids from the image, turns them upright,
 * decodes them, and votes over a video's frames.
 */
import { decodeCryptogram } from './cryptogram-decode.ts';
import type { GridReading } from './cryptogram-grid.ts';
import { createGridFinder } from './cryptogram-grid.ts';
import type { ColourGrid } from './cryptogram-layout.ts';
import { calibrationColour, layoutOf } from './cryptogram-layout.ts';
import type { HalfSize } from './half-size.ts';
import type { Corners, PixelImage } from './image.ts';
import { negative, relit } from './image.ts';

/** What one frame showed of a cryptogram; without bytes it is not ours, or not clear enough yet. */
export interface CryptogramReading {
  readonly bytes?: Uint8Array;
  /** The frame's outer corners; upright where the grid's own corners tell. */
  readonly corners: Corners;
  /** True where the cells are beyond doubt and the corners are not those of our coding. */
  readonly foreign: boolean;
  /** Share of cells in doubt; 1 where only a frame is seen. */
  readonly doubtful: number;
  readonly modulePixels: number;
}

/** Calibration cells, of sixteen, that must be right before a grid is taken for one of ours. */
const FEWEST_CALIBRATED = 10;

/** Up to this share of doubtful cells, wrong corners mean another coding, not a bad image. */
const CLEAR = 0.01;

/** Turns a grid into the grid that the last few frames agree on. */
type Vote = (grid: ColourGrid) => ColourGrid;

/**
 * Reads a video's frames in turn: the clearest cryptogram of each; the majority corrects cells that
 * one frame reads wrong.
 */
export function createCryptogramReader(): (
  image: PixelImage,
  half?: HalfSize,
) => CryptogramReading | undefined {
  const findGrids = createGridFinder();
  const vote = createVote();
  return (image, half) => {
    const readings = findGrids(image, half).map((reading) => readGrid(reading, vote));
    return (
      readings.find(({ bytes }) => bytes !== undefined) ??
      readings.sort((a, b) => a.doubtful - b.doubtful)[0]
    );
  };
}

/** Every cryptogram in a still picture; where none is read, in its negatives. */
export function readCryptograms(image: PixelImage): CryptogramReading[] {
  const readings = readAsShown(image);
  if (readings.some(({ bytes, foreign }) => bytes !== undefined || foreign)) return readings;
  for (const change of [negative, relit]) {
    const read = readAsShown(change(image)).filter(({ bytes }) => bytes !== undefined);
    if (read.length > 0) return read;
  }
  return readings;
}

/** Every cryptogram in a still picture as it is. */
export function readAsShown(image: PixelImage): CryptogramReading[] {
  return createGridFinder()(image).map((reading) => readGrid(reading));
}

function readGrid(reading: GridReading, vote?: Vote): CryptogramReading {
  const { grid, corners, doubtful, modulePixels } = reading;
  if (grid === undefined) return { corners, foreign: false, doubtful, modulePixels };
  const upright = [grid, mirrored(grid)].map((seen) => ({ seen, ...orientation(seen) }));
  const { seen, turns, matches } = upright.sort((a, b) => b.matches - a.matches)[0]!;
  const ours = matches >= FEWEST_CALIBRATED;
  const bytes = ours ? decodeUpright(turned(seen, turns), vote) : undefined;
  const outline = seen === grid ? corners : mirroredCorners(corners);
  const [a, b, c, d] = [0, 1, 2, 3].map((i) => outline[(i + turns) & 3]!);
  return {
    ...(bytes === undefined ? {} : { bytes }),
    corners: [a!, b!, c!, d!],
    foreign: !ours && doubtful <= CLEAR,
    doubtful,
    modulePixels,
  };
}

function decodeUpright(grid: ColourGrid, vote?: Vote): Uint8Array | undefined {
  const bytes = decodeCryptogram(grid);
  return bytes === undefined && vote !== undefined ? decodeCryptogram(vote(grid)) : bytes;
}

/**
 * Returns the quarters by which the grid is turned clockwise, from its calibration cells, and how
 * many of them agree.
 */
export function orientation({ size, cells }: ColourGrid): { turns: number; matches: number } {
  const { calibration } = layoutOf(size);
  let best = { turns: 0, matches: -1 };
  for (let turns = 0; turns < 4; turns++) {
    let matches = 0;
    calibration.forEach((_, i) => {
      // The four corners are turns of each other: cell i of corner q is where corner q + turns had
      // it.
      const seen = cells[calibration[(i + 4 * turns) & 15]!];
      if (seen === calibrationColour(i)) matches++;
    });
    if (matches > best.matches) best = { turns, matches };
  }
  return best;
}

/** The grid turned back by quarters. */
export function turned({ size, cells }: ColourGrid, quarters: number): ColourGrid {
  let from = cells;
  for (let i = 0; i < quarters; i++) {
    const to = new Uint8Array(size * size);
    for (let y = 0; y < size; y++) {
      for (let x = 0; x < size; x++) to[y * size + x] = from[x * size + size - 1 - y]!;
    }
    from = to;
  }
  return { size, cells: from };
}

/** The grid as a mirror shows it: left and right exchanged. */
function mirrored({ size, cells }: ColourGrid): ColourGrid {
  const to = new Uint8Array(size * size);
  for (let row = 0; row < size * size; row += size) {
    for (let x = 0; x < size; x++) to[row + x] = cells[row + size - 1 - x]!;
  }
  return { size, cells: to };
}

function mirroredCorners([a, b, c, d]: Corners): Corners {
  return [b, a, d, c];
}

/** Frames whose cells differ from the majority by more than this share show another image. */
const ANOTHER = 0.35;

/** The majority of the grids seen since the image last changed. */
function createVote(): Vote {
  let size = 0;
  let votes = new Uint16Array(0);
  let majority = new Uint8Array(0);
  return (grid) => {
    if (grid.size !== size || differences(grid.cells, majority) > ANOTHER * majority.length) {
      size = grid.size;
      votes = new Uint16Array(size * size * 4);
      majority = new Uint8Array(size * size);
    }
    grid.cells.forEach((colour, cell) => {
      const at = cell * 4;
      votes[at + colour]! += 1;
      let most = colour;
      for (let other = 0; other < 4; other++) {
        if (votes[at + other]! > votes[at + most]!) most = other;
      }
      majority[cell] = most;
    });
    return { size, cells: majority };
  };
}

function differences(a: Uint8Array, b: Uint8Array): number {
  let count = 0;
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) count++;
  return count;
}
