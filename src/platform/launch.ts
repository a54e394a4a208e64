/** How the app was opened: by a shortcut of its icon, by a link that carries a code, with a shared picture, or by a notification (docs/protocol.md §1, carriers). */
import { fromRequestFragment } from '../core/request-ref.ts';
import type { RequestName } from '../core/request-ref.ts';

export type Launch =
  | { readonly by: 'scan' | 'otp' | 'shared' }
  /** A link as a phone's own camera app opens it. It may act only after a tap. */
  | { readonly by: 'link'; readonly address: string }
  /** A request's notification, tapped while no window was open. */
  | { readonly by: 'request'; readonly name: RequestName };

/** Calls back now and whenever a link is opened while the app runs. What the address carried is taken out of it, and out of the history. */
export function watchLaunch(onLaunch: (launch: Launch) => void, signal: AbortSignal): void {
  const look = (): void => {
    const fragment = location.hash.slice(1);
    if (fragment === '') return;
    const launch = launchOf(fragment, location.href);
    history.replaceState(history.state, '', location.pathname + location.search);
    if (launch) onLaunch(launch);
  };
  addEventListener('hashchange', look, { signal });
  look();
}

/** The whole address goes on: only there can a reader tell a link, which carries first messages alone, from pasted text. */
function launchOf(fragment: string, address: string): Launch | undefined {
  if (fragment === 'scan' || fragment === 'otp' || fragment === 'shared') return { by: fragment };
  const name = fromRequestFragment(fragment);
  if (name) return { by: 'request', name };
  return fragment.startsWith('TES1.') ? { by: 'link', address } : undefined;
}
