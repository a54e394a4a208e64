/** The number on the app's icon (Badging API). */
import { within } from './within.ts';

/** Milliseconds for the system to take it. */
const BADGE_MS = 2000;

/** None for 0. Where there are no badges, nothing happens. */
export async function showBadge(count: number): Promise<void> {
  try {
    const set = count === 0 ? navigator.clearAppBadge : navigator.setAppBadge;
    if (set) await within(BADGE_MS, set.call(navigator, count), () => undefined);
  } catch {
    // Not installed, or not allowed: an ornament.
  }
}
