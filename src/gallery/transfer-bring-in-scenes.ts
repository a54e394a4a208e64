/** Scenes of accounts of other servers: brought in, listed, looked at, removed, erased. */
import type { Account, OathAccount } from '../core/account.ts';
import type { Route } from '../core/navigation/route-types.ts';
import type { BringIn, BroughtAccount, BroughtList } from '../core/transfer/bring-in-types.ts';
import type { View } from '../core/view.ts';

type At = (route: Route, more?: Partial<View>) => View;

/** 3 July 2026. */
const ADDED_AT = 1_783_036_800;

const OATH: Omit<OathAccount, 'id' | 'issuerName' | 'label' | 'position'> = {
  kind: 'oath',
  issuerHue: 210,
  state: 'active',
  clockOffset: 0,
  type: 'totp',
  otp: { algorithm: 'SHA1', digits: 6, period: 30 },
  addedAt: ADDED_AT,
};

/** `long`: names as long as they may be. */
export function oathAccounts(long: boolean): readonly OathAccount[] {
  const name = long ? 'Rechenzentrum Mittelweserberglandtal '.repeat(5).trim() : 'GitHub';
  const label = long ? `${'vorname.nachname'.repeat(10)}@example.org` : 'mira@example.org';
  return [
    { ...OATH, id: 'a1', issuerName: name, label, position: 0, unhidden: true },
    {
      ...OATH,
      id: 'a2',
      issuerName: 'Harbour Mail',
      issuerHue: 320,
      label: 'mira',
      ownName: 'Post',
      type: 'hotp',
      otp: { algorithm: 'SHA256', digits: 8 },
      counter: 41,
      position: 1,
    },
    { ...OATH, id: 'a3', issuerName: '', issuerHue: 90, label: '', position: 2 },
  ];
}

function entry(place: number, more: Partial<BroughtAccount> = {}): BroughtAccount {
  return { place, type: 'totp', issuer: `Site ${place + 1}`, label: 'mira@example.org', ...more };
}

function mixed(issuer: string, label: string): BroughtList {
  return {
    accounts: [
      entry(0, { issuer, label }),
      entry(1, { issuer: 'Harbour Mail', label: 'mira' }),
      entry(2, { issuer: '', label: '' }),
      entry(3, { here: true, issuer: 'Fabrikam Works', ownName: 'Time sheets' }),
      entry(4, { issuer: 'Harbour Mail', label: 'mira', sameName: true }),
      entry(5, { unhidden: true, issuer: 'Woodgrove', label: '' }),
      entry(6, { sameKey: true, issuer: 'Contoso', label: 'eight digits' }),
    ],
    refused: [
      { issuer: 'Old Forum', label: 'mira', why: 'algorithm' },
      { issuer: '', label: '', why: 'form' },
    ],
    others: 12,
  };
}

export function transferBringInScenes(
  at: At,
  issuers: readonly Account[],
  long: boolean,
): Record<string, { view: View }> {
  const oath = oathAccounts(long);
  const [first] = oath;
  const { issuerName = '', label = '' } = first ?? {};
  const accounts = [...issuers, ...oath.map((each, i) => ({ ...each, position: 10 + i }))];
  const none = { accounts: [], hasPin: false };
  const step = (state: BringIn): { view: View } => ({
    view: at(
      { at: 'transfer', purpose: 'bring-in' },
      { transfer: { purpose: 'bring-in', state, scans: false } },
    ),
  });
  const preview = (
    list: BroughtList,
    more: Partial<Extract<BringIn, { step: 'bring-in-preview' }>> = {},
  ): { view: View } =>
    step({
      step: 'bring-in-preview',
      source: 1,
      by: 'file',
      list,
      leftOut: new Set(),
      proof: 1,
      ...more,
    });
  const one = (more: Partial<BroughtAccount>): { view: View } =>
    preview(
      { accounts: [entry(0, { issuer: issuerName, label, ...more })], refused: [], others: 0 },
      { by: 'code' },
    );

  return {
    'bring-in-notice': step({ step: 'bring-in-notice', notice: 'first', proof: 1 }),
    'bring-in-erased': step({ step: 'bring-in-notice', notice: 'erased', proof: 1 }),
    'choose-file': step({ step: 'choose-file', proof: 1 }),
    'choose-file-unknown': step({ step: 'choose-file', proof: 1, problem: 'FILE_UNKNOWN' }),
    'file-password': step({ step: 'file-password', file: 1, proof: 1 }),
    'file-password-wrong': step({
      step: 'file-password',
      file: 1,
      proof: 1,
      problem: 'FILE_PASSWORD_WRONG',
    }),
    'file-passphrase': step({ step: 'file-password', file: 1, origin: 'backup', proof: 1 }),
    'reading-file': step({ step: 'reading-file', file: 1, locked: true, proof: 1 }),
    'bring-in-locked': step({ step: 'bring-in-comparing', source: 1, by: 'file' }),
    'bring-in-one': one({}),
    'bring-in-one-unhidden': one({ unhidden: true }),
    'bring-in-one-here': one({ here: true }),
    'bring-in-one-same-name': one({ sameName: true }),
    'bring-in-list': preview(mixed(issuerName, label), { leftOut: new Set([1]) }),
    'bring-in-list-refused': preview(mixed(issuerName, label), { problem: 'ACCOUNTS_TOO_MANY' }),
    'brought-in': step({ step: 'brought-in', added: 44, origin: 'export', proof: 1 }),
    'brought-in-backup': step({
      step: 'brought-in',
      added: 44,
      origin: 'backup',
      counts: true,
      proof: 1,
    }),
    'bring-in-failed': step({ step: 'bring-in-failed', error: 'UNEXPECTED', proof: 1 }),
    'home-oath': { view: at({ at: 'home' }, { accounts }) },
    'accounts-oath': { view: at({ at: 'accounts' }, { accounts }) },
    'account-oath': { view: at({ at: 'account', account: 'a1' }, { accounts }) },
    'account-oath-counter': { view: at({ at: 'account', account: 'a2' }, { accounts }) },
    'account-oath-unnamed': { view: at({ at: 'account', account: 'a3' }, { accounts }) },
    'remove-oath': { view: at({ at: 'remove', account: 'a1' }, { accounts }) },
    'erase-oath': { view: at({ at: 'erase' }, { accounts }) },
    'erase-oath-alone': { view: at({ at: 'erase' }, { accounts: oath }) },
    'about-oath': { view: at({ at: 'about' }, { accounts }) },
    'new-phone-oath': { view: at({ at: 'new-phone' }, { accounts }) },
    'new-phone-oath-alone': { view: at({ at: 'new-phone' }, { accounts: oath }) },
    'menu-own-only': { view: at({ at: 'menu' }, { ...none, otherAccounts: false }) },
  };
}
