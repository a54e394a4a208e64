/** Opening a channel message: its account, its age, and what every caller may rely on. */
import { expect, test } from 'vitest';

import type { IssuerAccount } from '../../src/core/account.ts';
import { fromHex, toHex } from '../../src/core/codec/bytes.ts';
import type { Request } from '../../src/core/codec/messages.ts';
import { parseMessage } from '../../src/core/codec/parse-message.ts';
import { TesseraError } from '../../src/core/errors.ts';
import { importChannelKey, writeDeactivation, writeRequest } from '../../src/protocol/request.ts';
import type { IntakeVault } from '../../src/requests/open-message.ts';
import { openMessage } from '../../src/requests/open-message.ts';
import { filled } from '../core/hand-made.ts';
import { aRequest } from '../core/messages.ts';
import { refusal } from '../core/refusal.ts';
import { vectors } from '../protocol/vectors.ts';

const ID = filled(8, 7);
const KEY = filled(32, 6);
const NOW = aRequest.issuedAt + 5;
const account = { kind: 'issuer', id: toHex(ID), state: 'active', clockOffset: 0 } as IssuerAccount;

function vaultWith(change: Partial<IssuerAccount> = {}): IntakeVault {
  return {
    async account(id) {
      if (id !== account.id) throw new TesseraError('UNKNOWN_ACCOUNT');
      return { ...account, ...change };
    },
    channelKey: () => importChannelKey(KEY),
  };
}

const request = async (change: Partial<Request> = {}, channel = KEY, activationId = ID) =>
  parseMessage(await writeRequest({ ...aRequest, ...change }, { activationId, channel }));

test('gives the account, the request and its age, and refuses none for its time', async () => {
  const message = await request();
  const open = (seconds: number, clockOffset = 0) =>
    openMessage(vaultWith({ clockOffset }), message, seconds * 1000);
  expect(await open(NOW)).toEqual({
    kind: 'request',
    account,
    request: aRequest,
    age: 'current',
    provesAcceptance: false,
  });
  const { issuedAt, expiresAt } = aRequest;
  for (const [age, seconds] of [
    ['early', issuedAt - 61],
    ['current', issuedAt - 60],
    ['current', expiresAt],
    ['current', expiresAt + 0.9],
    ['late', expiresAt + 1],
  ] as const) {
    expect(await open(seconds)).toMatchObject({ age });
    expect(await open(seconds - 3600, 3600)).toMatchObject({ age });
  }
});

test('says that a waiting account is proved to be accepted', async () => {
  const opened = await openMessage(vaultWith({ state: 'waiting' }), await request(), NOW * 1000);
  expect(opened).toMatchObject({ provesAcceptance: true });
});

test('opens a deactivation', async () => {
  const removal = { requestId: filled(8, 1), issuedAt: NOW };
  const message = await writeDeactivation(removal, { activationId: ID, channel: KEY });
  expect(await openMessage(vaultWith(), parseMessage(message), 0)).toEqual({
    kind: 'deactivation',
    account,
  });
});

test('refuses an activation message before it asks for an account', async () => {
  const asked: string[] = [];
  const vault = { ...vaultWith(), account: async (id: string) => (asked.push(id), account) };
  for (const { cborHex } of [vectors[0]!.first, vectors[0]!.second])
    await expect(openMessage(vault, parseMessage(fromHex(cborHex)), 0)).rejects.toThrow(
      refusal('REQUEST_EXPECTED'),
    );
  expect(asked).toEqual([]);
});

test('refuses another account’s message, and what does not open', async () => {
  const stranger = await request({}, KEY, filled(8, 8));
  await expect(openMessage(vaultWith(), stranger, 0)).rejects.toThrow(refusal('UNKNOWN_ACCOUNT'));
  const sealed = await request({}, filled(32, 9));
  await expect(openMessage(vaultWith(), sealed, 0)).rejects.toThrow(refusal('REQUEST_UNREADABLE'));
});
