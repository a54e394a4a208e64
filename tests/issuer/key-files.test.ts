/**
 * The example of keys outside the store (docs/examples/key-files.ts), by keys that OpenSSL's forms
 * hold: what is signed is recognised, and what is sealed is opened again by the same file alone.
 */
import { generateKeyPairSync } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { afterAll, describe, expect, it } from 'vitest';

import { sealingKeyFile, signingKeyFile } from '../../docs/examples/key-files.ts';
import { createIssuer } from '../../src/issuer/issuer.ts';
import { readFirstMessage } from '../../src/protocol/first-message.ts';
import { withCheapDerivations } from './cheap-derivations.ts';
import { activate, granted, START } from './issuer-fixture.ts';
import { pgliteDatabase, temporaryFolder } from './stores-under-test.ts';

const { folder, remove } = temporaryFolder();
afterAll(remove);

const PASSPHRASE = 'correct horse battery staple';

/** Writes a private key as encrypted PKCS #8. */
function keyFile(name: string, pair: { privateKey: string }, passphrase = PASSPHRASE) {
  const path = join(folder, name);
  writeFileSync(path, pair.privateKey, { mode: 0o600 });
  return { path, passphrase };
}

const publicKeyEncoding = { type: 'spki', format: 'pem' } as const;
const encrypted = {
  type: 'pkcs8',
  format: 'pem',
  cipher: 'aes-256-cbc',
  passphrase: PASSPHRASE,
} as const;

function ecKey(namedCurve: string) {
  return generateKeyPairSync('ec', {
    namedCurve,
    publicKeyEncoding,
    privateKeyEncoding: encrypted,
  });
}

function rsaKey(modulusLength: number) {
  return generateKeyPairSync('rsa', {
    modulusLength,
    publicKeyEncoding,
    privateKeyEncoding: encrypted,
  });
}

const signing = keyFile('signing.pem', ecKey('P-256'));
const sealing = keyFile('sealing.pem', rsaKey(3072));
const otherSealing = keyFile('other.pem', rsaKey(3072));

describe('keys in files', () => {
  it('sign and seal for an issuer, whose store opens again with them', async () => {
    const { open, leave } = await pgliteDatabase();
    const key = signingKeyFile(signing);
    const store = await open(sealingKeyFile(sealing));
    const clock = { now: START };
    const issuer = withCheapDerivations(() =>
      createIssuer({ name: 'Northwind Bank', key, store, now: () => clock.now }),
    );
    const begun = granted(await issuer.begin({ owner: 'customer-17' }));
    const { message } = await readFirstMessage(begun.firstMessage);
    expect(message.issuerKey).toEqual(key.publicKey);
    const { id, account } = await activate({ issuer }, begun);
    await store.close();

    const again = await open(sealingKeyFile(sealing));
    const later = createIssuer({ name: 'Northwind Bank', key, store: again, now: () => clock.now });
    granted(await later.verifyOtp(id, await account.otpAt(clock.now)));
    await again.close();

    const other = open(sealingKeyFile(otherSealing));
    await expect(other).rejects.toMatchObject({ code: 'STORE_KEY_WRONG' });
    await leave();
  });

  it('wrap nothing twice alike, and open only what they wrapped', async () => {
    const [port, other] = [sealingKeyFile(sealing), sealingKeyFile(otherSealing)];
    const key = crypto.getRandomValues(new Uint8Array(32));
    const [one, two] = [await port.wrap(key), await port.wrap(key)];
    expect(one).not.toEqual(two);
    expect(await port.unwrap(one)).toEqual(key);
    await expect(async () => other.unwrap(one)).rejects.toThrow();
    expect(port.id).not.toBe(other.id);
  });

  it('are refused with another passphrase, of another kind, or unencrypted', () => {
    const wrong = { ...signing, passphrase: 'incorrect' };
    expect(() => signingKeyFile(wrong)).toThrow();
    expect(() => signingKeyFile(sealing)).toThrow('no P-256 key');
    expect(() => signingKeyFile(keyFile('p384.pem', ecKey('P-384')))).toThrow('no P-256 key');
    expect(() => sealingKeyFile(signing)).toThrow('no RSA key');
    expect(() => sealingKeyFile(keyFile('short.pem', rsaKey(2048)))).toThrow('3072');
    const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const plain = privateKey.export({ type: 'pkcs8', format: 'pem' }) as string;
    expect(() => signingKeyFile(keyFile('plain.pem', { privateKey: plain }))).toThrow(
      'not encrypted',
    );
  });
});
