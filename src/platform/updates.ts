/** The service worker's registration and its new versions, through workbox-window. */
import { Workbox } from 'workbox-window';

import { within } from './within.ts';

/** Milliseconds for the worker's script to be fetched or checked. */
const SCRIPT_MS = 60_000;

export interface Updates {
  /** Activates the version that waits. */
  readonly apply: () => void;
  /** Asks the host for a newer version; ignores that it cannot be reached. */
  readonly check: () => Promise<void>;
}

/**
 * Registers the service worker. `onReady` is called when a newer version waits: it takes over only
 * by `apply`, here or in another window; `onTaken` is called once it has. Resolves to undefined
 * where service workers are missing or refused.
 */
export async function watchUpdates(
  scriptUrl: string,
  onReady: () => void,
  onTaken: () => void,
): Promise<Updates | undefined> {
  if (!('serviceWorker' in navigator)) return undefined;
  const { serviceWorker } = navigator;
  // The first worker of all replaces none.
  let before = serviceWorker.controller;
  serviceWorker.addEventListener('controllerchange', () => {
    if (before) onTaken();
    before = serviceWorker.controller;
  });
  const workbox = new Workbox(scriptUrl);
  workbox.addEventListener('waiting', onReady);
  try {
    await within(SCRIPT_MS, workbox.register({ immediate: true }), () => undefined);
  } catch {
    return undefined;
  }
  return {
    apply() {
      // A page that was loaded without the worker hears of the new one only by this event.
      workbox.addEventListener('activated', onTaken);
      workbox.messageSkipWaiting();
    },
    check: () => within(SCRIPT_MS, workbox.update(), () => undefined).catch(() => undefined),
  };
}
