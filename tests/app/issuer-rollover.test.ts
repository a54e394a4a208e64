/** An issuer's new key as the app meets it: the same account where the configuration says so. */
import { expect, test } from 'vitest';

import type { FirstMessageContext } from '../../src/app/accept-first-message.ts';
import { keepFirst, readFirst } from '../../src/app/accept-first-message.ts';
import { openSecond } from '../../src/app/accept-second-message.ts';
import { HandleTable } from '../../src/app/handle-table.ts';
import { createKeptFirstMessage } from '../../src/app/kept-first-message.ts';
import type { TrustedIssuer } from '../../src/app/trusted-issuers.ts';
import type { Account } from '../../src/core/account.ts';
import type { Purpose } from '../../src/core/activation/step-parts.ts';
import type { Message, MessageOf } from '../../src/core/codec/parse-message.ts';
import { parseMessage } from '../../src/core/codec/parse-message.ts';
import { createMemoryStore } from '../../src/issuer/memory-store.ts';
import type { IssuerKey } from '../../src/issuer/signing-key.ts';
import { generateIssuerKey, publicKeyHex } from '../../src/issuer/signing-key.ts';
import { verifyFirstMessage } from '../../src/protocol/first-message.ts';
import type { Vault } from '../../src/vault/types.ts';
import { activate, createIssuerFixture, granted, START } from '../issuer/issuer-fixture.ts';

const [old, young] = [await generateIssuerKey(), await generateIssuerKey()];
const [oldHex, youngHex] = [publicKeyHex(old), publicKeyHex(young)];

interface Entry {
  readonly key: string;
  readonly formerKeys?: readonly string[];
  readonly retiredKeys?: readonly string[];
}

/** A phone with one account that began under the old key, and how it reads what replaces it. */
async function phone(replacedUnder: IssuerKey, entries: readonly Entry[]) {
  const store = createMemoryStore();
  const before = createIssuerFixture({ store, key: old });
  const held = await activate(before);
  const { serial } = held.account.message;
  const names = { issuerName: 'Northwind Bank', issuerKey: oldHex, serial };
  const account = { kind: 'issuer', id: held.id, ...names } as const;
  const site = createIssuerFixture({ store, key: young, formerKeys: [replacedUnder] });
  const proof = { identifiedAsAtEnrolment: true } as const;
  const begun = granted(await site.issuer.beginReplacement(held.id, proof));
  const accounts = [{ ...account, sequence: 1, state: 'active' } as Account];
  const context = contextOf(
    accounts,
    entries.map((entry) => ({ formerKeys: [], retiredKeys: [], ...entry })),
  );
  const first = messageOf(begun.firstMessage, 'first');
  return {
    held: held.id,
    begin: (purpose: Purpose = { kind: 'activate' }) => readFirst(context, first, purpose),
    /** The pending activation, whatever was said of the first image, and the second image. */
    async replaces() {
      const event = await keepFirst(context, await verifyFirstMessage(first));
      if (event.type !== 'first-accepted') throw new Error(event.type);
      const { deviceCode, lookAlike } = event.pending;
      const { secondMessage } = granted(await site.issuer.acceptDeviceCode(begun.id, deviceCode));
      const opening = await openSecond(context, messageOf(secondMessage, 'second'));
      return { replaces: opening.account.replaces, lookAlike };
    },
  };
}

function contextOf(
  accounts: readonly Account[],
  trustedIssuers: readonly TrustedIssuer[],
): FirstMessageContext {
  let pending: object | undefined;
  const vault = {
    snapshot: () => Promise.resolve({ accounts, pending }),
    keepPending({ bytes, fields }: { bytes: Uint8Array; fields: object }, c9: Uint8Array) {
      pending = { id: 'pending', firstMessage: bytes, fields, c9, createdAt: START * 1000 };
      return Promise.resolve(pending);
    },
  } as unknown as Vault;
  return {
    vault,
    candidates: new HandleTable(),
    kept: createKeptFirstMessage(),
    trustedIssuers,
    now: () => START * 1000,
  };
}

function messageOf<Kind extends Message['kind']>(bytes: Uint8Array, kind: Kind) {
  const message = parseMessage(bytes);
  if (message.kind !== kind) throw new Error(message.kind);
  return message as MessageOf<Kind>;
}

test('a replacement under the old key is recognised whatever is configured', async () => {
  for (const entries of [[], [{ key: youngHex, formerKeys: [oldHex] }]]) {
    const at = await phone(old, entries);
    expect(await at.replaces()).toEqual({ replaces: at.held });
  }
});

test('a replacement under the new key is recognised where one entry names both', async () => {
  for (const entry of [
    { key: youngHex, formerKeys: [oldHex] },
    { key: youngHex, retiredKeys: [oldHex] },
  ]) {
    const at = await phone(young, [entry]);
    expect(await at.begin({ kind: 'reactivate', account: at.held })).toMatchObject({
      type: 'first-accepted',
    });
    expect(await at.replaces()).toEqual({ replaces: at.held, lookAlike: undefined });
  }
});

test('without such an entry it is a second account, and the look-alike is told', async () => {
  const alone = await phone(young, []);
  expect(await alone.replaces()).toEqual({ replaces: undefined, lookAlike: 'Northwind Bank' });
  await expect(alone.begin({ kind: 'reactivate', account: alone.held })).rejects.toMatchObject({
    code: 'REPLACES_MISMATCH',
  });
  const apart = await phone(young, [{ key: youngHex }, { key: oldHex }]);
  expect(await apart.replaces()).toEqual({ replaces: undefined, lookAlike: undefined });
});

test('a retired key signs nothing any more', async () => {
  const at = await phone(old, [{ key: youngHex, retiredKeys: [oldHex] }]);
  await expect(at.begin()).rejects.toMatchObject({ code: 'ISSUER_NOT_TRUSTED' });
  const during = await phone(old, [{ key: youngHex, formerKeys: [oldHex] }]);
  expect(await during.begin()).toMatchObject({ type: 'first-accepted' });
});
