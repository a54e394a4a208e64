/** Scenes of what was answered earlier: off, on and empty, a few, locked. */
import type { EarlierItem, EarlierView, RequestsView, View } from '../core/view.ts';

type At = (route: { readonly at: 'requests' }, more?: Partial<View>) => View;

const HOUR_MS = 3_600_000;
const KEPT = { on: true, days: 90 } as const;

/** `now` in milliseconds since 1970. */
export function earlierScenes(
  at: At,
  now: number,
  requests: RequestsView,
): Record<string, { view: View }> {
  const items: readonly EarlierItem[] = [
    { kind: 'login', title: 'Log in to Time sheets', decision: 'approved', account: '2' } as const,
    { kind: 'transaction', decision: 'approved', account: '1' } as const,
    { kind: 'transaction', title: 'New address', decision: 'denied', account: '1' } as const,
  ].map((item, i) => ({
    ...item,
    request: `00000000000000b${i}`,
    at: now - (5 * i + 1) * HOUR_MS,
  }));
  const scene = (earlier: EarlierView): { view: View } => ({
    view: at({ at: 'requests' }, { requests: { ...requests, items: [] }, earlier }),
  });
  return {
    'earlier-off': scene({ is: 'open', on: false, days: 90, items: [] }),
    'earlier-none': scene({ is: 'open', ...KEPT, items: [] }),
    'earlier-some': scene({ is: 'open', ...KEPT, items }),
    'earlier-locked': scene({ is: 'locked', ...KEPT }),
  };
}
