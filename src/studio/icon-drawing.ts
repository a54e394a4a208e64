/** The icons as SVG: the emblem, or a brand's logo, on a ground; for scripts/icons.mjs, too. */
import { emblem, outlines } from '../ui/mosaic/emblem.ts';

const MARBLE = '#f3eee1';
const GOLD = '#dfa437';
/** Space between the halves where there are no tiles. */
const HALVES_APART = 10;

export interface IconShape {
  /** Radius of the ground's corners, in hundredths of the icon; 0 fills the square. */
  readonly corner: number;
  /** The side of the square that holds the picture, in hundredths of the icon. */
  readonly size: number;
}

/** For systems that show an icon as it is. */
const ROUNDED: IconShape = { corner: 22, size: 64 };
/** The system cuts its own corners. */
const FULL: IconShape = { corner: 0, size: 64 };
/**
 * Whatever shape the system cuts, a circle of 80 % stays (W3C Web App Manifest, "maskable"); a
 * square fits in it up to 56 %.
 */
const MASKABLE: IconShape = { corner: 0, size: 54 };
/** At 16 px a margin takes too much. */
export const FAVICON: IconShape = { corner: 18, size: 76 };
export const ICON = ROUNDED;

/** Icons in pixels: path, side and shape. */
export const PIXEL_ICONS = [
  { path: 'icons/icon-192.png', pixels: 192, shape: ROUNDED },
  { path: 'icons/icon-512.png', pixels: 512, shape: ROUNDED },
  { path: 'icons/maskable-512.png', pixels: 512, shape: MASKABLE },
  { path: 'icons/apple-touch-icon.png', pixels: 180, shape: FULL },
] as const;

export const BADGE_PIXELS = 96;

/** The emblem in tiles on a ground `#rrggbb`. */
export function emblemIcon({ corner, size }: IconShape, ground: string): string {
  const { left, right } = emblem(8, 25);
  const place = (100 - size) / 2;
  const tiles = [...right, ...left].map(({ fill, d }) => `<path fill="${fill}" d="${d}"/>`);
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 100"><rect width="100" height="100" rx="${corner}" fill="${ground}"/><g transform="translate(${place} ${place}) scale(${size / 100})" stroke="${ground}" stroke-width="3.2" stroke-linejoin="round">${tiles.join('')}</g></svg>\n`;
}

/** At 16 px there is no space for tiles: the two halves alone. */
export function emblemFavicon(ground: string): string {
  const [left, right] = halves();
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="-30 -25 160 150"><rect x="-30" y="-25" width="160" height="150" rx="30" fill="${ground}"/><path fill="${MARBLE}" d="${left}"/><path fill="${GOLD}" d="${right}"/></svg>\n`;
}

/**
 * Beside a notification: systems use the shape alone and colour it (Notifications API, "badge").
 */
export function emblemBadge(): string {
  const [left, right] = halves();
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="-15 -10 130 120"><path fill="#fff" d="${left}${right}"/></svg>\n`;
}

function halves(): readonly [string, string] {
  const [left, right] = outlines(HALVES_APART).map(
    (half) => `M${half.map((point) => point.join(' ')).join('L')}Z`,
  );
  return [left!, right!];
}

/** A logo on a ground. @param logo its `data:` address: an icon can load nothing else */
export function logoIcon({ corner, size }: IconShape, ground: string, logo: string): string {
  const place = (100 - size) / 2;
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 100"><rect width="100" height="100" rx="${corner}" fill="${ground}"/><image x="${place}" y="${place}" width="${size}" height="${size}" href="${logo}"/></svg>\n`;
}

/**
 * Gives an SVG's root a width and a height in pixels, the longer one `side`: without them browsers
 * draw it at sizes of their own, or not at all. What it says itself stands where there is no
 * viewBox and no size in numbers.
 */
export function sizedSvg(svg: string, side: number): string {
  const root = rootTag(svg);
  if (root === undefined) return svg;
  const [width, height] = proportions(root);
  if (!(width > 0 && height > 0)) return svg;
  const scale = side / Math.max(width, height);
  const viewBox =
    attribute(root, 'viewBox') === undefined ? ` viewBox="0 0 ${width} ${height}"` : '';
  const bare = root.replace(/\s(?:width|height)\s*=\s*(?:"[^"]*"|'[^']*')/g, '');
  return svg.replace(root, () =>
    bare.replace('<svg', `<svg width="${width * scale}" height="${height * scale}"${viewBox}`),
  );
}

/** Tried at the first place alone: from each place on, it would take a square of the length. */
function rootTag(svg: string): string | undefined {
  const pattern = /<svg\b(?:"[^"]*"|'[^']*'|[^<>"'])*>/y;
  pattern.lastIndex = Math.max(0, svg.search(/<svg\b/));
  return pattern.exec(svg)?.[0];
}

function proportions(root: string): readonly [number, number] {
  const box = attribute(root, 'viewBox')
    ?.trim()
    .split(/[\s,]+/)
    .map(Number);
  if (box?.length === 4) return [box[2]!, box[3]!];
  const length = (name: string) =>
    Number(/^\s*([\d.]+)(?:px)?\s*$/.exec(attribute(root, name) ?? '')?.[1]);
  return [length('width'), length('height')];
}

function attribute(root: string, name: string): string | undefined {
  const [, double, single] =
    new RegExp(`\\s${name}\\s*=\\s*(?:"([^"]*)"|'([^']*)')`).exec(root) ?? [];
  return double ?? single;
}
