/** Scenes of the codes of other servers' accounts, in their cards on Home. */
import type { OathAccount } from '../core/account.ts';
import type { Route } from '../core/navigation/route-types.ts';
import type { View } from '../core/view.ts';
import { oathAccounts } from './transfer-bring-in-scenes.ts';

type At = (route: Route, more: Partial<View>) => View;

/** `now` in milliseconds since 1970; `long`: names as long as they may be. */
export function transferCardScenes(
  at: At,
  now: number,
  long: boolean,
): Record<string, { readonly view: View }> {
  const accounts = oathAccounts(long);
  const [timed, counted] = accounts as readonly [OathAccount, OathAccount];
  const open = (account: OathAccount, otp: View['otp']): { readonly view: View } => ({
    view: at(
      { at: 'otp', account: account.id },
      { otp, accounts: accounts.map((each) => (each.id === account.id ? account : each)) },
    ),
  });
  const code = (digits: string): View['otp'] => ({
    account: timed.id,
    code: digits,
    validFrom: now - 26_000,
    validUntil: now + 4000,
  });
  const steam: OathAccount = { ...timed, type: 'steam' };
  const scanned: OathAccount = { ...timed, type: 'ocra2' };
  return {
    'home-others': { view: at({ at: 'home' }, { accounts }) },
    'card-others': open(timed, code('492039')),
    'card-ten-digits': open(timed, code('1284755224')),
    'card-steam': open(steam, code('WMW8T')),
    'card-tap': open(counted, { account: counted.id, masked: true }),
    'card-tap-again': open({ ...counted, showsAgain: true }, { account: counted.id, masked: true }),
    'card-counted': open(counted, { account: counted.id, code: '24622277', counter: 41 }),
    'card-scan': open(scanned, undefined),
  };
}
