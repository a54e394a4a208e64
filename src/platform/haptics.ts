/** A short buzz in the hand, where the device has one (W3C Vibration API). */

/** Milliseconds: felt, and over before it is heard. */
const BUZZ = 40;

export function buzz(): void {
  // Absent on iOS and on most desktops although lib.dom.d.ts promises it.
  if ('vibrate' in navigator) navigator.vibrate(BUZZ);
}
