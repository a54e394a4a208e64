/** Words of languages that the service worker keeps for use without a network. */
import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const ASSETS = fileURLToPath(new URL('../../../dist/app/assets/', import.meta.url));

/** Returns how many files of words a language has in the build. */
export function countWords(tag: string): number {
  const files = readdirSync(ASSETS);
  return files.filter((name) => name.startsWith(`words.${tag}.`) && name.endsWith('.js')).length;
}

/** Runs in the page: how many of them are kept. */
export async function countKept(tag: string): Promise<number> {
  const kept = await (await caches.open('tessera-words')).keys();
  return kept.filter(({ url }) => url.includes(`/words.${tag}.`)).length;
}
