/** A short vibration of the device (W3C Vibration API). */

/** Milliseconds: long enough to be felt, too short to be heard. */
const BUZZ_MS = 40;

export function vibrate(): void {
  // Absent on iOS and on most desktops although lib.dom.d.ts promises it.
  if ('vibrate' in navigator) navigator.vibrate(BUZZ_MS);
}
