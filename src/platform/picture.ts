/**
 * Opens a file as a picture, whatever it is called: a bitmap where the browser makes one, else
 * pixels.
 */
import { TesseraError } from '../core/errors.ts';
import { drawPixels, limitBitmap } from './pixels.ts';
import { within } from './within.ts';

/** Milliseconds for decoding a picture. */
const PICTURE_MS = 15_000;

/** Bytes at a file's beginning that tell what it is. */
const HEAD_BYTES = 1024;

/** A drawing of lines has no size of its own: its longer side is drawn with so many pixels. */
const DRAWN_SIDE = 1600;

/** The largest side and area, in pixels, that every engine makes bitmaps of. */
const LARGEST_SIDE = 16_384;
const LARGEST_AREA = 100e6;

/** What a file is by its first bytes (WHATWG MIME Sniffing §6.1, ISO/IEC 14496-12 brands). */
const SIGNATURES: readonly (readonly [RegExp, string])[] = [
  [/^\x89PNG\r\n/, 'image/png'],
  [/^\xff\xd8\xff/, 'image/jpeg'],
  [/^GIF8[79]a/, 'image/gif'],
  [/^RIFF[^]{4}WEBP/, 'image/webp'],
  [/^BM/, 'image/bmp'],
  [/^[^]{4}ftyp(avif|avis)/, 'image/avif'],
  [/^[^]{4}ftyp(hei[cmsx]|hev[cmsx]|mif1|msf1)/, 'image/heic'],
  [
    /^(\xef\xbb\xbf)?\s*(<\?xml[^]*?\?>|<!--[^]*?-->|<!DOCTYPE[^]*?>|\s)*<svg[\s>]/i,
    'image/svg+xml',
  ],
];

/**
 * Opens a picture file; what is transparent in it stays so.
 * @throws {TesseraError} PICTURE_UNREADABLE, PICTURE_HEIC, PICTURE_TOO_LARGE
 */
export async function openPicture(file: Blob): Promise<ImageBitmap | ImageData> {
  const head = latin1(await bytesOf(file.slice(0, HEAD_BYTES)));
  const type = SIGNATURES.find(([pattern]) => pattern.test(head))?.[1];
  const named = type === undefined ? file : new Blob([file], { type });
  try {
    return type === 'image/svg+xml'
      ? await drawSvg(new TextDecoder().decode(await bytesOf(file)))
      : await decodePhoto(named);
  } catch (cause) {
    if (type === 'image/heic') throw new TesseraError('PICTURE_HEIC', { cause });
    const isLarge = type === 'image/png' && isLargePng(head);
    throw new TesseraError(isLarge ? 'PICTURE_TOO_LARGE' : 'PICTURE_UNREADABLE', { cause });
  }
}

/** Returns true if a file ends as its kind does; one that was cut off may still show a part. */
export async function isWhole(file: Blob): Promise<boolean> {
  const head = latin1(await bytesOf(file.slice(0, HEAD_BYTES)));
  const tail = latin1(await bytesOf(file.slice(-HEAD_BYTES)));
  if (head.startsWith('\x89PNG')) return tail.includes('IEND');
  if (head.startsWith('\xff\xd8\xff')) return tail.includes('\xff\xd9');
  return true;
}

/** A photograph as it is to be looked at, however the phone was held. */
async function decodePhoto(file: Blob): Promise<ImageBitmap | ImageData> {
  try {
    const made = createImageBitmap(file, { imageOrientation: 'from-image' });
    const bitmap = await limitBitmap(PICTURE_MS, made);
    if ('OffscreenCanvas' in globalThis) return bitmap;
    const pixels = drawPixels(bitmap, bitmap.width, bitmap.height);
    bitmap.close();
    return pixels;
  } catch {
    return decodeByElement(file, (image) =>
      drawPixels(image, image.naturalWidth, image.naturalHeight),
    );
  }
}

/** An SVG at a size that fits: one that its own sides name is often a thumbnail's, or none. */
function drawSvg(text: string): Promise<ImageData> {
  const { source, width, height } = resizeSvg(text);
  const file = new Blob([source], { type: 'image/svg+xml' });
  return decodeByElement(file, (image) => drawPixels(image, width, height));
}

/**
 * The document with sides for its root, in the proportions of its viewBox or of the sides it has.
 */
function resizeSvg(text: string): { source: string; width: number; height: number } {
  const root = /<svg\b[^>]*>/i.exec(text)?.[0] ?? '';
  const box = /\bviewBox\s*=\s*["']\s*[-+.\de]+[\s,]+[-+.\de]+[\s,]+([.\de]+)[\s,]+([.\de]+)/i.exec(
    root,
  );
  const side = (name: string) =>
    Number(new RegExp(`\\s${name}\\s*=\\s*["']\\s*([.\\d]+)(px)?\\s*["']`, 'i').exec(root)?.[1]);
  const across = Number(box?.[1]) || side('width') || 1;
  const down = Number(box?.[2]) || side('height') || across;
  const scale = DRAWN_SIDE / Math.max(across, down);
  const width = Math.max(1, Math.round(across * scale));
  const height = Math.max(1, Math.round(down * scale));
  const bare = root.replace(/\s(width|height)\s*=\s*("[^"]*"|'[^']*')/gi, '');
  const view = box ? '' : ` viewBox="0 0 ${across} ${down}"`;
  const sized = bare.replace(/^<svg/i, `<svg width="${width}" height="${height}"${view}`);
  return { source: text.replace(root, () => sized), width, height };
}

/** What an image element makes of a file. */
async function decodeByElement(
  file: Blob,
  draw: (image: HTMLImageElement) => ImageData,
): Promise<ImageData> {
  const address = URL.createObjectURL(file);
  try {
    const image = new Image();
    image.src = address;
    await within(PICTURE_MS, image.decode(), () => {
      throw new DOMException('No picture', 'TimeoutError');
    });
    return draw(image);
  } finally {
    URL.revokeObjectURL(address);
  }
}

/** Returns true if a PNG's header (ISO/IEC 15948 §11.2.2) names more pixels than engines take. */
function isLargePng(head: string): boolean {
  const [width, height] = [uint32(head, 16), uint32(head, 20)];
  return Math.max(width, height) > LARGEST_SIDE || width * height > LARGEST_AREA;
}

function uint32(text: string, at: number): number {
  let value = 0;
  for (let i = at; i < at + 4; i++) value = value * 256 + text.charCodeAt(i);
  return value;
}

function bytesOf(file: Blob): Promise<ArrayBuffer> {
  return within(PICTURE_MS, file.arrayBuffer(), () => {
    throw new DOMException('No bytes', 'TimeoutError');
  });
}

/** Bytes as characters of the same number. */
function latin1(bytes: ArrayBuffer): string {
  return String.fromCharCode(...new Uint8Array(bytes));
}
