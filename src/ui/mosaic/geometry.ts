/** Plane geometry for mosaics: outlines as polygons, cut to a tile (Sutherland & Hodgman, 1974). */

export type Point = readonly [x: number, y: number];
export type Polygon = readonly Point[];

const TURN = 2 * Math.PI;

export function ellipse(cx: number, cy: number, rx: number, ry = rx, turn = 0): Polygon {
  const n = 40;
  const [c, s] = [Math.cos((turn * TURN) / 360), Math.sin((turn * TURN) / 360)];
  return Array.from({ length: n }, (_, i): Point => {
    const [x, y] = [rx * Math.cos((i * TURN) / n), ry * Math.sin((i * TURN) / n)];
    return [cx + x * c - y * s, cy + x * s + y * c];
  });
}

export function box(x: number, y: number, width: number, height: number): Polygon {
  return [
    [x, y],
    [x + width, y],
    [x + width, y + height],
    [x, y + height],
  ];
}

/** A stroke of a width from one point to another. */
export function bar(x1: number, y1: number, x2: number, y2: number, width: number): Polygon {
  const length = Math.hypot(x2 - x1, y2 - y1) || 1;
  const [dx, dy] = [((y1 - y2) / length) * (width / 2), ((x2 - x1) / length) * (width / 2)];
  return [
    [x1 + dx, y1 + dy],
    [x2 + dx, y2 + dy],
    [x2 - dx, y2 - dy],
    [x1 - dx, y1 - dy],
  ];
}

export function star(cx: number, cy: number, r: number, points = 5, inner = 0.42): Polygon {
  return Array.from({ length: points * 2 }, (_, i): Point => {
    const radius = i % 2 === 0 ? r : r * inner;
    const angle = (i * Math.PI) / points - Math.PI / 2;
    return [cx + radius * Math.cos(angle), cy + radius * Math.sin(angle)];
  });
}

/** A disc with a second one bitten out, `dx`, `dy` away. */
export function crescent(cx: number, cy: number, r: number, dx: number, dy: number): Polygon {
  const outer = ellipse(cx, cy, r).filter(([x, y]) => Math.hypot(x - cx - dx, y - cy - dy) >= r);
  const inner = ellipse(cx + dx, cy + dy, r).filter(([x, y]) => Math.hypot(x - cx, y - cy) < r);
  const from = (points: Polygon, ax: number, ay: number) =>
    [...points].sort((p, q) => Math.atan2(p[1] - ay, p[0] - ax) - Math.atan2(q[1] - ay, q[0] - ax));
  const middle = Math.atan2(-dy, -dx);
  const around = (p: Point, ax: number, ay: number) =>
    (Math.atan2(p[1] - ay, p[0] - ax) - middle + 3 * Math.PI) % TURN;
  return [
    ...from(outer, cx, cy).sort((p, q) => around(p, cx, cy) - around(q, cx, cy)),
    ...from(inner, cx + dx, cy + dy).sort(
      (p, q) => around(q, cx + dx, cy + dy) - around(p, cx + dx, cy + dy),
    ),
  ];
}

/** An outline from SVG path data with absolute M, L, Q, C and Z. */
export function path(data: string): Polygon {
  const points: Point[] = [];
  for (const [, command = '', rest = ''] of data.matchAll(/([MLQC])([^MLQCZ]*)/gu)) {
    const n = rest
      .trim()
      .split(/[\s,]+/u)
      .map(Number);
    const size = command === 'Q' ? 4 : command === 'C' ? 6 : 2;
    for (let i = 0; i + size <= n.length; i += size) curve(points, n.slice(i, i + size));
  }
  return points;
}

/** A line, quadratic or cubic Bézier curve from where the outline has come to. */
function curve(points: Point[], n: readonly number[]): void {
  const [x0, y0] = points.at(-1) ?? [0, 0];
  const at = (i: number) => n[i] ?? 0;
  if (n.length === 2) points.push([at(0), at(1)]);
  else
    for (let k = 1; k <= 8; k += 1) {
      const [t, u] = [k / 8, 1 - k / 8];
      points.push(
        n.length === 4
          ? [
              u * u * x0 + 2 * u * t * at(0) + t * t * at(2),
              u * u * y0 + 2 * u * t * at(1) + t * t * at(3),
            ]
          : [
              u ** 3 * x0 + 3 * u * u * t * at(0) + 3 * u * t * t * at(2) + t ** 3 * at(4),
              u ** 3 * y0 + 3 * u * u * t * at(1) + 3 * u * t * t * at(3) + t ** 3 * at(5),
            ],
      );
    }
}

/** The left half of an outline, mirrored at a vertical line and joined. */
export function mirrored(half: Polygon, at = 50): Polygon {
  return [...half, ...[...half].reverse().map(([x, y]): Point => [2 * at - x, y])];
}

/** What of an outline lies within a convex tile, whose corners run clockwise on the screen. */
export function cut(outline: Polygon, tile: Polygon): Polygon {
  let left: Point[] = [...outline];
  for (let i = 0; i < tile.length && left.length > 0; i += 1) {
    const a = tile[i];
    const b = tile[(i + 1) % tile.length];
    if (a && b) left = halved(left, a, b);
  }
  return left;
}

function halved(outline: readonly Point[], a: Point, b: Point): Point[] {
  const side = ([x, y]: Point) => (b[0] - a[0]) * (y - a[1]) - (b[1] - a[1]) * (x - a[0]);
  const kept: Point[] = [];
  let from = outline.at(-1);
  for (const to of outline) {
    if (from) {
      const [s, e] = [side(from), side(to)];
      if (s >= 0 !== e >= 0) {
        const t = s / (s - e);
        kept.push([from[0] + (to[0] - from[0]) * t, from[1] + (to[1] - from[1]) * t]);
      }
      if (e >= 0) kept.push(to);
    }
    from = to;
  }
  return kept;
}

export function area(polygon: Polygon): number {
  let sum = 0;
  polygon.forEach(([x, y], i) => {
    const [nx, ny] = polygon[(i + 1) % polygon.length] ?? [0, 0];
    sum += x * ny - nx * y;
  });
  return Math.abs(sum) / 2;
}

/** Returns true if a point lies within an outline (even–odd rule). */
export function within([x, y]: Point, outline: Polygon): boolean {
  let inside = false;
  outline.forEach(([ax, ay], i) => {
    const [bx, by] = outline[(i + 1) % outline.length] ?? [0, 0];
    if (ay > y !== by > y && x < ((bx - ax) * (y - ay)) / (by - ay) + ax) inside = !inside;
  });
  return inside;
}
