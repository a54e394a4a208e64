/** The page's language, and what the page itself remembers of it until the vault is open. */
import { within } from './within.ts';

/** Milliseconds for the service worker to say whether a language can be fetched. */
const ANSWER_MS = 10_000;

/** Read by public/start.js as well. */
const KEY = 'tessera/language';

/** Returns the language that was chosen when the page was last here; undefined where none was. */
export function rememberedLanguage(): string | undefined {
  try {
    return localStorage.getItem(KEY) ?? undefined;
  } catch {
    return undefined; // storage is blocked: the vault says so
  }
}

/** Names the page's language and direction, and has its manifest follow. */
export function setPageLanguage(tag: string, dir: 'ltr' | 'rtl'): void {
  const root = document.documentElement;
  if (root.lang === tag) return;
  root.lang = tag;
  root.dir = dir;
  document
    .querySelector('link[rel=manifest]')
    ?.setAttribute('href', `./manifest.${tag}.webmanifest`);
}

/** Keeps the choice for the page's next start; `undefined` for none. */
export function rememberLanguage(tag: string | undefined): void {
  try {
    if (tag === undefined) localStorage.removeItem(KEY);
    else localStorage.setItem(KEY, tag);
  } catch {
    // The next start learns it from the vault, a moment later.
  }
}

/**
 * Has the service worker keep a language's words for offline use; a version that waits to replace
 * it as well, whose files have other names.
 */
export function keepLanguageOffline(tag: string): void {
  void serviceWorkers()?.ready.then(({ active, waiting, installing }) => {
    for (const worker of [active, waiting, installing]) worker?.postMessage(keepMessage(tag));
  });
}

/**
 * Has the service worker fetch a language's words before the page does: an `import()` that fails
 * may fail for as long as the page is open (load-within.ts). Resolves to false where they cannot be
 * fetched; to true as well where nobody can tell. Never rejects.
 */
export async function canLoadLanguage(tag: string): Promise<boolean> {
  const workers = serviceWorkers();
  if (!workers) return true;
  const registration = await within(ANSWER_MS, workers.getRegistration(), () => undefined).catch(
    () => undefined,
  );
  const worker = registration?.active;
  if (!worker) return true;
  const { port1, port2 } = new MessageChannel();
  const answered = new Promise<boolean>((resolve) => {
    port1.onmessage = ({ data }) => resolve(data !== false);
  });
  worker.postMessage(keepMessage(tag), [port2]);
  const isHere = await within(ANSWER_MS, answered, () => true);
  port1.close();
  return isHere;
}

function keepMessage(tag: string) {
  return { type: 'KEEP_LANGUAGE', tag };
}

/** Missing at addresses that are not secure. */
function serviceWorkers(): ServiceWorkerContainer | undefined {
  return navigator.serviceWorker;
}
