/**
 * The colour cryptogram's coding: reproduces an independent writer's grids, corrects damage,
 * accepts nothing false.
 */
import { readFileSync } from 'node:fs';

import { describe, expect, test } from 'vitest';

import { decodeCryptogram } from '../../src/symbology/cryptogram-decode.ts';
import {
  encodeCryptogram,
  encodeMessage,
  messageOf,
} from '../../src/symbology/cryptogram-encode.ts';
import type { ColourGrid } from '../../src/symbology/cryptogram-layout.ts';
import { capacity, crc16, layoutOf, SIZES } from '../../src/symbology/cryptogram-layout.ts';
import { gridPixels } from '../../src/symbology/cryptogram-write.ts';
import { cryptogramSvg } from '../../src/symbology/svg.ts';
import { times } from '../chance.ts';
import { bytes, random } from './pictures.ts';

interface Vector {
  readonly payloadHex: string;
  readonly N: number;
  readonly rows: readonly string[];
}

const vectors = JSON.parse(
  readFileSync(new URL('../vectors/cryptogram.json', import.meta.url), 'utf8'),
) as Vector[];

describe('vectors', () => {
  test.each(vectors.map((vector) => [vector.N, vector.payloadHex.length / 2, vector] as const))(
    'N = %i, %i bytes',
    (size, length, { payloadHex, rows }) => {
      const payload = Uint8Array.from(Buffer.from(payloadHex, 'hex'));
      expect(payload).toHaveLength(length);
      expect(letters(encodeCryptogram(payload))).toEqual(rows);
      const cells = Uint8Array.from(rows.join(''), (letter) => 'WRGB'.indexOf(letter));
      expect(decodeCryptogram({ size, cells })).toEqual(payload);
    },
  );
});

describe('layout', () => {
  test('capacities are those of the design', () => {
    expect(SIZES.map(capacity)).toEqual([101, 206, 346, 521]);
    expect(SIZES.map((size) => layoutOf(size).blocks.length)).toEqual([1, 2, 2, 3]);
  });

  test('CRC-16/CCITT-FALSE has its check value', () => {
    expect(crc16(new TextEncoder().encode('123456789'))).toBe(0x29b1);
  });

  test('the smallest grid that holds a payload is taken, and one byte too many is refused', () => {
    for (const size of SIZES) {
      expect(encodeCryptogram(bytes(capacity(size), size)).size).toBe(size);
    }
    expect(encodeCryptogram(bytes(102, 1)).size).toBe(35);
    expect(() => encodeCryptogram(bytes(522, 1))).toThrow('MESSAGE_TOO_LARGE');
  });
});

describe('damage', () => {
  test.each(SIZES)('N = %i: half the parity in wrong bytes is corrected', (size) => {
    const payload = bytes(capacity(size), size);
    const grid = encodeCryptogram(payload);
    const layout = layoutOf(size);
    const perBlock = Math.min(...layout.blocks.map((block) => (block.size - block.data) >> 1));
    const wrong = wrongBytes(grid, perBlock * layout.blocks.length);
    expect(decodeCryptogram(wrong)).toEqual(payload);
  });

  test.each(SIZES)('N = %i: more than that is no reading', (size) => {
    const grid = encodeCryptogram(bytes(capacity(size), size));
    const { blocks } = layoutOf(size);
    const beyond = blocks.reduce((sum, block) => sum + ((block.size - block.data) >> 1) + 1, 0);
    expect(decodeCryptogram(wrongBytes(grid, beyond))).toBeUndefined();
  });

  test('a turned, cut or foreign grid is no reading', () => {
    const grid = encodeCryptogram(bytes(60, 3));
    expect(decodeCryptogram({ size: 25, cells: grid.cells.slice().reverse() })).toBeUndefined();
    expect(decodeCryptogram({ size: 24, cells: grid.cells.slice(0, 576) })).toBeUndefined();
    expect(decodeCryptogram({ size: 25, cells: grid.cells.slice(0, 576) })).toBeUndefined();
    const next = random(4);
    for (let i = 0; i < times(300); i++) {
      const cells = Uint8Array.from({ length: 625 }, () => Math.floor(next() * 4));
      expect(decodeCryptogram({ size: 25, cells })).toBeUndefined();
    }
  });

  test.each([
    ['version', 0, 2],
    ['length', 1, 0xff],
    ['checksum', 3, 1],
    ['padding', 90, 1],
  ])('a wrong %s under right parity is no reading', (_, index, change) => {
    const message = messageOf(bytes(60, 3), layoutOf(25).data);
    expect(decodeCryptogram(encodeMessage(message, 25))).toEqual(bytes(60, 3));
    message[index]! ^= change;
    expect(decodeCryptogram(encodeMessage(message, 25))).toBeUndefined();
  });
});

describe('images', () => {
  test('pixels show frame, quiet zones and squares where the design puts them', () => {
    const grid = encodeCryptogram(bytes(5, 1));
    const { data, width } = gridPixels(grid, 2);
    expect(width).toBe(70);
    const at = (column: number, row: number) =>
      [...data.subarray((row * 2 * width + column * 2) * 4, (row * 2 * width + column * 2) * 4 + 3)]
        .map((value) => value >> 7)
        .join('');
    const diagonal = [0, 1, 2, 3, 4, 5, 6].map((i) => at(i, i));
    expect(diagonal).toEqual(['111', '111', '000', '000', '111', '111', '001']);
    expect(at(6, 5)).toBe('100');
    expect(at(5, 6)).toBe('010');
  });

  test('the SVG draws one path a colour', () => {
    const svg = cryptogramSvg(bytes(5, 1), { size: 350 });
    expect(svg).toContain('viewBox="0 0 35 35"');
    expect(svg).toContain('M2 2h31v31h-31zm2 2v27h27v-27z');
    expect(svg.match(/<path /g)).toHaveLength(5);
    const red = encodeCryptogram(bytes(5, 1)).cells.filter((colour) => colour === 1).length;
    const path = /fill="#f00" d="([^"]+)"/.exec(svg)![1]!;
    const drawn = [...path.matchAll(/h(\d+)v/g)].reduce((sum, [, run]) => sum + Number(run), 0);
    expect(drawn).toBe(red);
  });
});

function letters({ size, cells }: ColourGrid): string[] {
  return Array.from({ length: size }, (_, y) =>
    Array.from(cells.subarray(y * size, (y + 1) * size), (colour) => 'WRGB'[colour]).join(''),
  );
}

/** The grid with its first `count` bytes wrong. */
function wrongBytes({ size, cells }: ColourGrid, count: number): ColourGrid {
  const wrong = cells.slice();
  const { dataCells } = layoutOf(size);
  for (let i = 0; i < count; i++) {
    const cell = dataCells[i * 4]!;
    wrong[cell] = (wrong[cell]! + 1 + (i % 3)) & 3;
  }
  return { size, cells: wrong };
}
