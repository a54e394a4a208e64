/** Rows of other servers' accounts, made from vectors by the text of docs/vault.md alone. */
import type { Bytes } from '../../src/core/codec/bytes.ts';
import { fromHex } from '../../src/core/codec/bytes.ts';
import type { CborValue } from '../../src/core/codec/cbor.ts';
import { sealRecord } from '../../src/vault/record-cipher.ts';
import vectors from '../vectors/other-accounts.json' with { type: 'json' };
import type { Fixture } from './fixture.ts';
import type { Rows } from './raw-rows.ts';

export const OTHER_ACCOUNTS = vectors.accounts.map((account, i) => ({
  ...account,
  id: `00000000000000${i.toString(16).padStart(2, '0')}`,
}));
type OtherAccount = (typeof OTHER_ACCOUNTS)[number];

/** The next counter of those that have one, unless it is given. */
export const NEXT_COUNTER = 1;

/** A frozen vault with an account of each vector in the place of its own; `suite`: ocra2's. */
export async function withOthers(
  { rows }: Fixture,
  counter = NEXT_COUNTER,
  suite?: string,
): Promise<{ readonly rows: Rows }> {
  const { key } = rows.keys.device as { readonly key: Bytes };
  const device = await crypto.subtle.importKey('raw', key, 'AES-GCM', false, ['encrypt']);
  const all = withoutOwn(structuredClone(rows));
  for (const [i, account] of OTHER_ACCOUNTS.entries()) {
    const { id, storedHex } = account;
    all.accounts[id] = {
      kind: 'oath',
      profile: await sealRecord(
        device,
        { store: 'accounts', id, format: 2 },
        profileOf(account, suite),
      ),
      ...(storedHex !== undefined && {
        secret: { class: account.class, bytes: fromHex(storedHex) },
      }),
      state: 'active',
      position: 100 + i,
    };
    if (account.kind === 'hotp' || account.kind === 'ocra2') {
      const name = `counter/${id}`;
      const address = { store: 'settings', id: name, format: 1 };
      all.settings[name] = await sealRecord(device, address, counter);
    }
  }
  return { rows: all };
}

function withoutOwn({ accounts, settings, ...rest }: Rows): Rows {
  const kept = Object.entries(accounts).filter(([, row]) => !('kind' in (row as object)));
  const names = Object.entries(settings).filter(([name]) => !name.startsWith('counter/'));
  return { ...rest, accounts: Object.fromEntries(kept), settings: Object.fromEntries(names) };
}

function profileOf(account: OtherAccount, otherSuite?: string): CborValue {
  const { algorithm, digits, period } = account;
  const suite = account.suite && (otherSuite ?? account.suite);
  const policy = new Map<number, CborValue>([
    [1, algorithm!],
    [2, digits!],
  ]);
  if (period !== undefined) policy.set(3, period);
  const profile = new Map<number, CborValue>([
    [1, 'Example & Søn'],
    [4, account.name],
  ]);
  if (suite === undefined) profile.set(8, policy);
  else profile.set(6, 'LSQR1').set(9, suite);
  profile.set(14, account.kind);
  if (account.class === 0) profile.set(15, fromHex(account.secretHex));
  return profile.set(16, 1_790_000_000);
}
