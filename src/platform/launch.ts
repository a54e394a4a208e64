/** How the app was opened: by a shortcut of its icon, by a link that carries a code, or with a shared picture (docs/protocol.md §1, carriers). */

export type Launch =
  | { readonly by: 'scan' | 'otp' | 'shared' }
  /** A link as a phone's own camera app opens it. It may act only after a tap. */
  | { readonly by: 'link'; readonly address: string };

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
  return fragment.startsWith('TES1.') ? { by: 'link', address } : undefined;
}
