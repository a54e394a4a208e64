/**
 * A seeded camera: shows an image to a simulated phone and returns the frame that the phone would
 * capture.
 */
import type { Projection } from '../../src/symbology/geometry.ts';
import { project, squareTo } from '../../src/symbology/geometry.ts';
import type { Corners, PixelImage, Point } from '../../src/symbology/image.ts';
import { random } from './pictures.ts';

/** How bad it may get. Each shot draws its own conditions within these. */
export interface Conditions {
  /** Degrees between the image's normal and the camera's axis. */
  readonly tilt: number;
  /** Smallest number of pixels a module, measured along the image's shortest side in the frame. */
  readonly modulePixels: number;
  /** Standard deviation of the lens's blur, in pixels. */
  readonly blur: number;
  /** Standard deviation of the noise, of 255. */
  readonly noise: number;
  /** Gain of each channel, plus or minus, in linear light. */
  readonly cast: number;
  /** Share of each other channel that a channel sees. */
  readonly crossTalk: number;
  /** Amplitude of the interference between screen and sensor. */
  readonly moire: number;
  /** Change of the light from the middle to the edge of the frame. */
  readonly gradient: number;
  /** Light that a reflection adds at its brightest, of white. */
  readonly glare: number;
}

/** From ideal conditions to the worst that the reader is meant for. */
export const LEVELS: readonly Conditions[] = [
  level(10, 8, 0.8, 3, 0.1, 0.05, 0.02, 0.1, 0),
  level(22, 7.5, 1.4, 5, 0.25, 0.1, 0.04, 0.2, 0.1),
  level(33, 6.5, 1.9, 8, 0.35, 0.15, 0.07, 0.25, 0.2),
  level(42, 6, 2.4, 10, 0.5, 0.2, 0.1, 0.3, 0.3),
];

export interface Shot {
  readonly image: PixelImage;
  /** Where the picture's corners lie in the frame. */
  readonly corners: Corners;
}

type Planes = [Float32Array, Float32Array, Float32Array];

const WIDTH = 1280;
const HEIGHT = 720;
const PIXELS = WIDTH * HEIGHT;
const FOCAL_LENGTH = 1000;

/** Planes of linear light, red, green and blue, reused by every shot. */
const [red, green, blue] = [1, 2, 3].map(() => new Float32Array(PIXELS)) as Planes;
const planes = [red, green, blue];
const scratch = new Float32Array(PIXELS);
const toLinear = Float32Array.from({ length: 256 }, (_, i) => (i / 255) ** 2.2);
const toCoded = Float32Array.from({ length: 4097 }, (_, i) => 255 * (i / 4096) ** (1 / 2.2));
const gaussian = gaussians(1 << 20);
const SINES = 1024;
const sine = Float32Array.from({ length: SINES }, (_, i) => Math.sin((2 * Math.PI * i) / SINES));

/** One frame of 1280×720 of a picture of one pixel a module. */
export function photograph(picture: PixelImage, conditions: Conditions, seed: number): Shot {
  const next = random(seed);
  const corners = pose(picture.width, conditions, next);
  const box = boxOf(corners);
  expose(picture, corners, next);
  if (isGrey(picture)) {
    blur(red, conditions.blur, box);
    green.set(red);
    blue.set(red);
  } else for (const plane of planes) blur(plane, conditions.blur, box);
  light(conditions, corners, next);
  const image = develop(conditions, next);
  return { image, corners };
}

/** Its light is the same in each plane. */
function isGrey({ data }: PixelImage): boolean {
  for (let at = 0; at < data.length; at += 4)
    if (data[at] !== data[at + 1] || data[at] !== data[at + 2]) return false;
  return true;
}

function level(
  tilt: number,
  modulePixels: number,
  blur: number,
  noise: number,
  cast: number,
  crossTalk: number,
  moire: number,
  gradient: number,
  glare: number,
): Conditions {
  return { tilt, modulePixels, blur, noise, cast, crossTalk, moire, gradient, glare };
}

/**
 * Returns the corners of a square sheet turned and tilted at random, entirely in the frame, its
 * modules at least as large as wanted.
 */
