/**
 * Groups of screens, fetched when first entered. All are in the precache, so that they also load
 * offline.
 */
const LOADERS = {
  wizard: () => import('./wizard/wizard.ts'),
  otp: () => import('./home/otp-screen.ts'),
  error: () => import('./components/error-screen.ts'),
  requests: () => import('./requests/pending-requests-screen.ts'),
  request: () => import('./requests/request-flow.ts'),
  unlock: () => import('./unlock/unlock-flow.ts'),
  accounts: () => import('./accounts/accounts-flow.ts'),
  incoming: () => import('./scan/incoming-dialog.ts'),
  paste: () => import('./scan/paste-dialog.ts'),
  menu: () => import('./menu/menu-flow.ts'),
};

export type ScreenGroup = keyof typeof LOADERS;

const groups = new Map<ScreenGroup, 'coming' | 'here' | 'missing'>();

/** Milliseconds for a group to arrive over a slow mobile network. */
const ARRIVAL_TIMEOUT_MS = 30_000;

/**
 * Returns the state of a group and begins to fetch it; `changed` is called when that state changes.
 * A missing group may still arrive late. Whoever says that it is missing offers to load the app
 * again: some engines keep a failed fetch for as long as the document lives.
 */
export function loaded(group: ScreenGroup, changed: () => void): 'coming' | 'here' | 'missing' {
  const state = groups.get(group);
  if (state) return state;
  groups.set(group, 'coming');
  const late = setTimeout(() => settle('missing'), ARRIVAL_TIMEOUT_MS);
  LOADERS[group]().then(
    () => settle('here'),
    () => settle('missing'),
  );
  function settle(to: 'here' | 'missing'): void {
    clearTimeout(late);
    groups.set(group, to);
    changed();
  }
  return 'coming';
}
