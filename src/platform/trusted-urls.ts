/** Trusted Types (W3C): the app's only script URLs, each same-origin and known by name. */

/** Turns the URL of a worker of ours into what the browser's policy asks for; throws TypeError for any other URL. */
export function scriptUrl(url: string | URL): string {
  const wanted = new URL(url, document.baseURI);
  if (!isOurs(wanted)) throw new TypeError(`Not a script of this app: ${wanted.pathname}`);
  const factory = (globalThis as { trustedTypes?: TrustedTypePolicyFactory }).trustedTypes;
  if (!factory) return wanted.href;
  policy ??= factory.createPolicy('app-url', {
    createScriptURL: (href) => {
      if (!isOurs(new URL(href))) throw new TypeError('Not a script of this app');
      return href;
    },
  });
  return policy.createScriptURL(wanted.href) as unknown as string;
}

interface TrustedTypePolicyFactory {
  createPolicy(
    name: string,
    rules: { createScriptURL(url: string): string },
  ): { createScriptURL(url: string): unknown };
}

let policy: ReturnType<TrustedTypePolicyFactory['createPolicy']> | undefined;

/** The service worker beside the page, and what the build wrote into assets/. */
function isOurs(url: URL): boolean {
  const base = new URL('./', document.baseURI);
  if (url.origin !== location.origin || !url.pathname.startsWith(base.pathname)) return false;
  const path = url.pathname.slice(base.pathname.length);
  return path === 'service-worker.js' || /^(assets|src)\/[\w./-]+\.(js|ts)$/.test(path);
}
