/** Judges a brand's logo as icon and on the app's screens, by its pixels. */
import { contrast } from '../core/brand-colours.ts';
import type { ConfigFinding } from '../core/config-rules.ts';

/** As `ImageData`: RGBA, not premultiplied. */
export interface Pixels {
  readonly data: Uint8ClampedArray;
  readonly width: number;
  readonly height: number;
}

/**
 * What graphics need against what is beside them (WCAG 2.2, 1.4.11). A logo that has it with its
 * icon's ground is seen on every home screen: the lighter of both has it with black, the darker
 * with white.
 */
const ENOUGH = 3;
/** At least this part of what is drawn has enough contrast: the rest may be shading. */
const SHARE_OF_DRAWN = 0.5;
/** Of a picture that has a ground of its own: a mark in it may be thin. */
const SHARE_OF_OPAQUE = 0.1;
/** Fewer transparent pixels are a frame or rounded corners. */
const TRANSPARENT_SHARE = 0.05;
const VISIBLE_ALPHA = 128;
/** A side may be so much shorter than the other. */
const SQUARE = 0.9;
/** The logo's side in the largest icon: 64 % of 512 pixels. */
const LARGEST_USE = 328;
/** Where Home shows the logo (ui/styles/tokens.ts, `--ground`). */
const SCREENS = [
  { on: 'light', ground: '#f3f5f4', is: 'light' },
  { on: 'dark', ground: '#0b1312', is: 'dark' },
] as const;

/**
 * Returns what is unwise in a logo, all under the path `logo`.
 * @param logo its pixels (`logoPixels`); undefined for the emblem, made for any deep ground
 * @param ground `#rrggbb` behind it in icons; undefined: none are made of it
 */
export function judgeIcons(
  logo: Pixels | undefined,
  ground: string | undefined,
): readonly ConfigFinding[] {
  if (!logo) return [];
  return [...judge(logo, ground)].map((text) => ({ path: 'logo', level: 'warning', text }));
}

function* judge(logo: Pixels, ground: string | undefined): Iterable<string> {
  const { width, height } = logo;
  const visible = visibleColours(logo);
  if (visible.length === 0) {
    yield 'Nothing of the logo can be seen: all of it is transparent. Choose another picture.';
    return;
  }
  if (Math.min(width, height) / Math.max(width, height) < SQUARE)
    yield `The logo is ${width} by ${height} pixels: in the square of an icon, and beside the name on Home, it becomes small. Choose a square one, without words in it.`;
  if (ground !== undefined && Math.max(width, height) < LARGEST_USE)
    yield `The logo is ${Math.max(width, height)} pixels wide, and the largest icon shows it at ${LARGEST_USE}, so that it looks blurred. Choose an SVG, or a PNG of ${LARGEST_USE} pixels or more.`;
  const isOpaque = visible.length / (width * height) > 1 - TRANSPARENT_SHARE;
  const enough = isOpaque ? SHARE_OF_OPAQUE : SHARE_OF_DRAWN;
  const inIcon = ground === undefined ? 1 : shareSeen(visible, ground);
  if (inIcon < enough)
    yield `In the icon, only ${percent(inIcon)} of the logo has a contrast of ${ENOUGH} : 1 with its ground ${ground} (WCAG 2.2, 1.4.11), so that it is hard to make out. Choose another ground, or a logo that is lighter or darker than it.`;
  for (const { on, ground: screen, is } of SCREENS) {
    const seen = shareSeen(visible, screen);
    if (seen < enough)
      yield `On ${on} screens, only ${percent(seen)} of the logo has a contrast of ${ENOUGH} : 1 with the ground ${screen} (WCAG 2.2, 1.4.11): it is too ${is}. Choose a logo with a ground of its own, or in a colour between light and dark.`;
  }
  if (ground !== undefined && isOpaque)
    yield 'The logo has no transparent part, so that the badge beside notifications, which is its shape alone, is a white square. Choose an SVG or a PNG with a transparent ground.';
}

/** `#rrggbb` of each visible pixel. */
function visibleColours({ data }: Pixels): readonly string[] {
  const found: string[] = [];
  for (let at = 0; at < data.length; at += 4)
    if (data[at + 3]! >= VISIBLE_ALPHA)
      found.push(`#${[0, 1, 2].map((i) => data[at + i]!.toString(16).padStart(2, '0')).join('')}`);
  return found;
}

function shareSeen(colours: readonly string[], ground: string): number {
  const known = new Map<string, boolean>();
  const isSeen = (colour: string): boolean => {
    const before = known.get(colour);
    if (before !== undefined) return before;
    const seen = contrast(colour, ground) >= ENOUGH;
    known.set(colour, seen);
    return seen;
  };
  return colours.filter(isSeen).length / colours.length;
}

function percent(share: number): string {
  return `${Math.floor(share * 100)} %`;
}
