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

export type Room = keyof typeof LOADERS;

const rooms = new Map<Room, 'coming' | 'here' | 'missing'>();

/** Where a room's code is; `arrived` is called when that changes. */
export function loaded(room: Room, arrived: () => void): 'coming' | 'here' | 'missing' {
  const state = rooms.get(room);
  if (state) return state;
  rooms.set(room, 'coming');
  LOADERS[room]()
    .then(
      () => rooms.set(room, 'here'),
      () => rooms.set(room, 'missing'),
    )
    .finally(arrived);
  return 'coming';
}
