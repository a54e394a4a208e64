/** What was offered waits for one taker, and is overwritten where nobody takes it. */
import { expect, test } from 'vitest';

import { createOfferedAccounts } from '../../../src/app/transfer/offered-accounts.ts';
import { fromBase32 } from '../../../src/core/codec/base32.ts';
import { toSource } from '../../../src/core/codec/oath-fields.ts';
import { readOtpauth } from '../../../src/core/codec/otpauth.ts';
import { OTPAUTH_URIS } from '../../core/codec/otpauth-uris.ts';

const KEY = fromBase32('4SJHB4GSD43FZBAI7C2HLRJGPQ');

function someAccounts() {
  const source = toSource([readOtpauth(OTPAUTH_URIS.deno[0])]);
  return { offered: { is: 'accounts', source } as const, key: source.entries[0]!.secret };
}

test('it is handed over once, keys and all', () => {
  const accounts = createOfferedAccounts();
  const { offered, key } = someAccounts();
  accounts.keep(offered);
  expect(accounts.take()).toBe(offered);
  expect(accounts.take()).toBeUndefined();
  accounts.wipe();
  expect(key).toEqual(KEY);
});

test('what nobody took is overwritten', () => {
  const accounts = createOfferedAccounts();
  const { offered, key } = someAccounts();
  accounts.keep(offered);
  accounts.wipe();
  expect(key).toEqual(new Uint8Array(KEY.length));
  expect(accounts.take()).toBeUndefined();
});

test('what is offered next takes its place', () => {
  const accounts = createOfferedAccounts();
  const [{ offered, key }, next] = [
    someAccounts(),
    { is: 'ocra2', text: 'lseqr://init?' } as const,
  ];
  accounts.keep(offered);
  accounts.keep(next);
  expect(key).toEqual(new Uint8Array(KEY.length));
  expect(accounts.take()).toBe(next);
});
