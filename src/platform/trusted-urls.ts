/** Trusted Types (W3C): the app's only script URLs, each same-origin and known by name. */

/**
 * Returns the URL of one of the app's workers as the browser's policy demands it.
 * @throws TypeError for any other URL
 */
export function scriptUrl(url: string | URL): string {
  const wanted = new URL(url, document.baseURI);
  if (!isOwnScript(wanted)) throw new TypeError(`Not a script of this app: ${wanted.pathname}`);
  const factory = (globalThis as { trustedTypes?: TrustedTypePolicyFactory }).trustedTypes;
  if (!factory) return wanted.href;
  urlPolicy ??= factory.createPolicy('app-url', {
    createScriptURL: (href) => {
      if (!isOwnScript(new URL(href))) throw new TypeError('Not a script of this app');
      return href;
    },
  });
  return urlPolicy.createScriptURL(wanted.href) as string;
}

interface TrustedTypePolicyFactory {
  createPolicy(
    name: string,
    rules: { createScriptURL(url: string): string },
  ): { createScriptURL(url: string): unknown };
}

let urlPolicy: ReturnType<TrustedTypePolicyFactory['createPolicy']> | undefined;

/**
 * Returns true for the service worker beside the page and for what the build wrote into assets/.
 */
function isOwnScript(url: URL): boolean {
  const base = new URL('./', document.baseURI);
  if (url.origin !== location.origin || !url.pathname.startsWith(base.pathname)) return false;
  const path = url.pathname.slice(base.pathname.length);
  return path === 'service-worker.js' || /^(assets|src)\/[\w./-]+\.(js|ts)$/.test(path);
}
