/**
 * The two ports for keys outside the store, over node:crypto and files: a signing key (P-256) and a
 * sealing key (RSA-OAEP-256, 3072 bits), both encrypted PKCS #8 (RFC 5958). A key management
 * service or a hardware module takes the place of `sign`, and of `wrap` and `unwrap`.
 *
 *     openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -aes-256-cbc -out signing.pem
 *     openssl genpkey -algorithm RSA -pkeyopt rsa_keygen_bits:3072 -aes-256-cbc -out sealing.pem
 */
import type { KeyObject } from 'node:crypto';
import {
  constants,
  createHash,
  createPrivateKey,
  createPublicKey,
  privateDecrypt,
  publicEncrypt,
  sign,
} from 'node:crypto';
import { readFileSync } from 'node:fs';

import type { SigningPort } from '@tessera-auth/issuer';
import type { SealingPort } from '@tessera-auth/issuer/postgres';

const MIN_MODULUS_BITS = 3072;
/** Hex digits of the name by which the store knows a sealing key. */
const ID_DIGITS = 16;

const OAEP = { padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash: 'sha256' } as const;

/** What a key's file is, and what opens it. */
export interface KeyFile {
  /** PEM: `ENCRYPTED PRIVATE KEY`. */
  readonly path: string;
  readonly passphrase: string;
}

/**
 * Signs first messages by a key in a file: `createIssuer({ key: signingKeyFile(…) })`.
 * @throws Error for a file that holds no P-256 key, or another passphrase
 */
export function signingKeyFile(file: KeyFile): SigningPort {
  const key = openKey(file);
  if (key.asymmetricKeyDetails?.namedCurve !== 'prime256v1')
    throw new Error(`${file.path} holds no P-256 key.`);
  return {
    publicKey: compressedPoint(key),
    // ECDSA with SHA-256, r ‖ s (IEEE P1363), as the protocol has it.
    sign: (data) =>
      Promise.resolve(new Uint8Array(sign('sha256', data, { key, dsaEncoding: 'ieee-p1363' }))),
  };
}

/**
 * Wraps the key that seals the store's rows: `openPostgresStore({ key: sealingKeyFile(…) })`. It is
 * asked once when a store is opened, not for each row.
 * @throws Error for a file that holds no RSA key of 3072 bits, or another passphrase
 */
export function sealingKeyFile(file: KeyFile): SealingPort {
  const privateKey = openKey(file);
  const { modulusLength = 0 } = privateKey.asymmetricKeyDetails ?? {};
  if (privateKey.asymmetricKeyType !== 'rsa' || modulusLength < MIN_MODULUS_BITS)
    throw new Error(`${file.path} holds no RSA key of ${MIN_MODULUS_BITS} bits.`);
  const publicKey = createPublicKey(privateKey);
  const der = publicKey.export({ format: 'der', type: 'spki' });
  return {
    id: createHash('sha256').update(der).digest('hex').slice(0, ID_DIGITS),
    wrap: (key) => Promise.resolve(new Uint8Array(publicEncrypt({ key: publicKey, ...OAEP }, key))),
    unwrap: (wrapped) =>
      Promise.resolve(new Uint8Array(privateDecrypt({ key: privateKey, ...OAEP }, wrapped))),
  };
}

function openKey({ path, passphrase }: KeyFile): KeyObject {
  const key = readFileSync(path, 'utf8');
  if (!key.includes('ENCRYPTED PRIVATE KEY')) throw new Error(`${path} is not encrypted.`);
  return createPrivateKey({ key, passphrase });
}

/** The public point, compressed (SEC 1 §2.3.3), 33 bytes. */
function compressedPoint(key: KeyObject): Uint8Array {
  const { x = '', y = '' } = createPublicKey(key).export({ format: 'jwk' });
  const isOdd = (Buffer.from(y, 'base64url').at(-1)! & 1) === 1;
  return new Uint8Array([isOdd ? 3 : 2, ...Buffer.from(x, 'base64url')]);
}
