/** Scenes of Home with many accounts, and of a card's code in each state. */
import type { Account } from '../core/account.ts';
import type { OtpView, View } from '../core/view.ts';

type At = (
  route: { readonly at: 'home' } | { readonly at: 'otp'; readonly account: string },
  more?: Partial<View>,
) => View;

/** `now` in milliseconds since 1970. */
export function homeScenes(
  at: At,
  now: number,
  accounts: { readonly two: readonly Account[]; readonly nine: readonly Account[] },
): Record<string, { view: View }> {
  const { two, nine } = accounts;
  const code: OtpView = {
    account: '1',
    code: '492039',
    validFrom: now - 11_000,
    validUntil: now + 19_000,
  };
  const open = (more: Partial<View>, among = two): View =>
    at({ at: 'otp', account: '1' }, { accounts: among, otp: code, ...more });
  const empty = (platform: View['platform'], browser: View['browser']): View =>
    at({ at: 'home' }, { accounts: [], hasPin: false, platform, browser });
  return {
    'home-empty-firefox': { view: empty('android', 'firefox') },
    'home-empty-samsung': { view: empty('android', 'samsung') },
    'home-empty-inside': { view: empty('android', 'inside-another-app') },
    'home-nine': { view: at({ at: 'home' }, { accounts: nine }) },
    'otp-nine': { view: open({}, nine) },
    'otp-soon': { view: open({ otp: { ...code, validUntil: now + 4000 } }) },
    'otp-concealed': { view: open({ concealed: true }) },
    'otp-masked': { view: open({ otp: { account: '1', masked: true } }) },
    'otp-alarmed': {
      view: open({
        requests: {
          is: 'resting',
          items: [],
          services: { 1: { leftOut: 0, reach: 'called', alarm: [{ id: '00112233' }] } },
        },
      }),
    },
  };
}
