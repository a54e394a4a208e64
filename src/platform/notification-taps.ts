/** Taps on a request's notification, as the service worker tells this window. */
import type { RequestName } from '../core/request-ref.ts';
import { OPEN_REQUEST, requestName } from '../core/request-ref.ts';

/** Calls back with the request until the signal is aborted (sw/notification-click.ts). */
export function watchNotificationTaps(
  onRequest: (name: RequestName) => void,
  signal: AbortSignal,
): void {
  if (!('serviceWorker' in navigator)) return;
  function onMessage({ data }: MessageEvent<unknown>): void {
    const name = requestName(data);
    if (name && (data as { type?: unknown }).type === OPEN_REQUEST) onRequest(name);
  }
  navigator.serviceWorker.addEventListener('message', onMessage, { signal });
  navigator.serviceWorker.startMessages();
}
