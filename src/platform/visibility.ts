/** When the page is hidden, shown again, or brought back from the back-forward cache (Page Visibility, HTML §7.4). */

export interface Visibility {
  hidden(): void;
  /** `away` in milliseconds of wall-clock time, sleep included; `restored` from the back-forward cache. */
  shown(away: number, restored: boolean): void;
}

/** Tells a listener until the signal is aborted. */
export function watchVisibility(
  listener: Visibility,
  signal: AbortSignal,
  now: () => number = Date.now,
): void {
  let since: number | undefined = document.hidden ? now() : undefined;
  const hide = () => {
    since ??= now();
    listener.hidden();
  };
  const show = (restored: boolean) => {
    const away = since === undefined ? 0 : now() - since;
    since = undefined;
    listener.shown(away, restored);
  };
  document.addEventListener('visibilitychange', () => (document.hidden ? hide() : show(false)), {
    signal,
  });
  window.addEventListener('pagehide', hide, { signal });
  window.addEventListener('pageshow', (event) => event.persisted && show(true), { signal });
}
