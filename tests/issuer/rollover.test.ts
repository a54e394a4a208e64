/** A new signing key beside the old one: whose accounts are signed with which. */
import { describe, expect, it } from 'vitest';

import { createMemoryStore } from '../../src/issuer/memory-store.ts';
import { generateIssuerKey, publicKeyHex, signingKeyFor } from '../../src/issuer/signing-key.ts';
import { readFirstMessage } from '../../src/protocol/first-message.ts';
import { activate, createIssuerFixture, granted, START } from './issuer-fixture.ts';

const [oldest, old, young] = [
  await generateIssuerKey(),
  await generateIssuerKey(),
  await generateIssuerKey(),
];
const IDENTIFIED = { identifiedAsAtEnrolment: true } as const;

/** One site's servers over one store: before the rollover, during it, and after it. */
function servers() {
  const store = createMemoryStore();
  return {
    store,
    before: createIssuerFixture({ store, key: old }),
    during: createIssuerFixture({ store, key: young, formerKeys: [old] }),
    after: createIssuerFixture({ store, key: young }),
  };
}

/** The key that signed a first message, by which its authenticator knows the issuer. */
async function signerOf({ firstMessage }: { readonly firstMessage: Uint8Array }): Promise<string> {
  return publicKeyHex({ publicKey: (await readFirstMessage(firstMessage)).message.issuerKey });
}

describe('an account that began under the old key', () => {
  it('gives codes and answers requests as before', async () => {
    const { before, after } = servers();
    const { id, account } = await activate(before);
    granted(await after.issuer.verifyOtp(id, await account.otpAt(START)));
    granted(await after.issuer.createRequest(id, { kind: 'login', title: 'Sign in', fields: [] }));
    expect((await after.issuer.inspect(id))?.issuerKey).toBe(publicKeyHex(old));
  });

  it('is replaced under the old key while the site has it, again and again', async () => {
    const { before, during } = servers();
    let { id } = await activate(before);
    for (let i = 0; i < 2; i++) {
      const begun = granted(await during.issuer.beginReplacement(id, IDENTIFIED));
      expect(await signerOf(begun)).toBe(publicKeyHex(old));
      ({ id } = await activate(during, begun));
    }
    expect((await during.issuer.inspect(id))?.sequence).toBe(3);
  });

  it('is replaced under the new key once the site has the old one no longer', async () => {
    const { before, during, after } = servers();
    const { id } = await activate(before);
    const begun = granted(await after.issuer.beginReplacement(id, IDENTIFIED));
    expect(await signerOf(begun)).toBe(publicKeyHex(young));
    const next = await activate(after, begun);
    const again = granted(await during.issuer.beginReplacement(next.id, IDENTIFIED));
    expect(await signerOf(again)).toBe(publicKeyHex(young));
  });

  it('is finished by servers that have the new key already', async () => {
    const { before, during } = servers();
    const { id, account } = await activate(during, granted(await before.issuer.begin()));
    granted(await during.issuer.verifyOtp(id, await account.otpAt(START)));
    const begun = granted(await during.issuer.beginReplacement(id, IDENTIFIED));
    expect(await signerOf(begun)).toBe(publicKeyHex(old));
  });
});

it('signs new accounts with the new key', async () => {
  const { during } = servers();
  expect(await signerOf(granted(await during.issuer.begin()))).toBe(publicKeyHex(young));
});

it('takes a row without a key for one of the oldest', () => {
  const keys = { key: young, formerKeys: [old, oldest] };
  expect(signingKeyFor(keys, {})).toBe(oldest);
  expect(signingKeyFor({ key: young, formerKeys: [] }, {})).toBe(young);
  expect(signingKeyFor(keys, { issuerKey: publicKeyHex(old) })).toBe(old);
  expect(signingKeyFor(keys)).toBe(young);
});

it('refuses former keys that are none', () => {
  const wrong = [{ publicKey: old.publicKey }] as never;
  expect(() => createIssuerFixture({ formerKeys: wrong })).toThrow(/formerKeys\[0\]\.privateKey/);
  expect(() => createIssuerFixture({ formerKeys: old as never })).toThrow(/formerKeys must be/);
});
