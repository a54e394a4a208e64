/** Takes a picture or file that another app shares, for the page (Web Share Target). */
import { registerRoute } from 'workbox-routing';

declare const self: ServiceWorkerGlobalScope;

/** As the manifest names them (scripts/build-config.ts). */
const PATH = 'share';
const FIELD = 'picture';

/** In memory alone: the page that opens asks for it at once. */
let shared: File | undefined;

export function takeSharedPictures(): void {
  registerRoute(
    ({ url, sameOrigin }) =>
      sameOrigin && url.pathname === new URL(PATH, self.registration.scope).pathname,
    async ({ request }) => {
      const file = (await request.formData().catch(() => undefined))?.get(FIELD);
      shared = file instanceof File ? file : undefined;
      return Response.redirect(new URL('./#shared', self.registration.scope).href, 303);
    },
    'POST',
  );
  self.addEventListener('message', (event: ExtendableMessageEvent) => {
    if ((event.data as { type?: unknown } | null)?.type !== 'TAKE_SHARED_PICTURE') return;
    event.ports[0]?.postMessage(shared);
    shared = undefined;
  });
}
