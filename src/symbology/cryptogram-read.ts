/** Reads colour cryptograms from frames: colour grids from the image, turned upright, decoded, voted over a video. */
import { decodeCryptogram } from './cryptogram-decode.ts';
import { createGridFinder } from './cryptogram-grid.ts';
import type { GridSighting } from './cryptogram-grid.ts';
import { calibrationColour, layoutOf } from './cryptogram-layout.ts';
import type { ColourGrid } from './cryptogram-layout.ts';
import type { Corners, PixelImage } from './image.ts';

/** What one frame showed of a cryptogram; a grid without bytes is not ours, or not clear enough yet. */
export interface CryptogramReading {
  readonly bytes?: Uint8Array;
  /** The frame's outer corners; upright where the grid's own corners tell. */
  readonly corners: Corners;
  /** True where every cell is beyond doubt and still no message of ours is in them. */
  readonly foreign: boolean;
  readonly doubtful: number;
  readonly modulePixels: number;
}

/** Calibration cells, of sixteen, that must be right before a grid is taken for one of ours. */
const FEWEST_CALIBRATED = 10;

/** With fewer doubtful cells than this, a grid that does not decode has another coding. */
const CLEAR = 0.01;

/** Reads frames one after another; undecided cells are decided by the majority of the last few. */
export function createCryptogramReader(): (image: PixelImage) => CryptogramReading | undefined {
  const findGrids = createGridFinder();
  const vote = createVote();
  return (image) => {
    let best: CryptogramReading | undefined;
    for (const sighting of findGrids(image)) {
      const reading = read(sighting, vote);
      if (reading.bytes !== undefined) return reading;
      if (best === undefined || reading.doubtful < best.doubtful) best = reading;
    }
    return best;
  };
}

function read(sighting: GridSighting, vote: (grid: ColourGrid) => ColourGrid): CryptogramReading {
  const { grid, doubtful, modulePixels } = sighting;
  const { turns, matches } = orientation(grid);
  const ours = matches >= FEWEST_CALIBRATED;
  const upright = turned(grid, turns);
  const bytes = ours ? (decodeCryptogram(upright) ?? decodeCryptogram(vote(upright))) : undefined;
  const corners = [0, 1, 2, 3].map((i) => sighting.corners[(i + turns) & 3]!);
  return {
    ...(bytes === undefined ? {} : { bytes }),
    corners: corners as unknown as Corners,
    foreign: bytes === undefined && doubtful <= CLEAR,
    doubtful,
    modulePixels,
  };
}

/** By how many quarters the grid is turned clockwise, by its calibration cells, and how many of them agree. */
export function orientation({ size, cells }: ColourGrid): { turns: number; matches: number } {
  const { calibration } = layoutOf(size);
  let best = { turns: 0, matches: -1 };
  for (let turns = 0; turns < 4; turns++) {
    let matches = 0;
    calibration.forEach((_, i) => {
      // The four corners are each other's turns: cell i of corner q stands where corner q + turns had it.
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

/** Frames whose cells differ from the majority by more than this share show another image. */
const ANOTHER = 0.35;

/** The majority of the grids seen since the image last changed. */
function createVote(): (grid: ColourGrid) => ColourGrid {
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
