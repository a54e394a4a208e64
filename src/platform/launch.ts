/** How the app was opened: shortcut, link, share or notification (docs/protocol.md §1). */
import type { RequestRef } from '../core/request-ref.ts';
import { fromRequestFragment } from '../core/request-ref.ts';

export type Launch =
  | { readonly by: 'scan' | 'otp' | 'shared' }
  /** A link with a code, as a phone's own camera app opens it. It may act only after a tap. */
  | { readonly by: 'link'; readonly address: string }
  /** A request's notification, tapped while no window was open. */
  | { readonly by: 'request'; readonly name: RequestRef };

/**
 * A fragment with a code, where a router or a sharing service has changed its beginning too
 * (docs/protocol.md §1).
 */
const CODE = /^(?:[/!]|%2[1fF]){0,8}TES1(?:\.|%2[eE])/;

/**
 * Calls back at once, and whenever a link is opened while the app runs. The fragment is removed
 * from the address and from the history.
 */
export function watchLaunch(onLaunch: (launch: Launch) => void, signal: AbortSignal): void {
  function readFragment(): void {
    const fragment = location.hash.slice(1);
    if (fragment === '') return;
    const launch = launchOf(fragment, location.href);
    history.replaceState(history.state, '', location.pathname + location.search);
    if (launch) onLaunch(launch);
  }
  addEventListener('hashchange', readFragment, { signal });
  readFragment();
}

/**
 * A link is passed on with its whole address: only that tells it, which carries first messages
 * alone, from pasted text.
 */
function launchOf(fragment: string, address: string): Launch | undefined {
  if (fragment === 'scan' || fragment === 'otp' || fragment === 'shared') return { by: fragment };
  const name = fromRequestFragment(fragment);
  if (name) return { by: 'request', name };
  return CODE.test(fragment) ? { by: 'link', address } : undefined;
}