function pose(modules: number, conditions: Conditions, next: () => number): Corners {
  for (;;) {
    const turn = next() * 2 * Math.PI;
    const axis = next() * 2 * Math.PI;
    const angle = (conditions.tilt * (0.7 + 0.3 * next()) * Math.PI) / 180;
    const closer = next();
    const place = (distance: number) => held(turn, axis, angle, distance);
    let distance = 2;
    for (let i = 0; i < 20; i++) {
      distance *= shortestSide(place(distance)) / (modules * conditions.modulePixels);
    }
    const points = place(distance);
    const room = Math.min((WIDTH - 24) / extent(points, 'x'), (HEIGHT - 24) / extent(points, 'y'));
    if (room < 1) continue;
    return centred(place(distance / (1 + 0.8 * (Math.min(room, 1.6) - 1) * closer)), next);
  }
}

/**
 * The corners of a unit square turned in its plane, tilted about an axis of that plane (Rodrigues),
 * and seen from a distance.
 */
function held(turn: number, axis: number, angle: number, distance: number): Point[] {
  const unit = [
    [-0.5, -0.5],
    [0.5, -0.5],
    [0.5, 0.5],
    [-0.5, 0.5],
  ];
  return unit.map(([u, v]) => {
    const x = u! * Math.cos(turn) - v! * Math.sin(turn);
    const y = u! * Math.sin(turn) + v! * Math.cos(turn);
    const along = x * Math.cos(axis) + y * Math.sin(axis);
    const across = y * Math.cos(axis) - x * Math.sin(axis);
    const flat = across * Math.cos(angle);
    const scale = FOCAL_LENGTH / (distance + across * Math.sin(angle));
    return {
      x: scale * (along * Math.cos(axis) - flat * Math.sin(axis)),
      y: scale * (along * Math.sin(axis) + flat * Math.cos(axis)),
    };
  });
}

/** The points moved to a random place of the frame that holds them all. */
function centred(points: readonly Point[], next: () => number): Corners {
  const shift = (key: 'x' | 'y', length: number) => {
    const low = Math.min(...points.map((point) => point[key]));
    return 8 - low + next() * Math.max(0, length - 16 - extent(points, key));
  };
  const dx = shift('x', WIDTH);
  const dy = shift('y', HEIGHT);
  const [a, b, c, d] = points.map(({ x, y }) => ({ x: x + dx, y: y + dy }));
  return [a!, b!, c!, d!];
}

function shortestSide(points: readonly Point[]): number {
  return Math.min(
    ...points.map((a, i) => {
      const b = points[(i + 1) % 4]!;
      return Math.hypot(a.x - b.x, a.y - b.y);
    }),
  );
}

function extent(points: readonly Point[], key: 'x' | 'y'): number {
  const values = points.map((point) => point[key]);
  return Math.max(...values) - Math.min(...values);
}

