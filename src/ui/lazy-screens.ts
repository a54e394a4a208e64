/** Groups of screens, fetched when first entered; all of them are in the precache, so that this costs nothing offline. */
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
 * Where the code of a group is; `arrived` is called when that changes. A group that is missing may
 * still arrive late; the screen that says so offers to open the app again, which helps in every engine:
 * some keep a failed fetch as long as the document lives.
 */
export function loaded(group: ScreenGroup, arrived: () => void): 'coming' | 'here' | 'missing' {
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
    arrived();
  }
  return 'coming';
}
