/** A signing key that never leaves its place: an encrypted PKCS #8 (RFC 5958) under node:crypto. */
import { createPrivateKey, generateKeyPairSync, sign } from 'node:crypto';

import { expect, it } from 'vitest';

import { concat, fromBase64url } from '../../src/core/codec/bytes.ts';
import type { SigningPort } from '../../src/issuer/signing-key.ts';
import { generateIssuerKey, publicKeyHex } from '../../src/issuer/signing-key.ts';
import { readFirstMessage } from '../../src/protocol/first-message.ts';
import { activate, createIssuerFixture, granted, START } from './issuer-fixture.ts';

const IDENTIFIED = { identifiedAsAtEnrolment: true } as const;

interface KeyFile {
  readonly port: SigningPort;
  /** How often it has signed. */
  readonly signed: () => number;
}

function keyFile(dsaEncoding: 'ieee-p1363' | 'der' = 'ieee-p1363'): KeyFile {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const passphrase = 'of the operator';
  const file = privateKey.export({
    type: 'pkcs8',
    format: 'pem',
    cipher: 'aes-256-cbc',
    passphrase,
  });
  const { x = '', y = '' } = publicKey.export({ format: 'jwk' });
  const point = concat(Uint8Array.of(2 + (fromBase64url(y)[31]! & 1)), fromBase64url(x));
  let signed = 0;
  return {
    signed: () => signed,
    port: {
      publicKey: point,
      sign(data) {
        signed++;
        const key = createPrivateKey({ key: file, passphrase });
        return Promise.resolve(sign('sha256', data, { key, dsaEncoding }));
      },
    },
  };
}

it('signs first messages, which its public key verifies', async () => {
  const { port, signed } = keyFile();
  const at = createIssuerFixture({ key: port });
  const begun = granted(await at.issuer.begin({ owner: 'customer' }));
  const { message } = await readFirstMessage(begun.firstMessage);
  expect(publicKeyHex({ publicKey: message.issuerKey })).toBe(publicKeyHex(port));
  const { id, account } = await activate(at, begun);
  expect((await at.issuer.inspect(id))?.issuerKey).toBe(publicKeyHex(port));
  granted(await at.issuer.verifyOtp(id, await account.otpAt(START)));
  expect(signed()).toBe(1);
});

it('goes on for the accounts of a former key', async () => {
  const { port } = keyFile();
  const key = await generateIssuerKey();
  const before = createIssuerFixture({ key: port });
  const { id } = await activate(before);
  const after = createIssuerFixture({ key, formerKeys: [port], store: before.store });
  const begun = granted(await after.issuer.beginReplacement(id, IDENTIFIED));
  const { message } = await readFirstMessage(begun.firstMessage);
  expect(publicKeyHex({ publicKey: message.issuerKey })).toBe(publicKeyHex(port));
});

it('is not believed: a signature of another key or form begins nothing', async () => {
  const [{ port }, other] = [keyFile(), keyFile()];
  const ports = [{ ...port, sign: other.port.sign }, keyFile('der').port];
  for (const key of ports) {
    const { issuer } = createIssuerFixture({ key });
    await expect(issuer.begin({ owner: 'customer' })).rejects.toThrow('SIGNATURE_WRONG');
    expect(await issuer.list('customer')).toEqual([]);
  }
});

it('that fails fails the call, and nothing is begun', async () => {
  const { port } = keyFile();
  const sign = () => Promise.reject(new Error('no quorum'));
  const { issuer } = createIssuerFixture({ key: { ...port, sign } });
  await expect(issuer.begin({ owner: 'customer' })).rejects.toThrow('no quorum');
  expect(await issuer.list('customer')).toEqual([]);
});

it('must have a public key of 33 bytes and sign', () => {
  const { port } = keyFile();
  const make = (key: object) => () => createIssuerFixture({ key: key as SigningPort });
  expect(make({ ...port, publicKey: new Uint8Array(65) })).toThrow('key.publicKey');
  expect(make({ ...port, sign: 1 })).toThrow('key.sign must be a function');
});
