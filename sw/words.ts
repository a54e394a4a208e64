/**
 * Keeps words for offline use: English with the app, other languages once they are used. The build
 * names their files `assets/words.<tag>.<consumer>-<hash>.js` (scripts/catalogue-plugin.mjs).
 */
import type { PrecacheEntry } from 'workbox-precaching';
import { registerRoute } from 'workbox-routing';

import type { LanguageTag } from '../src/i18n/languages.ts';
import { isLanguageTag, REFERENCE_LANGUAGE } from '../src/i18n/languages.ts';

/** What is used of the worker; its own types are not those of a page. */
interface WorkerEvent extends Event {
  readonly data?: unknown;
  readonly ports: readonly MessagePort[];
  readonly waitUntil: (work: Promise<unknown>) => void;
}
declare const self: {
  readonly location: { readonly href: string };
  readonly addEventListener: (type: string, listener: (event: WorkerEvent) => void) => void;
};

type Entries = readonly (string | PrecacheEntry)[];

/** Of all versions: which languages are kept is seen in it when a new version is installed. */
const CACHE = 'tessera-words';
const NAME = /\bassets\/words\.([\w-]+)\.\w+-[\w-]{8}\.js$/;

/** Splits what the app consists of from the words of languages other than English. */
export function splitWords(entries: Entries): {
  readonly app: (string | PrecacheEntry)[];
  readonly words: readonly string[];
} {
  const isOptional = (entry: string | PrecacheEntry): boolean => {
    const tag = tagOf(urlOf(entry));
    return tag !== undefined && tag !== REFERENCE_LANGUAGE;
  };
  return {
    app: entries.filter((entry) => !isOptional(entry)),
    words: entries.filter(isOptional).map(urlOf),
  };
}

/**
 * Answers for the words of this version, from the cache where they are kept.
 * @param words their files' URLs, relative to the worker
 */
export function serveWords(words: readonly string[]): void {
  const urls = words.map((url) => new URL(url, self.location.href).href);
  registerRoute(
    ({ url }) => urls.includes(url.href),
    ({ request }) => answer(request),
  );
  self.addEventListener('install', (event) => event.waitUntil(installWords(urls)));
  self.addEventListener('activate', (event) => event.waitUntil(dropOthers(urls)));
  self.addEventListener('message', (event) => {
    const { type, tag } = (event.data ?? {}) as { readonly type?: unknown; readonly tag?: unknown };
    if (type !== 'KEEP_LANGUAGE' || !isLanguageTag(tag)) return;
    const tell = (isHere: boolean): void => event.ports[0]?.postMessage(isHere);
    event.waitUntil(keepUsed(urls, tag).then(tell, () => tell(false)));
  });
}

/** Resolves to whether a language is here, kept for offline use where that is possible. */
async function keepUsed(urls: readonly string[], tag: LanguageTag): Promise<boolean> {
  const wanted = urls.filter((url) => tagOf(url) === tag);
  const answers = await Promise.all(wanted.map((url) => answer(new Request(url))));
  return answers.every(({ ok }) => ok);
}

/** Where nothing can be kept, the network answers alone. */
async function answer(request: Request): Promise<Response> {
  const cache = await caches.open(CACHE).catch(() => undefined);
  const kept = await cache?.match(request.url).catch(() => undefined);
  if (kept) return kept;
  const response = await fetch(request);
  if (response.ok) await cache?.put(request.url, response.clone()).catch(() => undefined);
  return response;
}

/** What a new version replaces it has too: a language that is kept stays offline. */
async function installWords(urls: readonly string[]): Promise<void> {
  const cache = await caches.open(CACHE);
  const kept = (await cache.keys()).map(({ url }) => url);
  const tags = new Set(kept.map(tagOf));
  await cache.addAll(urls.filter((url) => tags.has(tagOf(url)) && !kept.includes(url)));
}

async function dropOthers(urls: readonly string[]): Promise<void> {
  const cache = await caches.open(CACHE);
  for (const request of await cache.keys())
    if (!urls.includes(request.url)) await cache.delete(request);
}

function urlOf(entry: string | PrecacheEntry): string {
  return typeof entry === 'string' ? entry : entry.url;
}

function tagOf(url: string): string | undefined {
  return NAME.exec(url)?.[1];
}
