/**
 * Reads a colour grid from an image (docs/cryptogram.md §4), the first part of the reader: geometry
 * and colours, no coding.
 */
import { sortColours } from './cryptogram-colours.ts';
import { createFrameFinder } from './cryptogram-find.ts';
import type { FittedFrame } from './cryptogram-fit.ts';
import { fitFrame } from './cryptogram-fit.ts';
import type { ColourGrid } from './cryptogram-layout.ts';
import { FRAME, SIZES } from './cryptogram-layout.ts';
import { sampleCells } from './cryptogram-sample.ts';
import { project } from './geometry.ts';
import type { HalfSize } from './half-size.ts';
import { halfSize } from './half-size.ts';
import type { Corners, PixelImage } from './image.ts';

/**
 * A frame and its grid as it is in the image: possibly turned by quarters against the one that was
 * written.
 */
export interface GridReading {
  /** Absent where the frame is there but no cells can be told apart. */
  readonly grid?: ColourGrid;
  /** The frame's outer corners, clockwise, the first one being the grid's first cell's. */
  readonly corners: Corners;
  /** Share of cells whose colour is in doubt; 1 without a grid. */
  readonly doubtful: number;
  /** Pixels a module along the frame's shortest side. */
  readonly modulePixels: number;
}

/** Above this share of doubtful cells there is no grid to speak of. */
const MOST_DOUBTFUL = 0.3;

/** Below this share the size is right: a wrong one leaves a sixth or more in doubt. */
const FEW_DOUBTFUL = 0.06;

/**
 * A frame whose band is as wide as a grid's between these sizes may contain one too small to see.
 */
const LEAST_SIZE = 18;
const MOST_SIZE = 75;

/** Sizes tried at most: blur may widen or narrow the band to a neighbour's. */
const MOST_SIZES = 3;

/** From the frame's centre line to the data, in modules, on both sides together. */
const AROUND = FRAME + 2;

const largest = Math.max(...SIZES);
const samples = new Float32Array(largest * largest * 3);

/** Finds colour grids in frame after frame. A reading's cells are its own. */
export function createGridFinder(): (image: PixelImage, half?: HalfSize) => GridReading[] {
  const findFrames = createFrameFinder();
  return (image, half = halfSize(image)) => {
    const readings: GridReading[] = [];
    for (const outline of findFrames(half)) {
      const frame = fitFrame(image, outline);
      const reading = frame && readFrame(image, frame);
      if (reading !== undefined) readings.push(reading);
    }
    return readings;
  };
}

/**
 * Reads the grid at the size that the band's width suggests, unless another size has fewer doubtful
 * cells.
 */
function readFrame(image: PixelImage, frame: FittedFrame): GridReading | undefined {
  const estimate = FRAME / frame.band - AROUND;
  const likely = [...SIZES].sort((a, b) => Math.abs(a - estimate) - Math.abs(b - estimate));
  let best: GridReading | undefined;
  for (const size of likely.slice(0, MOST_SIZES)) {
    sampleCells(image, frame, size, samples);
    const { cells, doubtful, plausible } = sortColours(samples, size);
    if (!plausible || doubtful > (best?.doubtful ?? MOST_DOUBTFUL)) continue;
    best = { grid: { size, cells: cells.slice() }, doubtful, ...extent(frame, size) };
    if (doubtful < FEW_DOUBTFUL) break;
  }
  const faint = estimate > LEAST_SIZE && estimate < MOST_SIZE;
  return best ?? (faint ? { doubtful: 1, ...extent(frame, estimate) } : undefined);
}

function extent(frame: FittedFrame, size: number): Pick<GridReading, 'corners' | 'modulePixels'> {
  return {
    corners: outerCorners(frame, size),
    modulePixels: shortestSide(frame.corners) / (size + AROUND),
  };
}

function outerCorners({ projection }: FittedFrame, size: number): Corners {
  const out = FRAME / 2 / (size + AROUND);
  return [
    project(projection, -out, -out),
    project(projection, 1 + out, -out),
    project(projection, 1 + out, 1 + out),
    project(projection, -out, 1 + out),
  ];
}

function shortestSide(corners: Corners): number {
  return Math.min(
    ...corners.map(({ x, y }, i) => {
      const next = corners[(i + 1) & 3]!;
      return Math.hypot(next.x - x, next.y - y);
    }),
  );
}
