/** The page as another app in front of it leaves it: hidden, and shown again. */
import type { Page } from '@playwright/test';

/** As when the person switches to another app, and comes back. */
export function look(app: Page, away: boolean): Promise<void> {
  return app.evaluate((hidden) => {
    Object.defineProperty(document, 'hidden', { configurable: true, value: hidden });
    Object.defineProperty(document, 'visibilityState', {
      configurable: true,
      value: hidden ? 'hidden' : 'visible',
    });
    document.dispatchEvent(new Event('visibilitychange'));
  }, away);
}

/** Leaves the app for this long on the phone's own clock, and comes back. */
export async function leaveFor(app: Page, seconds: number): Promise<void> {
  await look(app, true);
  await app.context().clock.fastForward(seconds * 1000);
  await look(app, false);
}
