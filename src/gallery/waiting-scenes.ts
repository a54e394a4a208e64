/** Scenes of what waits on Home: locked and unlocked, two requests and more than are cards. */
import type { RequestItem, RequestsView, View } from '../core/view.ts';

type At = (route: { readonly at: 'home' }, more?: Partial<View>) => View;

const MINUTE_MS = 60_000;
const LOCKED = { lock: { is: 'locked' }, route: { at: 'home' } } as const;

/** `now` in milliseconds since 1970; `requests`: a list of two. */
export function waitingScenes(
  at: At,
  now: number,
  requests: RequestsView,
): Record<string, { view: View }> {
  const more = Array.from({ length: 3 }, (_, i): RequestItem => ({
    account: '1',
    request: `00000000000000a${i}`,
    kind: 'login',
    title: 'Log in',
    issuedAt: now,
    expiresAt: now + (20 + i) * MINUTE_MS,
  }));
  const home = (change: Partial<View>): { view: View } => ({
    view: at({ at: 'home' }, { requests, ...change }),
  });
  return {
    'home-waiting': home({}),
    'home-waiting-locked': home({ navigation: LOCKED, requestsDetailed: false }),
    'home-waiting-more': home({
      requests: { ...requests, items: [...requests.items, ...more] },
    }),
  };
}
