/** What the service worker says to this window: the notification of a request was tapped (sw/notification-click.ts). */
import { OPEN_REQUEST, requestName } from '../core/request-ref.ts';
import type { RequestName } from '../core/request-ref.ts';

export function watchNotified(onRequest: (name: RequestName) => void, signal: AbortSignal): void {
  if (!('serviceWorker' in navigator)) return;
  const heard = ({ data }: MessageEvent<unknown>): void => {
    const name = requestName(data);
    if (name && (data as { type?: unknown }).type === OPEN_REQUEST) onRequest(name);
  };
  navigator.serviceWorker.addEventListener('message', heard, { signal });
  navigator.serviceWorker.startMessages();
}
