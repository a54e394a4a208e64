/** Makes a brand's icons of its logo, or of the emblem, in a canvas. */
import type { IconShape } from './icon-drawing.ts';
import {
  BADGE_PIXELS,
  emblemBadge,
  emblemFavicon,
  emblemIcon,
  FAVICON,
  ICON,
  logoIcon,
  PIXEL_ICONS,
  sizedSvg,
} from './icon-drawing.ts';
import type { Pixels } from './icon-rules.ts';

export { judgeIcons } from './icon-rules.ts';

export interface IconSource {
  /** SVG or PNG, by its `type`; absent: the emblem. */
  readonly logo?: Blob | undefined;
  /** `#rrggbb` behind it: the brand's deep colour for the emblem. */
  readonly ground: string;
}

const SVG = 'image/svg+xml';
/** The longest side of a logo's pixels. */
const LARGEST = 512;

/**
 * Makes the files of a brand's folder, by their paths in it.
 * @throws Error where the logo is no picture that the browser can draw
 */
export async function makeIcons({ logo, ground }: IconSource): Promise<ReadonlyMap<string, Blob>> {
  const made = logo ? await ofLogo(logo, ground) : await ofEmblem(ground);
  return new Map([...made].sort(([one], [other]) => (one < other ? -1 : 1)));
}

/**
 * Draws a logo for `judgeIcons`: an SVG at 512 pixels, another picture at its own size up to that.
 * @throws Error as `makeIcons`
 */
export async function logoPixels(logo: Blob): Promise<Pixels> {
  const picture = await open(logo);
  const { naturalWidth, naturalHeight } = picture;
  const scale = Math.min(1, LARGEST / Math.max(naturalWidth, naturalHeight));
  const [width, height] = [naturalWidth, naturalHeight].map((side) =>
    Math.max(1, Math.round(side * scale)),
  ) as [number, number];
  const pen = canvas(width, height);
  pen.drawImage(picture, 0, 0, width, height);
  return pen.getImageData(0, 0, width, height);
}

type Files = readonly (readonly [path: string, file: Blob])[];

async function ofLogo(logo: Blob, ground: string): Promise<Files> {
  const address = await dataAddress(logo);
  const picture = await open(logo);
  return [
    ['icons/icon.svg', svgFile(logoIcon(ICON, ground, address))],
    ['icons/favicon.svg', svgFile(logoIcon(FAVICON, ground, address))],
    ['icons/badge.png', await logoBadge(picture)],
    ...(await Promise.all(
      PIXEL_ICONS.map(
        async ({ path, pixels, shape }) =>
          [path, await onGround(picture, { ground, pixels, shape })] as const,
      ),
    )),
  ];
}

async function ofEmblem(ground: string): Promise<Files> {
  return [
    ['icons/icon.svg', svgFile(emblemIcon(ICON, ground))],
    ['icons/favicon.svg', svgFile(emblemFavicon(ground))],
    ['icons/badge.png', await drawn(emblemBadge(), BADGE_PIXELS)],
    ...(await Promise.all(
      PIXEL_ICONS.map(
        async ({ path, pixels, shape }) =>
          [path, await drawn(emblemIcon(shape, ground), pixels)] as const,
      ),
    )),
  ];
}

function svgFile(svg: string): Blob {
  return new Blob([svg], { type: SVG });
}

/** A whole square of an SVG. */
async function drawn(svg: string, pixels: number): Promise<Blob> {
  const pen = canvas(pixels);
  drawWithin(pen, await open(svgFile(svg)), 0, pixels);
  return pngOf(pen);
}

interface Ground {
  readonly ground: string;
  readonly pixels: number;
  readonly shape: IconShape;
}

function onGround(picture: HTMLImageElement, { ground, pixels, shape }: Ground): Promise<Blob> {
  const pen = canvas(pixels);
  pen.fillStyle = ground;
  pen.beginPath();
  pen.roundRect(0, 0, pixels, pixels, (shape.corner / 100) * pixels);
  pen.fill();
  const size = (shape.size / 100) * pixels;
  drawWithin(pen, picture, (pixels - size) / 2, size);
  return pngOf(pen);
}

/** The logo's shape in white. */
function logoBadge(picture: HTMLImageElement): Promise<Blob> {
  const pen = canvas(BADGE_PIXELS);
  drawWithin(pen, picture, 0, BADGE_PIXELS);
  pen.globalCompositeOperation = 'source-in';
  pen.fillStyle = '#ffffff';
  pen.fillRect(0, 0, BADGE_PIXELS, BADGE_PIXELS);
  return pngOf(pen);
}

/** In the middle of a square, as large as it fits. */
function drawWithin(
  pen: CanvasRenderingContext2D,
  picture: HTMLImageElement,
  place: number,
  side: number,
): void {
  const { naturalWidth, naturalHeight } = picture;
  const scale = side / Math.max(naturalWidth, naturalHeight);
  const [width, height] = [naturalWidth * scale, naturalHeight * scale];
  pen.imageSmoothingQuality = 'high';
  pen.drawImage(picture, place + (side - width) / 2, place + (side - height) / 2, width, height);
}

function canvas(width: number, height = width): CanvasRenderingContext2D {
  const pen = Object.assign(document.createElement('canvas'), { width, height }).getContext('2d');
  if (!pen) throw new Error('This browser gives no canvas');
  return pen;
}

async function open(picture: Blob): Promise<HTMLImageElement> {
  const file = picture.type === SVG ? svgFile(sizedSvg(await picture.text(), LARGEST)) : picture;
  const address = URL.createObjectURL(file);
  try {
    const image = new Image();
    image.src = address;
    await image.decode();
    return image;
  } catch (cause) {
    throw new Error('The logo is no picture that this browser can draw', { cause });
  } finally {
    URL.revokeObjectURL(address);
  }
}

function pngOf({ canvas: made }: CanvasRenderingContext2D): Promise<Blob> {
  return new Promise((resolve, reject) =>
    made.toBlob((blob) => (blob ? resolve(blob) : reject(new Error('No PNG was made')))),
  );
}

function dataAddress(file: Blob): Promise<string> {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(reader.result as string);
    reader.onerror = () => reject(new Error('The logo cannot be read', { cause: reader.error }));
    reader.readAsDataURL(file);
  });
}
