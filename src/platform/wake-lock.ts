/** Keeps the screen awake while a code is typed elsewhere (W3C Screen Wake Lock). */
import { within } from './within.ts';

/** Milliseconds for the system to take or release the lock. */
const WAKE_MS = 5000;

let isWanted = false;
let currentLock: WakeLockSentinel | undefined;

/**
 * Requests the lock or releases it. The browser releases it when the page is hidden, so it is
 * requested again when the page is shown.
 */
export function keepAwake(on: boolean): void {
  if (on === isWanted) return;
  isWanted = on;
  if (on) document.addEventListener('visibilitychange', onVisibilityChange);
  else document.removeEventListener('visibilitychange', onVisibilityChange);
  void (on ? requestLock() : releaseCurrent());
}

function onVisibilityChange(): void {
  void requestLock();
}

async function requestLock(): Promise<void> {
  if (!isWanted || document.hidden || !('wakeLock' in navigator)) return;
  try {
    const asked = navigator.wakeLock.request('screen');
    const lock = await within(WAKE_MS, asked, () => void asked.then(releaseLock, () => undefined));
    if (isWanted && lock) currentLock = lock;
    else if (lock) await releaseLock(lock);
  } catch {
    // Refused, as on a low battery: the screen may dim, nothing else changes.
  }
}

async function releaseCurrent(): Promise<void> {
  const lock = currentLock;
  currentLock = undefined;
  if (lock) await releaseLock(lock);
}

async function releaseLock(lock: WakeLockSentinel): Promise<void> {
  await within(WAKE_MS, lock.release(), () => undefined).catch(() => undefined);
}
