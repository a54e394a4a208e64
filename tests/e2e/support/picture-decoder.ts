/**
 * The built app's decoder without its screens: opens pictures and finds their codes as the app
 * does, in one worker for all of them.
 */
import { readdirSync } from 'node:fs';

import type { Page } from '@playwright/test';

import type { findCodes } from '../../../src/app/find-codes.ts';
import type { openDecoder } from '../../../src/symbology/decoder.ts';
import type { Found } from '../../../src/symbology/reader.ts';
import type { PictureFile } from './pictures.ts';

const ASSETS = new URL('../../../dist/app/assets/', import.meta.url);

/** What is found in a picture, or the code of the error that it meets. */
export type Decode = (picture: PictureFile) => Promise<readonly Found[] | string>;

type Decoding = typeof globalThis & {
  decode: (file: Blob) => Promise<readonly Found[]>;
};

/**
 * Starts the decoder in a page with the app, whose policy has to be bypassed: it lets the app alone
 * start workers.
 */
export async function startDecoder(app: Page): Promise<Decode> {
  const names = ['find-codes', 'decoder', 'decoder.worker'].map(assetOf);
  await app.evaluate(async (paths) => {
    const [codes, decoding, worker] = paths.map((path) => new URL(path, location.href).href);
    const found = (await import(codes!)) as { findCodes: typeof findCodes };
    const opened = (await import(decoding!)) as { openDecoder: typeof openDecoder };
    const decoder = opened.openDecoder(new Worker(worker!, { type: 'module' }));
    const kept = { ...decoder, close: () => undefined };
    const { signal } = new AbortController();
    (globalThis as Decoding).decode = (file) => found.findCodes(file, () => kept, signal);
  }, names);
  return async ({ mimeType, buffer }) => {
    const answer = await app.evaluate(decodeInPage, {
      mimeType,
      base64: buffer.toString('base64'),
    });
    if (typeof answer === 'string') return answer;
    return answer.map((found) =>
      found.kind === 'cryptogram' ? { ...found, bytes: Uint8Array.from(found.bytes) } : found,
    );
  };
}

/** Runs in the page. Bytes come back as numbers. */
async function decodeInPage({ mimeType, base64 }: { mimeType: string; base64: string }) {
  const data = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
  try {
    const found = await (globalThis as Decoding).decode(new Blob([data], { type: mimeType }));
    return found.map((each) =>
      each.kind === 'cryptogram' ? { ...each, bytes: [...each.bytes] } : each,
    );
  } catch (thrown) {
    return (thrown as { readonly code?: string }).code ?? String(thrown);
  }
}

/** The path of a built script, whose name bears a hash. */
function assetOf(name: string): string {
  const file = readdirSync(ASSETS).find((each) => each.startsWith(`${name}-`) && each.endsWith('.js')); // oxfmt-ignore
  if (file === undefined) throw new Error(`The build has no ${name}`);
  return `assets/${file}`;
}
