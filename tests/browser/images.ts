/** Images as an issuer's page shows them, for tests that hold up pictures: loaded through Vite, which resolves what the symbology room imports. */
import { openModules } from '../run/modules.mjs';

import type * as image from '../../src/issuer/image.ts';

type Images = typeof image;
let images: Promise<Images> | undefined;

async function load(): Promise<Images> {
  const modules = await openModules();
  const loaded = await modules.load('/src/issuer/image.ts');
  await modules.close();
  return loaded as Images;
}

/** The SVG document that an issuer shows for a message. */
export async function messageImage(message: Uint8Array): Promise<string> {
  images ??= load();
  return (await images).messageSvg(message);
}
