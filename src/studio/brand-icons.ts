/** A brand's icons: made of its logo on a ground, or kept as they were found. */
import { brandProperties } from '../core/brand-colours.ts';
import type { ConfigFinding } from '../core/config-rules.ts';
import { fromBase64, toBase64 } from './base64.ts';
import type { BrandFiles, Draft } from './draft.ts';
import { logoAddress } from './draft.ts';
import { judgeIcons, logoPixels, makeIcons } from './icons.ts';

/** Behind the logo; `kept`: the icons are files of the brand's own. */
export type IconGround = 'deep' | 'brand' | 'white' | 'kept';

export const GROUNDS: readonly Exclude<IconGround, 'kept'>[] = ['deep', 'brand', 'white'];
const COLOUR = /^#[0-9a-f]{6}$/i;
const FOLDER = 'icons/';
/** Written as text from logo and ground alone, so that it tells how the others were made. */
const TELLING = 'icons/icon.svg';

export interface MadeIcons {
  /** All of the brand's files, with the icons. */
  readonly files: BrandFiles;
  /** What is unwise in the logo. */
  readonly findings: readonly ConfigFinding[];
}

/**
 * Returns what icons are made from: while it is the same, so are they. Undefined while the colour
 * is half typed.
 */
export function iconSourceOf(draft: Draft, ground: IconGround): string | undefined {
  const { brandColor } = draft.config;
  if (typeof brandColor !== 'string' || !COLOUR.test(brandColor)) return undefined;
  return JSON.stringify([ground, brandColor, logoAddress(draft)]);
}

/** @throws Error where the logo is no picture that the browser can draw */
export async function brandIcons(draft: Draft, ground: IconGround): Promise<MadeIcons> {
  const logo = logoOf(draft);
  const colour = colourOf(draft, ground);
  const findings = judgeIcons(logo && (await logoPixels(logo)), colour);
  if (ground === 'kept') return { files: draft.files, findings };
  const icons = await makeIcons({ logo, ground: colour });
  const made = await Promise.all(
    [...icons].map(async ([path, blob]) => [path, await base64Of(blob)] as const),
  );
  return { files: { ...withoutIcons(draft.files), ...Object.fromEntries(made) }, findings };
}

/** Finds how the icons of a brand that was read were made. */
export async function groundOf(draft: Draft): Promise<IconGround> {
  if (!Object.keys(draft.files).some((path) => path.startsWith(FOLDER))) return 'deep';
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

function withoutIcons(files: BrandFiles): BrandFiles {
  return Object.fromEntries(Object.entries(files).filter(([path]) => !path.startsWith(FOLDER)));
}
