/**
 * Computes a colour cryptogram's layout (docs/cryptogram.md §1–§3): everything that depends on its
 * size alone.
 */

/** The sizes N of the data grid, in cells a side. */
export const SIZES = [25, 35, 45, 55] as const;

/** Modules that surround the grid on every side: two quiet, two of frame, one quiet. */
export const BORDER = 5;

/** From the image's edge to the frame's outer edge, and the frame's width, in modules. */
export const QUIET = 2;
export const FRAME = 2;

/** The colours in the order of their indices, which are a cell's two bits. */
export const WHITE = 0;
export const RED = 1;
export const GREEN = 2;
export const BLUE = 3;

/** N×N colour indices, row by row from the top: the seam between an image and its bytes. */
export interface ColourGrid {
  /** Cells a side. */
  readonly size: number;
  /** Row by row: 0 white, 1 red, 2 green, 3 blue. */
  readonly cells: Uint8Array;
}

/** Version 1, payload length, CRC: what stands before a payload. */
export const HEADER_BYTES = 5;
export const VERSION = 1;

/** Share of the bytes that carries the message, the rest being parity. */
const DATA_SHARE = 0.7;

/** The largest Reed–Solomon block over GF(256). */
const LARGEST_BLOCK = 255;

/** A Reed–Solomon block: its bytes, the first `data` of them the message's. */
export interface Block {
  readonly size: number;
  readonly data: number;
}

/** Everything about one size, computed once. */
export interface Layout {
  readonly size: number;
  /** Bytes in all, and those of them that carry the message. */
  readonly total: number;
  readonly data: number;
  readonly blocks: readonly Block[];
  /** Indices into a grid's cells: data cells in the order of their bits (§2). */
  readonly dataCells: Uint16Array;
  /**
   * Indices of the sixteen calibration cells: corner by corner, local cells (0,0) (0,1) (1,0)
   * (1,1).
   */
  readonly calibration: Uint16Array;
  /** What each byte is XORed with (§3.5). */
  readonly whitening: Uint8Array;
}

const layouts = new Map<number, Layout>();

/** The layout of a size; only those of `SIZES` exist. */
export function layoutOf(size: number): Layout {
  let layout = layouts.get(size);
  if (layout === undefined) layouts.set(size, (layout = lay(size)));
  return layout;
}

/** The largest payload of a size, in bytes. */
export function capacity(size: number): number {
  return layoutOf(size).data - HEADER_BYTES;
}

/** The colour index of calibration cell `i` of a layout's sixteen. */
export function calibrationColour(i: number): number {
  return ((i & 3) + (i >> 2)) & 3;
}

/**
 * The bytes of all blocks in the order in which they are written: one of each in turn, until a
 * shorter block ends (§3.4).
 */
export function interleaved(
  blocks: readonly Block[],
  visit: (block: number, index: number) => void,
): void {
  const longest = Math.max(...blocks.map(({ size }) => size));
  for (let index = 0; index < longest; index++) {
    blocks.forEach(({ size }, block) => {
      if (index < size) visit(block, index);
    });
  }
}

function lay(size: number): Layout {
  const calibration = calibrationCells(size);
  const dataCells = new Uint16Array(size * size - calibration.length);
  let next = 0;
  for (let column = 0; column < size; column++) {
    for (let row = 0; row < size; row++) {
      const cell = row * size + column;
      if (!calibration.includes(cell)) dataCells[next++] = cell;
    }
  }
  const total = (dataCells.length * 2) >> 3;
  const data = Math.floor(total * DATA_SHARE);
  return {
    size,
    total,
    data,
    blocks: blocksOf(total, data),
    dataCells,
    calibration,
    whitening: whitening(total),
  };
}

/** §2: local cell (a, b) of each corner, the corners clockwise from the top left. */
function calibrationCells(size: number): Uint16Array {
  const last = size - 1;
  const local: [number, number][] = [
    [0, 0],
    [0, 1],
    [1, 0],
    [1, 1],
  ];
  return Uint16Array.from([
    ...local.map(([a, b]) => a * size + b),
    ...local.map(([a, b]) => b * size + last - a),
    ...local.map(([a, b]) => (last - a) * size + last - b),
    ...local.map(([a, b]) => (last - b) * size + a),
  ]);
}

/** §3.2 */
function blocksOf(total: number, data: number): Block[] {
  const count = Math.ceil(total / LARGEST_BLOCK);
  return Array.from({ length: count }, (_, i) => {
    const left = count - i;
    const block = { size: Math.floor(total / left), data: Math.ceil(data / left) };
    total -= block.size;
    data -= block.data;
    return block;
  });
}

/** §3.5: a linear congruential generator's bits 16–23. */
function whitening(length: number): Uint8Array {
  const bytes = new Uint8Array(length);
  let state = 12345;
  for (let i = 0; i < length; i++) {
    state = (Math.imul(state, 1103515245) + 12345) >>> 0;
    bytes[i] = state >>> 16;
  }
  return bytes;
}

/** CRC-16/CCITT-FALSE: polynomial 0x1021, initial value 0xFFFF, no reflection. */
export function crc16(bytes: Uint8Array): number {
  let crc = 0xffff;
  for (const byte of bytes) {
    crc ^= byte << 8;
    for (let bit = 0; bit < 8; bit++) crc = crc & 0x8000 ? (crc << 1) ^ 0x1021 : crc << 1;
    crc &= 0xffff;
  }
  return crc;
}
