/** The service worker: serves the app without a network, and shows what is pushed. */
import type { PrecacheEntry } from 'workbox-precaching';
import {
  cleanupOutdatedCaches,
  createHandlerBoundToURL,
  precacheAndRoute,
} from 'workbox-precaching';
import { NavigationRoute, registerRoute } from 'workbox-routing';

import { config } from '../src/config.ts';
import type { LanguageTag } from '../src/i18n/languages.ts';
import { languageFor } from '../src/i18n/languages.ts';
import { workerStrings } from '../src/i18n/worker-strings.ts';
import { openWorkerVault } from '../src/vault/worker-vault.ts';
import { openFromNotification } from './notification-click.ts';
import { receivePush } from './push.ts';
import { takeSharedPictures } from './share-target.ts';
import { renewSubscription } from './subscription-change.ts';
import { serveWords, splitWords } from './words.ts';

declare const self: ServiceWorkerGlobalScope & {
  readonly __WB_MANIFEST: (string | PrecacheEntry)[];
};

/** When a push has to show something, at the latest; browsers wait about half a minute. */
const PUSH_DEADLINE_MS = 8000;

/**
 * The app's address. Further registrations of this script, of scope `push/<n>/`, exist only to hold
 * a push subscription each.
 */
const base = new URL('./', self.location.href).href;

if (self.registration.scope === base) {
  precacheEverything();
  takeSharedPictures();
  answerEveryNavigation();
  activateWhenAsked();
}
showPushes();
openTapped();
keepSubscribed();

function precacheEverything(): void {
  const { app, words } = splitWords(self.__WB_MANIFEST);
  precacheAndRoute(app);
  serveWords(words);
  cleanupOutdatedCaches();
}

function answerEveryNavigation(): void {
  registerRoute(new NavigationRoute(createHandlerBoundToURL('index.html')));
}

/** Activates a new version only when asked: by itself it could interrupt an activation. */
function activateWhenAsked(): void {
  self.addEventListener('message', (event: ExtendableMessageEvent) => {
    if ((event.data as { type?: unknown } | null)?.type === 'SKIP_WAITING') void self.skipWaiting();
  });
}

function showPushes(): void {
  self.addEventListener('push', (event: PushEvent) => {
    const shown = receivePush(event.data?.text(), {
      open: openWorkerVault,
      show: (title, options) => self.registration.showNotification(title, options),
      async badge(count) {
        if ('setAppBadge' in self.navigator) await self.navigator.setAppBadge(count);
      },
      deadline: () => new Promise((resolve) => setTimeout(resolve, PUSH_DEADLINE_MS)),
      now: Date.now,
      words: (setting) => workerStrings(language(setting)),
      name: config.name,
      showsTitles: config.notificationTitles,
    });
    event.waitUntil(shown);
  });
}

/** Returns the language by its setting, whatever that holds. */
function language(setting: unknown): LanguageTag {
  return languageFor(config, setting, self.navigator.languages);
}

function openTapped(): void {
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
      language,
      allowedOrigins: config.services,
      now: Date.now,
    });
    event.waitUntil(renewed);
  });
}
