/** Page visibility: hidden, shown, restored, focused, online, touched (HTML §6.2, §7.4). */

export interface Visibility {
  readonly hidden: () => void;
  /**
   * `away`: milliseconds of wall-clock time since the page was hidden, sleep included. `restored`:
   * the page comes from the back-forward cache.
   */
  readonly shown: (away: number, restored: boolean) => void;
}

/**
 * Calls `listener` when the page gets the focus, or the browser a network, again (HTML §6.6.6,
 * §8.9.1.5), until the signal is aborted.
 */
export function watchReturn(
  listener: (why: 'focused' | 'connected') => void,
  signal: AbortSignal,
): void {
  window.addEventListener('focus', () => listener('focused'), { signal });
  window.addEventListener('online', () => listener('connected'), { signal });
}

/** Calls `listener` at each touch, click and key, until the signal is aborted. */
export function watchTouches(listener: () => void, signal: AbortSignal): void {
  for (const type of ['pointerdown', 'keydown'] as const)
    window.addEventListener(type, listener, { signal, capture: true, passive: true });
}

/** Tells a listener until the signal is aborted. */
export function watchVisibility(
  listener: Visibility,
  signal: AbortSignal,
  now: () => number = Date.now,
): void {
  let since: number | undefined = document.hidden ? now() : undefined;
  function hide(): void {
    since ??= now();
    listener.hidden();
  }
  function show(restored: boolean): void {
    const away = since === undefined ? 0 : now() - since;
    since = undefined;
    listener.shown(away, restored);
  }
  document.addEventListener('visibilitychange', () => (document.hidden ? hide() : show(false)), {
    signal,
  });
  window.addEventListener('pagehide', hide, { signal });
  window.addEventListener('pageshow', (event) => event.persisted && show(true), { signal });
}
