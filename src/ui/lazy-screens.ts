/** Groups of screens, fetched when first entered; all of them are in the precache, so that this costs nothing offline. */
const LOADERS = {
  wizard: () => import('./wizard/wizard.ts'),
  otp: () => import('./home/otp-screen.ts'),
  trouble: () => import('./components/error-screen.ts'),
  requests: () => import('./requests/pending-requests-screen.ts'),
  request: () => import('./requests/request-flow.ts'),
  between: () => import('./unlock/unlock-flow.ts'),
  accounts: () => import('./accounts/accounts-flow.ts'),
  arrivals: () => import('./scan/incoming-dialog.ts'),
  menu: () => import('./menu/menu-flow.ts'),
};

export type ScreenGroup = keyof typeof LOADERS;

const groups = new Map<ScreenGroup, 'coming' | 'here' | 'missing'>();

/** Where a room's code is; `arrived` is called when that changes. */
export function loaded(group: ScreenGroup, arrived: () => void): 'coming' | 'here' | 'missing' {
  const state = groups.get(group);
  if (state) return state;
  groups.set(group, 'coming');
  LOADERS[group]()
    .then(
      () => groups.set(group, 'here'),
      () => groups.set(group, 'missing'),
    )
    .finally(arrived);
  return 'coming';
}
