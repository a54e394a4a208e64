/** The service worker: keeps every byte of the app for use without a network, gives way to a new version only when asked, and shows what is pushed. */
import type { PrecacheEntry } from 'workbox-precaching';
import {
  cleanupOutdatedCaches,
  createHandlerBoundToURL,
  precacheAndRoute,
} from 'workbox-precaching';
import { NavigationRoute, registerRoute } from 'workbox-routing';

import { config } from '../src/config.ts';
import { openWorkerVault } from '../src/vault/worker-vault.ts';
import { openFromNotification } from './notification-click.ts';
import { receivePush } from './push.ts';
import { takeSharedPictures } from './share-target.ts';
import { renewSubscription } from './subscription-change.ts';

declare const self: ServiceWorkerGlobalScope & {
  readonly __WB_MANIFEST: (string | PrecacheEntry)[];
};

/** How long a push may look before it has to show something; browsers wait about half a minute. */
const PUSH_DEADLINE_MS = 8000;

/** The app's address. Further registrations of this script only have subscriptions of their own: scope `push/<n>/`. */
const base = new URL('./', self.location.href).href;

if (self.registration.scope === base) {
  keepEverything();
  takeSharedPictures();
  answerEveryNavigation();
  giveWayWhenAsked();
}
showPushes();
followTaps();
keepSubscribed();

function keepEverything(): void {
  precacheAndRoute(self.__WB_MANIFEST);
  cleanupOutdatedCaches();
}

function answerEveryNavigation(): void {
  registerRoute(new NavigationRoute(createHandlerBoundToURL('index.html')));
}

/** A new version never takes over by itself: it could do so in the middle of an activation. */
function giveWayWhenAsked(): void {
  self.addEventListener('message', (event: ExtendableMessageEvent) => {
    if ((event.data as { type?: unknown } | null)?.type === 'SKIP_WAITING') void self.skipWaiting();
  });
}

function showPushes(): void {
  self.addEventListener('push', (event: PushEvent) => {
    const shown = receivePush(event.data?.text(), {
      open: openWorkerVault,
      show: (title, options) => self.registration.showNotification(title, options),
      badge: async (count) => self.navigator.setAppBadge?.(count),
      deadline: () => new Promise((resolve) => setTimeout(resolve, PUSH_DEADLINE_MS)),
      now: Date.now,
      name: config.name,
      showsTitles: config.notificationTitles,
    });
    event.waitUntil(shown);
  });
}

function followTaps(): void {
  self.addEventListener('notificationclick', (event: NotificationEvent) => {
    event.notification.close();
    const followed = openFromNotification(event.notification.data, {
      windows: () => self.clients.matchAll({ type: 'window', includeUncontrolled: true }),
      openWindow: (url) => self.clients.openWindow(url),
      base,
    });
    event.waitUntil(followed);
  });
}

function keepSubscribed(): void {
  self.addEventListener('pushsubscriptionchange', (event: PushSubscriptionChangeEvent) => {
    const renewed = renewSubscription(event.oldSubscription, event.newSubscription, {
      open: openWorkerVault,
      subscribe: (applicationServerKey) =>
        self.registration.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey }),
      fetch: (url, init) => fetch(url, init),
      allowedOrigins: config.services,
      now: Date.now,
    });
    event.waitUntil(renewed);
  });
}
