/** The page's language, and what the page itself remembers of it until the vault is open. */

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
  // Missing at addresses that are not secure.
  const workers = navigator.serviceWorker as ServiceWorkerContainer | undefined;
  void workers?.ready.then(({ active, waiting, installing }) => {
    for (const worker of [active, waiting, installing])
      worker?.postMessage({ type: 'KEEP_LANGUAGE', tag });
  });
}
