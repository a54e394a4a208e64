/** The browser's page cache (HTML §7.4.2.5): a page in it stands still, and must hold nothing that a later page waits for. Like `within.ts`, known to its siblings. */

/**
 * Calls `leave` when this page is put into the cache and `back` when it is shown again; returns how to
 * stop. `page` is the window that tells of it; a worker has none.
 */
export function watchPageCache(
  leave: () => void,
  back: () => void,
  page: EventTarget | undefined = pageHere(),
): () => void {
  const left = (event: Event & { readonly persisted?: boolean }): void => {
    if (event.persisted) leave();
  };
  page?.addEventListener('pagehide', left);
  page?.addEventListener('pageshow', back);
  return () => {
    page?.removeEventListener('pagehide', left);
    page?.removeEventListener('pageshow', back);
  };
}

function pageHere(): EventTarget | undefined {
  return 'onpagehide' in globalThis ? (globalThis as unknown as EventTarget) : undefined;
}
