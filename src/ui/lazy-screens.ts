/** Groups of screens, fetched when first entered; all of them are in the precache, so that this costs nothing offline. */
const LOADERS = {
  wizard: () => import('./wizard/wizard.ts'),
  otp: () => import('./home/otp.ts'),
  trouble: () => import('./components/trouble.ts'),
  requests: () => import('./requests/requests.ts'),
  request: () => import('./requests/flow.ts'),
  between: () => import('./unlock/session.ts'),
  accounts: () => import('./accounts/accounts.ts'),
  arrivals: () => import('./scan/arrivals.ts'),
  menu: () => import('./menu/menu.ts'),
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
