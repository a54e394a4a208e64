/** Fetching a list: every entry stands alone, and early ones are kept. */
import { expect, test } from 'vitest';

import type { IssuerAccount } from '../../src/core/account.ts';
import { toHex } from '../../src/core/codec/bytes.ts';
import { toQrText } from '../../src/core/codec/message-text.ts';
import type { Request } from '../../src/core/codec/messages.ts';
import { importChannelKey, writeDeactivation, writeRequest } from '../../src/protocol/request.ts';
import { fetchRequests } from '../../src/requests/fetch-requests.ts';
import type { ServiceCall } from '../../src/requests/service-client.ts';
import type { OpenedRequest } from '../../src/vault/request-store.ts';
import type { VaultSnapshot } from '../../src/vault/types.ts';
import { filled } from '../core/hand-made.ts';
import { aRequest } from '../core/messages.ts';
import { refusal } from '../core/refusal.ts';
import { vectors } from '../protocol/vectors.ts';

const ID = filled(8, 7);
const KEY = filled(32, 6);
const NOW = aRequest.issuedAt + 5;
const context = { activationId: ID, channel: KEY };

const entry = async (id: number, change: Partial<Request> = {}, sealed = context) =>
  toQrText(await writeRequest({ ...aRequest, requestId: filled(8, id), ...change }, sealed));

/** Fetches `response`; the vault itself leaves out `refused` of what it is given. */
async function fetchFrom(response: unknown, change: Partial<IssuerAccount> = {}, refused = 0) {
  const account = {
    kind: 'issuer',
    id: toHex(ID),
    state: 'active',
    clockOffset: 0,
    ...change,
  } as IssuerAccount;
  const calls: ServiceCall[] = [];
  const accepted: string[] = [];
  let kept: readonly OpenedRequest[] | undefined;
  const fetching = fetchRequests(
    {
      vault: {
        snapshot: async () => ({ accounts: [account] }) as unknown as VaultSnapshot,
        channelKey: () => importChannelKey(KEY),
        acceptAccount: async (id) => void accepted.push(id),
        async listRequests({ requests }) {
          kept = requests;
          return refused;
        },
      },
      service: {
        async call(_, call) {
          calls.push(call);
          return response;
        },
      },
      now: () => NOW * 1000,
    },
    account,
  );
  const leftOut = await fetching;
  return { leftOut, calls, accepted, kept: kept!.map(({ requestId }) => requestId[0]) };
}

test('keeps current and early entries, drops late ones, counts unusable ones', async () => {
  const requests = [
    await entry(1),
    await entry(2, { issuedAt: NOW + 120 }),
    await entry(3, { issuedAt: NOW - 400, expiresAt: NOW - 1 }),
    await entry(4, {}, { ...context, channel: filled(32, 9) }),
    await entry(5, {}, { ...context, activationId: filled(8, 8) }),
    toQrText(await writeDeactivation({ requestId: filled(8, 6), issuedAt: NOW }, context)),
    vectors[0]!.second.text,
    'https://shop.example',
    7,
    null,
  ];
  const { leftOut, kept, calls, accepted } = await fetchFrom({ requests }, {}, 1);
  expect(kept).toEqual([1, 2]);
  expect(leftOut).toBe(8);
  expect(calls).toEqual([{ method: 'GET', path: '/requests' }]);
  expect(accepted).toEqual([]);
});

test('accepts a waiting account by what opens under its key, and by nothing else', async () => {
  const waiting = { state: 'waiting' } as const;
  expect((await fetchFrom({ requests: [await entry(1)] }, waiting)).accepted).toEqual([toHex(ID)]);
  const foreign = await entry(1, {}, { ...context, channel: filled(32, 9) });
  expect((await fetchFrom({ requests: [foreign] }, waiting)).accepted).toEqual([]);
});

test('reads no more than 64 entries', async () => {
  const requests = Array.from({ length: 70 }, () => 'hello');
  requests[63] = await entry(1);
  requests[64] = await entry(2);
  const { leftOut, kept } = await fetchFrom({ requests });
  expect(kept).toEqual([1]);
  expect(leftOut).toBe(69);
});

test('takes a response without a list for a service that cannot be reached', async () => {
  for (const response of [null, {}, { requests: 'none' }])
    await expect(fetchFrom(response)).rejects.toThrow(refusal('SERVICE_UNREACHABLE'));
});
