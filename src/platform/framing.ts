/** Whether another page shows this one in a frame (HTML, nested navigables): where a host sends no `frame-ancestors`, the app itself must refuse. */

/** No page has a reason to frame this one, not even of the same origin. */
export function isFramed(): boolean {
  return window.top !== window.self;
}
