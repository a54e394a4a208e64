/** Taps on a request's notification, as the service worker tells this window. */
import type { RequestRef } from '../core/request-ref.ts';
import { OPEN_REQUEST, toRequestRef } from '../core/request-ref.ts';

/** Calls back with the request until the signal is aborted (sw/notification-click.ts). */
export function watchNotificationTaps(
  onRequest: (name: RequestRef) => void,
  signal: AbortSignal,
): void {
  if (!('serviceWorker' in navigator)) return;
  function onMessage({ data }: MessageEvent<unknown>): void {
    const name = toRequestRef(data);
    if (name && (data as { type?: unknown }).type === OPEN_REQUEST) onRequest(name);
  }
  navigator.serviceWorker.addEventListener('message', onMessage, { signal });
  navigator.serviceWorker.startMessages();
}
