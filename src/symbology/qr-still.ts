/** Reading every QR code in one still picture: all views of the whole, then of its parts, each code covered once it is read. */
import { crop, halved } from './image.ts';
import type { Corners, Luminance, Point } from './image.ts';
import { RUNGS, findQr } from './qr-read.ts';
import type { QrFound } from './qr-read.ts';

/** Beyond this many codes a picture is a sheet of stickers, not something to choose from. */
const MOST_CODES = 8;

/** Pictures above this many pixels are looked at in half size first: finder patterns get too large for the library. */
const LARGE = 1600 * 1200;

/** Parts smaller than this, in pixels a side, hold no code that the whole did not show. */
const SMALLEST_PART = 80;

/** The texts of all QR codes in a still picture, each once. */
export function readQrStill(image: Luminance): string[] {
  return findQrStill(image).map(({ text }) => text);
}

/** All QR codes in a still picture, each text once, with its outline where one was measured. */
export function findQrStill(image: Luminance): QrFound[] {
  const rest: Luminance = { ...image, data: image.data.slice() };
  const found = new Map<string, QrFound>();
  while (found.size < MOST_CODES) {
    const next = climb(rest) ?? partwise(rest);
    if (next === undefined) break;
    if (!found.has(next.text)) found.set(next.text, next);
    if (next.corners === undefined) break;
    cover(rest, next.corners);
  }
  return [...found.values()];
}

/** The first reading of any view. */
function climb(image: Luminance): QrFound | undefined {
  if (image.width * image.height > LARGE) {
    const smaller = climb(halved(image));
    if (smaller !== undefined) return moved(smaller, 0, 0, 2);
  }
  for (let rung = 0; rung < RUNGS.length; rung++) {
    const found = findQr(image, rung);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** The first reading of any part: several codes side by side hide each other's finder patterns. */
function partwise(image: Luminance): QrFound | undefined {
  for (const [columns, rows] of [
    [2, 1],
    [1, 2],
    [3, 1],
    [1, 3],
    [2, 2],
    [3, 3],
  ] as const) {
    const width = Math.ceil(image.width / columns);
    const height = Math.ceil(image.height / rows);
    if (Math.min(width, height) < SMALLEST_PART) continue;
    for (const top of starts(image.height, height)) {
      for (const left of starts(image.width, width)) {
        const found = climb(crop(image, left, top, width, height));
        if (found !== undefined) return moved(found, left, top, 1);
      }
    }
  }
  return undefined;
}

/** Where parts of one length begin along a side, each overlapping the last by half. */
function starts(side: number, part: number): number[] {
  const steps = Math.max(1, Math.round((side - part) / (part / 2)));
  return side === part
    ? [0]
    : Array.from({ length: steps + 1 }, (_, i) => Math.floor(((side - part) * i) / steps));
}

function moved(found: QrFound, left: number, top: number, scale: number): QrFound {
  if (found.corners === undefined) return { text: found.text };
  const place = ({ x, y }: Point): Point => ({ x: left + x * scale, y: top + y * scale });
  const [a, b, c, d] = found.corners;
  return { text: found.text, corners: [place(a), place(b), place(c), place(d)] };
}

/** Paints a code white, in place, half a tenth of its size beyond its outline. */
function cover(image: Luminance, corners: Corners): void {
  const centre = {
    x: corners.reduce((sum, { x }) => sum + x, 0) / 4,
    y: corners.reduce((sum, { y }) => sum + y, 0) / 4,
  };
  const grown = corners.map(({ x, y }) => ({
    x: centre.x + (x - centre.x) * 1.05,
    y: centre.y + (y - centre.y) * 1.05,
  }));
  const bottom = Math.min(image.height - 1, Math.max(...grown.map(({ y }) => y)));
  for (let y = Math.max(0, Math.floor(Math.min(...grown.map((p) => p.y)))); y <= bottom; y++) {
    const [from, to] = span(grown, y);
    if (to < from) continue;
    const row = y * image.width;
    image.data.fill(
      255,
      row + Math.max(0, Math.floor(from)),
      row + Math.min(image.width, Math.ceil(to)),
    );
  }
}

/** Where a convex polygon meets the line at height `y`: its leftmost and rightmost x. */
function span(polygon: readonly Point[], y: number): [number, number] {
  let from = Infinity;
  let to = -Infinity;
  polygon.forEach((a, i) => {
    const b = polygon[(i + 1) % polygon.length]!;
    if (a.y > y === b.y > y) return;
    const x = a.x + ((y - a.y) * (b.x - a.x)) / (b.y - a.y);
    from = Math.min(from, x);
    to = Math.max(to, x);
  });
  return [from, to];
}
