/** Keeps the screen awake while a code is to be typed elsewhere (W3C Screen Wake Lock); a refusal costs nothing. */

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
    const lock = await navigator.wakeLock.request('screen');
    if (wanted) held = lock;
    else await lock.release();
  } catch {
    // Low battery or policy: the screen may dim, nothing else changes.
  }
}

async function letGo(): Promise<void> {
  const lock = held;
  held = undefined;
  await lock?.release().catch(() => undefined);
}
