/** The service worker's registration and its new versions, through workbox-window. */
import { Workbox } from 'workbox-window';

export interface Updates {
  /** Gives way to the version that waits, and reloads once it is in charge. */
  apply(): void;
  /** Asks the host whether there is a newer version; silent where it cannot be reached. */
  check(): Promise<void>;
}

/**
 * Registers the service worker. `onReady` is called when a newer version waits: it takes over only by `apply`.
 * Resolves to undefined where service workers are missing or refused.
 */
export async function watchUpdates(
  scriptUrl: string,
  onReady: () => void,
): Promise<Updates | undefined> {
  if (!('serviceWorker' in navigator)) return undefined;
  const workbox = new Workbox(scriptUrl);
  workbox.addEventListener('waiting', onReady);
  try {
    await workbox.register({ immediate: true });
  } catch {
    return undefined;
  }
  return {
    apply() {
      workbox.addEventListener('controlling', () => location.reload());
      workbox.messageSkipWaiting();
    },
    check: () => workbox.update().catch(() => undefined),
  };
}
