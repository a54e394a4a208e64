/** The issuer's parts by themselves: signing key, HMAC, store. */
import { createHmac } from 'node:crypto';

import { describe, expect, it } from 'vitest';

import { issuerHmac } from '../../src/issuer/hmac.ts';
import type { IssuerAccount } from '../../src/issuer/instance.ts';
import { createMemoryStore } from '../../src/issuer/memory-store.ts';
import {
  exportIssuerKeyJwk,
  exportIssuerKeyPkcs8,
  generateIssuerKey,
  importIssuerKeyJwk,
  importIssuerKeyPkcs8,
} from '../../src/issuer/signing-key.ts';
import { readFirstMessage } from '../../src/protocol/first-message.ts';
import { webHmac } from '../../src/protocol/hmac.ts';
import { createIssuerFixture, granted } from './issuer-fixture.ts';

describe('the signing key', () => {
  it('comes back from JWK and from PKCS #8 as the same issuer, not to be taken out again', async () => {
    const key = await generateIssuerKey();
    const jwk = JSON.parse(JSON.stringify(await exportIssuerKeyJwk(key))) as JsonWebKey;
    for (const back of [
      await importIssuerKeyJwk({ ...jwk, key_ops: ['verify'], ext: false, use: 'sig' }),
      await importIssuerKeyPkcs8(await exportIssuerKeyPkcs8(key)),
    ]) {
      expect(back.publicKey).toEqual(key.publicKey);
      await expect(exportIssuerKeyJwk(back)).rejects.toThrow();
      const { firstMessage } = granted(await createIssuerFixture({ key: back }).issuer.begin());
      expect((await readFirstMessage(firstMessage)).message.issuerKey).toEqual(key.publicKey);
    }
  });

  it('has a compressed point of either parity', async () => {
    const firstBytes = new Set<number>();
    while (firstBytes.size < 2) firstBytes.add((await generateIssuerKey()).publicKey[0]!);
    expect([...firstBytes].sort()).toEqual([2, 3]);
  });

  it('is refused when it is none', async () => {
    const { kty, crv, x, y } = await exportIssuerKeyJwk(await generateIssuerKey());
    const publicOnly = { kty, crv, x, y } as JsonWebKey;
    await expect(importIssuerKeyJwk(publicOnly)).rejects.toThrow(
      expect.objectContaining({ code: 'OUT_OF_RANGE' }),
    );
    await expect(importIssuerKeyJwk({ kty: 'EC', crv: 'P-384' })).rejects.toThrow(
      expect.objectContaining({ code: 'OUT_OF_RANGE' }),
    );
    await expect(importIssuerKeyPkcs8(new Uint8Array(138))).rejects.toThrow(
      expect.objectContaining({ code: 'OUT_OF_RANGE' }),
    );
  });
});

describe('the HMAC', () => {
  it.each(['SHA-1', 'SHA-256', 'SHA-512'] as const)(
    'agrees with WebCrypto for %s',
    async (hash) => {
      const key = Uint8Array.from({ length: 32 }, (_, i) => i);
      const data = Uint8Array.of(0, 0, 0, 0, 0, 0, 0, 9);
      const ours = await (await issuerHmac(hash, key))(data);
      const web = await (await webHmac(hash, key))(data);
      expect([...ours]).toEqual([...web]);
      const plain = createHmac(hash.replace('-', ''), key).update(data).digest();
      expect([...ours]).toEqual([...plain]);
    },
  );
});

describe('the memory store', () => {
  const account = (serial: string, version: number): IssuerAccount => ({
    serial,
    version,
    sequence: 1,
  });

  it('writes all or nothing, each on top of the version just below', async () => {
    const store = createMemoryStore();
    const commit = (...rows: IssuerAccount[]): Promise<boolean> =>
      store.commit(rows.map((row) => ({ table: 'accounts', row })));
    expect(await commit(account('A', 2))).toBe(false);
    expect(await commit(account('A', 1))).toBe(true);
    expect(await commit(account('A', 1))).toBe(false);
    expect(await commit(account('B', 1), account('A', 3))).toBe(false);
    expect(await store.account('B')).toBeUndefined();
    expect(await commit(account('B', 1), account('A', 2))).toBe(true);
    expect((await store.account('A'))?.version).toBe(2);
  });
});
