/** Notifications in this browser: what the platform offers behind switch and subscriptions. */
import type { Platform } from '../../core/view.ts';
import { showBadge } from '../../platform/badge.ts';
import { withLock } from '../../platform/locks.ts';
import {
  askPermission,
  canPush,
  notificationPermission,
  shownNotifications,
  watchPermission,
} from '../../platform/notifications.ts';
import { createPush } from '../../platform/push.ts';
import { scriptUrl } from '../../platform/trusted-urls.ts';
import type { ServiceClient } from '../../requests/service-client.ts';
import type { Vault } from '../../vault/types.ts';
import type { Notifications } from './notifications.ts';
import { createNotifications } from './notifications.ts';
import { createSubscriptions } from './subscriptions.ts';

export interface BrowserNotificationsOptions {
  readonly vault: Vault;
  /** Whether the configuration offers notifications. */
  readonly allowed: boolean;
  /** Whether a notification says a request's title besides its kind. */
  readonly titles: boolean;
  readonly service: ServiceClient;
  readonly platform: Platform;
  readonly installed: boolean;
  readonly changed: () => void;
}

const PUSH_LOCK = 'tessera/push';

export function createBrowserNotifications({
  vault,
  allowed,
  titles,
  service,
  platform,
  installed,
  changed,
}: BrowserNotificationsOptions): Notifications {
  const able = canPush();
  const push = createPush(scriptUrl('./service-worker.js'));
  const notifications = createNotifications({
    vault,
    allowed,
    // Safari has the power only where it may be used, and every browser of iOS is one.
    support: able ? 'here' : platform === 'ios' && !installed ? 'not-installed' : 'missing',
    permission: notificationPermission,
    ask: askPermission,
    subscriptions: createSubscriptions({
      vault,
      push,
      exclusively: (work) => withLock(PUSH_LOCK, work),
      service,
    }),
    callable: service.canCall,
    shown: async () => (able ? shownNotifications(await push.registrations()) : []),
    badge: showBadge,
    titles,
    changed,
  });
  void watchPermission(() => void notifications.start());
  return notifications;
}
