/** Whether notifications can be shown here, the person's permission, and those that are on the screen (Notifications API, Push API). */
import { within } from './within.ts';

/** Milliseconds for an answer that needs nobody. */
const NOTIFICATIONS_MS = 5000;

/** The permission, as the browser keeps it: 'default' while nobody has answered. */
export type Permission = 'granted' | 'denied' | 'default';

/** Whether this browser can be pushed to at all. Those of iOS can, once the app is on the home screen, and lack the powers before. */
export function canPush(): boolean {
  return 'serviceWorker' in navigator && 'PushManager' in window && 'Notification' in window;
}

export function permission(): Permission {
  return 'Notification' in window ? Notification.permission : 'default';
}

/** Shows the browser's own question where it has not been answered; to be called right from a tap. */
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
    // Not told here: it is looked at when the app is shown again.
  }
}

/** Takes away what these registrations show under other tags; what is without a request's tag goes too. */
export async function closeNotifications(
  registrations: readonly ServiceWorkerRegistration[],
  except: ReadonlySet<string>,
): Promise<void> {
  for (const registration of registrations) {
    const asked = registration.getNotifications();
    for (const notification of await within(NOTIFICATIONS_MS, asked, () => []))
      if (!except.has(notification.tag)) notification.close();
  }
}
