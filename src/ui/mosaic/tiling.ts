/** Lays a mosaic: tiles in rows, waves or rings, each slightly irregular, cut at outlines. */
import type { Point, Polygon } from './geometry.ts';
import { area, cut, ellipse } from './geometry.ts';

/** A way of laying: convex tiles that cover at least the square from 0 to 100. */
export type Laying = () => readonly Polygon[];

/** One outline after another, all of one tile. */
export interface Layer {
  readonly tile: TileName;
  readonly shapes: readonly Polygon[];
  readonly laying: Laying;
}

/** Four tones of each material, so that surfaces are not flat. */
export const TILE_TONES = {
  night: ['#1c2d4c', '#24395d', '#182640', '#2b4370'],
  sea: ['#1e6a85', '#27809d', '#185870', '#3592ad'],
  sky: ['#a5d0da', '#b9dde3', '#92c2cf', '#c8e5e8'],
  gold: ['#dfa437', '#ebb84f', '#cc8d27', '#f0c568'],
  red: ['#ae3b2b', '#c04f3b', '#962f21', '#cc6049'],
  leaf: ['#37733f', '#458650', '#2c5d34', '#579a5c'],
  marble: ['#f3eee1', '#eae2d1', '#fbf8f0', '#e3dac7'],
  granite: ['#87847b', '#99958b', '#74716a', '#aaa69c'],
  basalt: ['#2f3237', '#3b3f45', '#26282c', '#484d54'],
  clay: ['#c18252', '#d09565', '#ab6e3f', '#dba67c'],
  plum: ['#64355b', '#76446c', '#522a4a', '#88557d'],
} as const satisfies Record<string, readonly string[]>;

export type TileName = keyof typeof TILE_TONES;

/** Lime between the tiles. */
export const MORTAR = '#d8cfbd';

/** Returns a pseudo-random number 0–1, the same for the same arguments. */
function grain(a: number, b: number): number {
  let h = Math.imul(a * 374_761_393 + b * 668_265_263 + 1_442_695, 1_274_126_177);
  h = Math.imul(h ^ (h >>> 13), 1_103_515_245);
  return ((h ^ (h >>> 16)) >>> 0) / 2 ** 32;
}

/** Straight rows, turned by degrees; `wear` is how far corners stray, as a part of the size. */
export function rows(size = 8, turn = 0, wear = 0.22): Laying {
  return waves(size, 0, 1, turn, wear);
}

/** Rows that swing by an amplitude over a wavelength. */
export function waves(
  size: number,
  amplitude: number,
  wavelength: number,
  turn = 0,
  wear = 0.22,
): Laying {
  const [c, s] = [Math.cos((turn * Math.PI) / 180), Math.sin((turn * Math.PI) / 180)];
  const n = Math.ceil(110 / size);
  function corner(i: number, j: number): Point {
    const x = (i + (grain(i, j) - 0.5) * wear) * size;
    const swing = amplitude * Math.sin((x / wavelength) * 2 * Math.PI);
    const y = (j + (grain(j, i + 91) - 0.5) * wear) * size + swing;
    return [50 + x * c - y * s, 50 + x * s + y * c];
  }

  return () => {
    const tiles: Polygon[] = [];
    for (let j = -n; j < n; j += 1)
      for (let i = -n; i < n; i += 1)
        tiles.push([corner(i, j), corner(i + 1, j), corner(i + 1, j + 1), corner(i, j + 1)]);
    return tiles;
  };
}

/** Rings around a point. */
export function rings(cx: number, cy: number, size = 8, reach = 150): Laying {
  return () => {
    const tiles: Polygon[] = [];
    tiles.push(ellipse(cx, cy, size * 0.55));
    for (let ring = 0.55; ring * size < reach; ring += 1) {
      const count = Math.max(6, Math.round((ring + 0.5) * 2 * Math.PI));
      const shift = grain(ring, 7);
      for (let i = 0; i < count; i += 1) tiles.push(wedge(cx, cy, ring, size, count, i, shift));
    }
    return tiles;
  };
}

function wedge(
  cx: number,
  cy: number,
  ring: number,
  size: number,
  count: number,
  i: number,
  shift: number,
): Polygon {
  function at(r: number, k: number): Point {
    const angle = ((k + shift + (grain(ring, k % count) - 0.5) * 0.16) / count) * 2 * Math.PI;
    return [cx + r * size * Math.cos(angle), cy + r * size * Math.sin(angle)];
  }

  const outer = [at(ring + 1, i), at(ring + 1, i + 1)];
  return [at(ring, i), ...outer, at(ring, i + 1)];
}

/** Wedges from a point, like the ribs of a fan; each cut across now and then. */
export function fan(cx: number, cy: number, ribs: number, size = 12): Laying {
  return () => {
    const tiles: Polygon[] = [];
    for (let rib = 0; rib < ribs; rib += 1)
      for (let k = 0; k * size < 150; k += 1) {
        function at(r: number, i: number): Point {
          const angle = (i / ribs) * 2 * Math.PI;
          return [cx + r * Math.cos(angle), cy + r * Math.sin(angle)];
        }

        const [near, far] = [
          Math.max(0, k * size + (grain(rib, k) - 0.5) * size * 0.5),
          (k + 1) * size + (grain(rib, k + 1) - 0.5) * size * 0.5,
        ];
        tiles.push([at(near, rib), at(far, rib), at(far, rib + 1), at(near, rib + 1)]);
      }
    return tiles;
  };
}

export interface Paint {
  readonly fill: string;
  /** SVG path data of all tiles of this tone. */
  readonly d: string;
}

/** Smallest area of a cut tile; smaller slivers are dropped. */
const DIRT = 1.2;

/** A layer as a few paths, one a tone. */
export function lay(layer: Layer, seed: number, dirt = DIRT): readonly Paint[] {
  const tones = TILE_TONES[layer.tile];
  const paths = tones.map(() => '');
  const bounds = layer.shapes.map(boundsOf);
  layer.laying().forEach((tile, i) => {
    const tone = Math.floor(grain(i, seed) * tones.length);
    const around = boundsOf(tile);
    for (const [k, shape] of layer.shapes.entries()) {
      if (!touch(around, bounds[k] ?? around)) continue;
      const piece = cut(shape, tile);
      if (piece.length > 2 && area(piece) > dirt) paths[tone] = (paths[tone] ?? '') + drawn(piece);
    }
  });
  return tones.map((fill, i) => ({ fill, d: paths[i] ?? '' })).filter(({ d }) => d !== '');
}

type Bounds = readonly [left: number, top: number, right: number, bottom: number];

function boundsOf(polygon: Polygon): Bounds {
  const [xs, ys] = [polygon.map(([x]) => x), polygon.map(([, y]) => y)];
  return [Math.min(...xs), Math.min(...ys), Math.max(...xs), Math.max(...ys)];
}

function touch(a: Bounds, b: Bounds): boolean {
  return a[0] <= b[2] && b[0] <= a[2] && a[1] <= b[3] && b[1] <= a[3];
}

export function drawn(piece: Polygon): string {
  return `M${piece.map(([x, y]) => `${round(x)} ${round(y)}`).join('L')}Z`;
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
