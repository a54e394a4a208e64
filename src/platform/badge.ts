/** The number on the app's icon (Badging API). */
import { within } from './within.ts';

/** Milliseconds for the system to set it. */
const BADGE_MS = 2000;

/** Shows no badge for 0. Does nothing where the browser has no badges. */
export async function showBadge(count: number): Promise<void> {
  try {
    if (!('setAppBadge' in navigator)) return;
    const shown = count === 0 ? navigator.clearAppBadge() : navigator.setAppBadge(count);
    await within(BADGE_MS, shown, () => undefined);
  } catch {
    // Not installed, or not allowed: the app works without it.
  }
}
