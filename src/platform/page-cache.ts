/** The browser's page cache (HTML §7.4.2.5). Like `within.ts`, known to its siblings. */

/**
 * Calls `leave` when this page is put into the cache and `back` when it is shown again; returns how
 * to stop. A page in the cache stands still, and must keep nothing that a later page waits for.
 * `page` is the window that fires the events; a worker has none.
 */
export function watchPageCache(
  leave: () => void,
  back: () => void,
  page: EventTarget | undefined = currentPage(),
): () => void {
  function left(event: Event & { readonly persisted?: boolean }): void {
    if (event.persisted) leave();
  }

  page?.addEventListener('pagehide', left);
  page?.addEventListener('pageshow', back);
  return () => {
    page?.removeEventListener('pagehide', left);
    page?.removeEventListener('pageshow', back);
  };
}

function currentPage(): EventTarget | undefined {
  return 'onpagehide' in globalThis ? globalThis : undefined;
}
