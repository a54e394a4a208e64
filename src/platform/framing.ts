/** Detects that another page shows this one in a frame (HTML, child navigables). */

/**
 * Returns true if this page is framed: no page has a reason to, not even of the same origin. Where
 * a host sends no `frame-ancestors`, the app itself must refuse.
 */
export function isFramed(): boolean {
  return window.top !== window.self;
}
