/** What the backup's list says of accounts that cannot be read. */
import { expect, it } from 'vitest';

import type { Account, DamagedAccount } from '../../src/core/account.ts';
import { lostName } from '../../src/ui/transfer/back-up-parts.ts';

const accounts = ['Acme', 'Globex'].map((issuerName, i) => ({
  id: `a${i}`,
  kind: 'oath',
  issuerName,
  label: '',
  position: 2 * i + 1,
})) as unknown as readonly Account[];

const said = (lost: DamagedAccount, ids?: readonly string[]): string =>
  lostName(lost, accounts, ids && { at: 1_783_036_800, proven: true, ids }).replaceAll(
    '\u00a0',
    ' ',
  );

it.each([
  [{ id: 'd', kind: 'oath', position: 2 }, 'Another site’s account · after Acme'],
  [{ id: 'd', kind: 'oath', position: 9 }, 'Another site’s account · after Globex'],
  [
    { id: 'd', kind: 'issuer', position: 0 },
    'An account that was activated here · at the top of the list',
  ],
  [{ id: 'd' }, 'Nothing more is known'],
] as const)('%j', (lost, words) => {
  expect(said(lost)).toBe(words);
  expect(said(lost, ['x'])).toBe(words);
  expect(said(lost, ['x', 'd'])).toMatch(new RegExp(`^${words} · in the file of .*26$`));
});
