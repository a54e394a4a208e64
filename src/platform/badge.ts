/** The number on the app's icon (Badging API). */

/** None for 0. Where there are no badges, nothing happens. */
export async function showBadge(count: number): Promise<void> {
  try {
    await (count === 0 ? navigator.clearAppBadge?.() : navigator.setAppBadge?.(count));
  } catch {
    // Not installed, or not allowed: an ornament.
  }
}
