/** Scenes of a backup file: made, saved, tried. */
import type { Account } from '../core/account.ts';
import type { Route } from '../core/navigation/route-types.ts';
import type { BackUp, BackUpScreen } from '../core/transfer/back-up-types.ts';
import type { View } from '../core/view.ts';
import { oathAccounts } from './transfer-bring-in-scenes.ts';

type At = (route: Route, more?: Partial<View>) => View;

/** 3 July 2026. */
const AT = 1_783_036_800;
const DAY_SECONDS = 24 * 60 * 60;
const FILE = 'tessera-2026-07-03.age';
const PASSPHRASE = 'K7QF-2MHX-9RTW-C4JN-8PVD';

export function transferBackUpScenes(
  at: At,
  issuers: readonly Account[],
  long: boolean,
): Record<string, { view: View }> {
  const oath = oathAccounts(long);
  const accounts = [...issuers, ...oath.map((each, i) => ({ ...each, position: 10 + i }))];
  const ids = oath.map(({ id }) => id);
  const step = (state: BackUp, more: Partial<BackUpScreen & View> = {}): { view: View } => {
    const { passphrase, locked, canShare = true, ...view } = more;
    const shown = {
      ...state,
      canShare,
      ...(passphrase !== undefined && { passphrase }),
      ...(locked && { locked }),
    };
    const transfer = { purpose: 'back-up', state: shown, scans: false } as const;
    return { view: at({ at: 'transfer', purpose: 'back-up' }, { accounts, transfer, ...view }) };
  };
  const list = (proven: boolean, known: readonly string[] = ids): BackUp => ({
    step: 'back-up-list',
    last: { at: AT, proven, ids: known },
  });

  return {
    'back-up-list': step({ step: 'back-up-list' }),
    'back-up-list-none': step({ step: 'back-up-list' }, { accounts: issuers }),
    'back-up-list-unreadable': step({ step: 'back-up-list', unreadable: ids.slice(0, 1) }),
    'back-up-list-lost': step(list(true, [...ids, 'd1']), {
      damaged: [{ id: 'd1', kind: 'oath', position: 11 }, { id: 'd2' }],
    }),
    'back-up-list-untried': step(list(false)),
    'back-up-list-untried-again': step({
      step: 'back-up-list',
      last: { at: AT, proven: false, ids, earlier: { at: AT - DAY_SECONDS } },
    }),
    'back-up-list-proven': step(list(true)),
    'back-up-list-since': step(list(true, ids.slice(1))),
    'back-up-passphrase': step({ step: 'back-up-passphrase' }, { passphrase: PASSPHRASE }),
    'back-up-passphrase-hidden': step(
      { step: 'back-up-passphrase' },
      { passphrase: PASSPHRASE, concealed: true },
    ),
    'back-up-locked': step({ step: 'back-up-passphrase' }, { locked: true }),
    'back-up-own': step({ step: 'back-up-own', short: true }),
    'back-up-check': step({ step: 'back-up-check', own: false }),
    'back-up-check-wrong': step({ step: 'back-up-check', own: false, wrong: true }),
    'back-up-check-own': step({ step: 'back-up-check', own: true }),
    'back-up-writing': step({ step: 'back-up-writing' }),
    'back-up-save': step({ step: 'back-up-save', file: FILE }, { platform: 'android' }),
    'back-up-save-refused': step(
      { step: 'back-up-save', file: FILE, problem: 'UNEXPECTED' },
      { platform: 'android' },
    ),
    'back-up-saved': step({ step: 'back-up-saved', file: FILE }),
    'back-up-saved-differs': step({ step: 'back-up-saved', problem: 'BACKUP_DIFFERS' }),
    'back-up-open': step({ step: 'back-up-open', file: FILE }),
    'back-up-open-wrong': step({
      step: 'back-up-open',
      file: FILE,
      problem: 'FILE_PASSWORD_WRONG',
    }),
    'back-up-comparing': step({ step: 'back-up-comparing', file: FILE }),
    'back-up-missing': step({ step: 'back-up-missing', ids: ids.slice(1), total: ids.length }),
    'back-up-proven': step({ step: 'back-up-proven', total: ids.length }),
    'back-up-failed': step({ step: 'back-up-failed', code: 'STORAGE_FULL' }),
  };
}