interface Box {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

function boxOf(corners: Corners): Box {
  const xs = corners.map(({ x }) => x);
  const ys = corners.map(({ y }) => y);
  return {
    left: Math.max(0, Math.floor(Math.min(...xs)) - 16),
    top: Math.max(0, Math.floor(Math.min(...ys)) - 16),
    right: Math.min(WIDTH, Math.ceil(Math.max(...xs)) + 16),
    bottom: Math.min(HEIGHT, Math.ceil(Math.max(...ys)) + 16),
  };
}

/** The projection that undoes another: its adjugate, scaled so that the last element is 1 again. */
function inverse(m: Projection): Projection {
  const [a, b, c, d, e, f, g, h, i] = m as unknown as Nine;
  const scale = 1 / (a * e - b * d);
  return Float64Array.of(
    (e * i - f * h) * scale,
    (c * h - b * i) * scale,
    (b * f - c * e) * scale,
    (f * g - d * i) * scale,
    (a * i - c * g) * scale,
    (c * d - a * f) * scale,
    (d * h - e * g) * scale,
    (b * g - a * h) * scale,
    1,
  );
}

type Nine = readonly [number, number, number, number, number, number, number, number, number];

/**
 * The light of each pixel: the picture (four samples a pixel), its page with lines of text, the
 * screen's black edge, the table.
 */
function expose(picture: PixelImage, corners: Corners, next: () => number): void {
  const m = inverse(squareTo(corners));
  const page = 0.15 + next() * 0.25;
  const bezel = page + 0.05 + next() * 0.05;
  const fixture = 0.1 + next() * 0.5;
  const near = 2 / picture.width;
  for (let y = 0; y < HEIGHT; y++) {
    for (let x = 0; x < WIDTH; x++) {
      const w = 1 / (m[6]! * x + m[7]! * y + 1);
      const u = (m[0]! * x + m[1]! * y + m[2]!) * w;
      const v = (m[3]! * x + m[4]! * y + m[5]!) * w;
      const outside = Math.max(-u, u - 1, -v, v - 1);
      const at = y * WIDTH + x;
      if (outside < near) exposePicture(picture, m, x, y, at);
      else {
        const grey = outside < page ? pageAt(u, v) : outside < bezel ? 0.01 : fixture;
        red[at] = green[at] = blue[at] = grey;
      }
    }
  }
}

/** Four samples of the picture, which ends in white. */
function exposePicture(
  { data, width }: PixelImage,
  m: Float64Array,
  x: number,
  y: number,
  at: number,
): void {
  let [r, g, b] = [0, 0, 0];
  for (let tap = 0; tap < 4; tap++) {
    const tx = x + 0.25 + (tap & 1) / 2;
    const ty = y + 0.25 + (tap >> 1) / 2;
    const w = width / (m[6]! * tx + m[7]! * ty + 1);
    const column = Math.floor((m[0]! * tx + m[1]! * ty + m[2]!) * w);
    const row = Math.floor((m[3]! * tx + m[4]! * ty + m[5]!) * w);
    const inside = column >= 0 && row >= 0 && column < width && row < width;
    const texel = (row * width + column) * 4;
    r += inside ? toLinear[data[texel]!]! : 0.95;
    g += inside ? toLinear[data[texel + 1]!]! : 0.95;
    b += inside ? toLinear[data[texel + 2]!]! : 0.95;
  }
  red[at] = r / 4;
  green[at] = g / 4;
  blue[at] = b / 4;
}

/** White paper with dark words above and below the picture. */
function pageAt(u: number, v: number): number {
  const line = (v < 0 ? -v : v - 1) * 24;
  const written = (v < 0 || v > 1) && line % 1 > 0.4 && line % 1 < 0.7 && line > 1;
  return written && Math.sin(u * 90) + Math.sin(u * 37) > -0.4 ? 0.08 : 0.95;
}

/** Gaussian blur in place, within a box. */
function blur(plane: Float32Array, sigma: number, { left, top, right, bottom }: Box): void {
  const radius = Math.ceil(3 * sigma);
  const kernel = Float32Array.from({ length: 2 * radius + 1 }, (_, i) =>
    Math.exp(-((i - radius) ** 2) / 2 / sigma ** 2),
  );
  const weight = kernel.reduce((a, b) => a + b);
  kernel.forEach((value, i) => (kernel[i] = value / weight));
  const padded = new Float32Array(WIDTH + 2 * radius);
  for (let y = top; y < bottom; y++) {
    const row = plane.subarray(y * WIDTH, (y + 1) * WIDTH);
    padded.fill(row[0]!, 0, radius).set(row, radius);
    padded.fill(row[WIDTH - 1]!, WIDTH + radius);
    for (let x = left; x < right; x++) {
      let sum = 0;
      for (let k = 0; k < kernel.length; k++) sum += kernel[k]! * padded[x + k]!;
      scratch[y * WIDTH + x] = sum;
    }
  }
  for (let y = top; y < bottom; y++) {
    plane.fill(0, y * WIDTH + left, y * WIDTH + right);
    for (let k = -radius; k <= radius; k++) {
      const row = Math.max(top, Math.min(bottom - 1, y + k)) * WIDTH;
      const share = kernel[k + radius]!;
      for (let x = left; x < right; x++) {
        plane[y * WIDTH + x] = plane[y * WIDTH + x]! + share * scratch[row + x]!;
      }
    }
  }
}

/** The room's light on the scene: a gradient, a reflection, the interference of two pixel grids. */
function light({ gradient, glare, moire }: Conditions, corners: Corners, next: () => number): void {
  const direction = next() * 2 * Math.PI;
  const gx = (gradient * Math.cos(direction)) / (WIDTH / 2);
  const gy = (gradient * Math.sin(direction)) / (HEIGHT / 2);
  const spot = project(squareTo(corners), 0.1 + 0.8 * next(), 0.1 + 0.8 * next());
  const spread = 2 * (60 + 90 * next()) ** 2;
  const period = 6 + 40 * next();
  const slope = next() * 2 * Math.PI;
  const kx = (SINES * Math.cos(slope)) / period;
  const ky = (SINES * Math.sin(slope)) / period;
  const phases = [0, 1, 2].map(() => 100 * SINES + next() * SINES);
  const [pr, pg, pb] = phases as [number, number, number];
  for (let y = 0, at = 0; y < HEIGHT; y++) {
    for (let x = 0; x < WIDTH; x++, at++) {
      const shade = 1 + gx * (x - WIDTH / 2) + gy * (y - HEIGHT / 2);
      const far = (x - spot.x) ** 2 + (y - spot.y) ** 2;
      const shine = far < 4 * spread ? glare * Math.exp(-far / spread) : 0;
      const place = kx * x + ky * y;
      red[at] = red[at]! * shade * (1 + moire * sine[(place + pr) & (SINES - 1)]!) + shine;
      green[at] = green[at]! * shade * (1 + moire * sine[(place + pg) & (SINES - 1)]!) + shine;
      blue[at] = blue[at]! * shade * (1 + moire * sine[(place + pb) & (SINES - 1)]!) + shine;
    }
  }
}

/**
 * Sensor and codec: cross-talk, white balance, exposure, gamma, noise, chroma at half resolution.
 */
function develop({ crossTalk, cast, noise }: Conditions, next: () => number): PixelImage {
  const exposure = 0.55 + 0.35 * next();
  const gains = [0, 1, 2].map(() => exposure * (1 + cast * (2 * next() - 1)));
  const data = new Uint8ClampedArray(PIXELS * 4).fill(255);
  const own = 1 - 3 * crossTalk;
  const offset = Math.floor(next() * gaussian.length);
  const mask = gaussian.length - 1;
  const [gr, gg, gb] = gains.map((gain) => gain * 4096) as [number, number, number];
  const coded = (light: number) => toCoded[Math.min(4096, light + 0.5) | 0]!;
  for (let i = 0, to = 0, grain = offset; i < PIXELS; i++, to += 4, grain += 3) {
    const [r, g, b] = [red[i]!, green[i]!, blue[i]!];
    const others = crossTalk * (r + g + b);
    data[to] = coded(gr * (own * r + others)) + noise * gaussian[grain & mask]!;
    data[to + 1] = coded(gg * (own * g + others)) + noise * gaussian[(grain + 1) & mask]!;
    data[to + 2] = coded(gb * (own * b + others)) + noise * gaussian[(grain + 2) & mask]!;
  }
  subsampleChroma(data);
  return { data, width: WIDTH, height: HEIGHT };
}

/** YCbCr 4:2:0 and back (BT.601 full range), as every camera's video is coded. */
function subsampleChroma(data: Uint8ClampedArray): void {
  const lumas = new Float32Array(4);
  const steps = [0, 4, 4 * WIDTH, 4 * WIDTH + 4];
  for (let y = 0; y < HEIGHT; y += 2) {
    for (let x = 0; x < WIDTH; x += 2) {
      const first = (y * WIDTH + x) * 4;
      let cb = 0;
      let cr = 0;
      for (let i = 0; i < 4; i++) {
        const at = first + steps[i]!;
        const luma = 0.299 * data[at]! + 0.587 * data[at + 1]! + 0.114 * data[at + 2]!;
        lumas[i] = luma;
        cb += (data[at + 2]! - luma) / 4;
        cr += (data[at]! - luma) / 4;
      }
      for (let i = 0; i < 4; i++) {
        const at = first + steps[i]!;
        data[at] = lumas[i]! + cr;
        data[at + 1] = lumas[i]! - (0.299 * cr + 0.114 * cb) / 0.587;
        data[at + 2] = lumas[i]! + cb;
      }
    }
  }
}

/** Normally distributed numbers (Box–Muller). */
function gaussians(count: number): Float32Array {
  const next = random(20);
  return Float32Array.from(
    { length: count },
    () => Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next()),
  );
}
