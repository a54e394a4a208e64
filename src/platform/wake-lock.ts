/** Keeps the screen awake while a code is to be typed elsewhere (W3C Screen Wake Lock); a refusal costs nothing. */
import { within } from './within.ts';

/** Milliseconds for the system. */
const WAKE_MS = 5000;

let wanted = false;
let held: WakeLockSentinel | undefined;

/** Asks for the lock or gives it up; the browser drops it when the page is hidden, so it is asked for again when shown. */
export function keepAwake(on: boolean): void {
  if (on === wanted) return;
  wanted = on;
  if (on) document.addEventListener('visibilitychange', ask);
  else document.removeEventListener('visibilitychange', ask);
  void (on ? ask() : letGo());
}

async function ask(): Promise<void> {
  if (!wanted || document.hidden || !('wakeLock' in navigator)) return;
  try {
    const asked = navigator.wakeLock.request('screen');
    const lock = await within(WAKE_MS, asked, () => void asked.then(release, () => undefined));
    if (wanted && lock) held = lock;
    else if (lock) await release(lock);
  } catch {
    // Low battery or policy: the screen may dim, nothing else changes.
  }
}

async function letGo(): Promise<void> {
  const lock = held;
  held = undefined;
  if (lock) await release(lock);
}

async function release(lock: WakeLockSentinel): Promise<void> {
  await within(WAKE_MS, lock.release(), () => undefined).catch(() => undefined);
}
