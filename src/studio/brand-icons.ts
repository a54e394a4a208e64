/** A brand's icons: made of its logo on a ground, or kept as they were found. */
import { brandProperties } from '../core/brand-colours.ts';
import type { ConfigFinding } from '../core/config-rules.ts';
import { fromBase64, toBase64 } from './base64.ts';
import type { BrandFiles, Draft } from './draft.ts';
import { logoAddress } from './draft.ts';
import { ICON_PATHS } from './icon-paths.js';
import { judgeIcons, logoPixels, makeIcons } from './icons.ts';

/** Behind the logo; `kept`: none are made, the folder's stay, or those of public/ without any. */
export type IconGround = 'deep' | 'brand' | 'white' | 'kept';

export const GROUNDS: readonly Exclude<IconGround, 'kept'>[] = ['deep', 'brand', 'white'];
/** Of a logo, bytes: three of the files that are saved contain it. */
export const MAX_LOGO_BYTES = 500_000;
const COLOUR = /^#[0-9a-f]{6}$/i;
/** Written as text from logo and ground alone, so that it tells how the others were made. */
const TELLING = 'icons/icon.svg';

/**
 * Returns what icons are made from: while it is the same, so are they. Undefined while the colour
 * is half typed, and without the logo's file: the emblem is not the brand's.
 */
export function iconSourceOf(draft: Draft, ground: IconGround): string | undefined {
  const { brandColor } = draft.config;
  if (typeof brandColor !== 'string' || !COLOUR.test(brandColor)) return undefined;
  if (isLogoMissing(draft)) return undefined;
  return JSON.stringify([ground, colourOf(draft, ground), logoAddress(draft)]);
}

/** Whether the configuration names a logo that the brand's folder does not have. */
export function isLogoMissing(draft: Draft): boolean {
  return draft.config['logo'] !== undefined && logoAddress(draft) === undefined;
}

/**
 * Returns what is unwise in the logo.
 * @throws Error where it is no picture that the browser can draw
 */
export async function judgeLogo(
  draft: Draft,
  ground: IconGround,
): Promise<readonly ConfigFinding[]> {
  const logo = logoOf(draft);
  const behind = ground === 'kept' ? undefined : colourOf(draft, ground);
  return judgeIcons(logo && (await logoPixels(logo)), behind);
}

/**
 * Makes the icons of a brand, without its other files.
 * @throws Error as `judgeLogo`
 */
export async function brandIcons(
  draft: Draft,
  ground: Exclude<IconGround, 'kept'>,
): Promise<BrandFiles> {
  const icons = await makeIcons({ logo: logoOf(draft), ground: colourOf(draft, ground) });
  const made = [...icons].map(async ([path, blob]) => [path, await base64Of(blob)] as const);
  return Object.fromEntries(await Promise.all(made));
}

/** Returns a brand's icons, or its other files. */
export function filesOf(draft: Draft, which: 'icons' | 'others'): BrandFiles {
  const files = Object.entries(draft.files);
  return Object.fromEntries(
    files.filter(([path]) => ICON_PATHS.includes(path) === (which === 'icons')),
  );
}

/** Finds how the icons of a brand that was read were made. */
export async function groundOf(draft: Draft): Promise<IconGround> {
  if (Object.keys(filesOf(draft, 'icons')).length === 0) return 'kept';
  for (const ground of GROUNDS) {
    const made = await makeIcons({ logo: logoOf(draft), ground: colourOf(draft, ground) });
    const telling = made.get(TELLING);
    if (telling && (await base64Of(telling)) === draft.files[TELLING]) return ground;
  }
  return 'kept';
}

function colourOf({ config }: Draft, ground: IconGround): string {
  const { brandColor } = config;
  const colour = typeof brandColor === 'string' ? brandColor.toLowerCase() : '';
  if (ground === 'white') return '#ffffff';
  return ground === 'brand' ? colour : (brandProperties(colour).get('--brand-deep-anywhere') ?? '');
}

function logoOf(draft: Draft): Blob | undefined {
  const address = logoAddress(draft);
  if (address === undefined) return undefined;
  const [, type = '', content = ''] = /^data:([^;]+);base64,(.*)$/.exec(address) ?? [];
  return new Blob([fromBase64(content)], { type });
}

async function base64Of(blob: Blob): Promise<string> {
  return toBase64(new Uint8Array(await blob.arrayBuffer()));
}
