/** The service worker: keeps every byte of the app for use without a network, and gives way to a new version only when asked. */
import {
  cleanupOutdatedCaches,
  createHandlerBoundToURL,
  precacheAndRoute,
  type PrecacheEntry,
} from 'workbox-precaching';
import { NavigationRoute, registerRoute } from 'workbox-routing';
import { takeSharedPictures } from './share.ts';

declare const self: ServiceWorkerGlobalScope & {
  readonly __WB_MANIFEST: (string | PrecacheEntry)[];
};

keepEverything();
takeSharedPictures();
answerEveryNavigation();
giveWayWhenAsked();

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
