/** Notifications: support, permission, and those on the screen (Notifications API, Push API). */
import { within } from './within.ts';

/** Milliseconds for an answer that does not ask the person. */
const NOTIFICATIONS_MS = 5000;

/** The permission as the browser keeps it: 'default' until the person has answered. */
export type Permission = 'granted' | 'denied' | 'default';

/**
 * Returns true if this browser supports push messages. iOS supports them in an app on the home
 * screen alone; elsewhere the APIs are absent.
 */
export function canPush(): boolean {
  return 'serviceWorker' in navigator && 'PushManager' in window && 'Notification' in window;
}

export function notificationPermission(): Permission {
  return 'Notification' in window ? Notification.permission : 'default';
}

/** Shows the browser's prompt where it has not been answered. Needs a tap. */
export function askPermission(): Promise<Permission> {
  return Notification.requestPermission();
}

/** Calls back when the person changes it in the browser's settings, where the browser says so. */
export async function watchPermission(onChange: () => void): Promise<void> {
  try {
    const asked = navigator.permissions.query({ name: 'notifications' });
    const status = await within(NOTIFICATIONS_MS, asked, () => undefined);
    status?.addEventListener('change', onChange);
  } catch {
    // Not told in this browser: it is read when the app is shown again.
  }
}

/** The notifications of these registrations that are on the screen now. */
export async function shownNotifications(
  registrations: readonly ServiceWorkerRegistration[],
): Promise<readonly Notification[]> {
  const asked = registrations.map((each) =>
    within(NOTIFICATIONS_MS, each.getNotifications(), () => []),
  );
  return (await Promise.all(asked)).flat();
}
