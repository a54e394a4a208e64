/** An issuer for tests: its key pair and the messages that it writes. */
import type { Bytes } from '../../src/core/codec/bytes.ts';
import { encodeSign1, sigStructure } from '../../src/core/codec/cose.ts';
import type { FirstMessage } from '../../src/core/codec/messages.ts';
import { readFirstMessage, writeFirstMessage } from '../../src/protocol/first-message.ts';
import { compressPoint } from '../../src/protocol/p256.ts';
import { aFirst } from '../core/messages.ts';

export interface TestIssuer {
  readonly signingKey: CryptoKey;
  /** Compressed, 33 bytes. */
  readonly issuerKey: Bytes;
}

export async function testIssuer(): Promise<TestIssuer> {
  const pair = await crypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, true, [
    'sign',
    'verify',
  ]);
  return { signingKey: pair.privateKey, issuerKey: await issuerKeyOf(pair.publicKey) };
}

/** The 33 bytes of key 4 for an issuer's public key, which must be exportable. */
export async function issuerKeyOf(publicKey: CryptoKey): Promise<Bytes> {
  return compressPoint(new Uint8Array(await crypto.subtle.exportKey('raw', publicKey)));
}

/** A first message of this issuer, written and read. */
export async function firstOf(issuer: TestIssuer, change: Partial<FirstMessage> = {}) {
  const fields = { ...aFirst, issuerKey: issuer.issuerKey, ...change };
  const m1 = await writeFirstMessage(fields, issuer.signingKey);
  const { message: first, h1 } = await readFirstMessage(m1);
  return { m1, first, h1 };
}

/** A COSE_Sign1 around any payload, with a valid signature. */
export async function signedBy(issuer: TestIssuer, payload: Bytes): Promise<Bytes> {
  const ecdsa = { name: 'ECDSA', hash: 'SHA-256' };
  const signed = await crypto.subtle.sign(ecdsa, issuer.signingKey, sigStructure(payload));
  return encodeSign1({ payload, signature: new Uint8Array(signed) });
}
