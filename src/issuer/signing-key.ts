/**
 * The issuer's signing key: ES256 over P-256 (RFC 7518 §3.4), made, kept and brought back as JWK
 * (RFC 7517) or PKCS #8 (RFC 5958).
 */
import type { Bytes } from '../core/codec/bytes.ts';
import { concat, fromBase64url, ownBytes, toHex } from '../core/codec/bytes.ts';
import { TesseraError } from '../core/errors.ts';
import { argumentError } from './argument-error.ts';

/** An issuer's identity: whoever has the private key can speak in its name. */
export interface IssuerKey {
  /** ECDSA P-256 with usage `sign`. */
  readonly privateKey: CryptoKey;
  /** Compressed point, 33 bytes (SEC 1 §2.3.3): key 4 of the first message. */
  readonly publicKey: Bytes;
}

/**
 * A signing key that never leaves its place: a KMS, an HSM, another process. It is asked once for
 * each activation that begins.
 */
export interface SigningPort {
  /** Compressed point, 33 bytes (SEC 1 §2.3.3): key 4 of the first message. */
  readonly publicKey: Uint8Array;
  /** ECDSA over P-256 of the data's SHA-256 (ES256), as r ‖ s, 64 bytes: not in DER. */
  readonly sign: (data: Uint8Array) => Promise<Uint8Array>;
}

/** Whatever signs first messages. */
export type IssuerSigner = IssuerKey | SigningPort;

/** A site's signing keys, for `createIssuer({ ...(await store.issuerKeys()), … })`. */
export interface IssuerKeys {
  /** Signs new accounts. */
  readonly key: IssuerKey;
  /** Signed before, newest first. */
  readonly formerKeys: readonly IssuerKey[];
  /** Is prepared, and signs nothing yet. */
  readonly nextKey?: IssuerKey;
}

const P256 = { name: 'ECDSA', namedCurve: 'P-256' } as const;

/**
 * A new random key, exportable so that the site can keep it; {@link importIssuerKeyJwk} makes it
 * non-exportable. Losing it means that every account must be activated anew.
 */
export async function generateIssuerKey(): Promise<IssuerKey> {
  const { privateKey } = await crypto.subtle.generateKey(P256, true, ['sign', 'verify']);
  return { privateKey, publicKey: publicPoint(await crypto.subtle.exportKey('jwk', privateKey)) };
}

/** The public key as `trustedIssuers` of an authenticator's configuration names it: 66 digits. */
export function publicKeyHex({ publicKey }: { readonly publicKey: Uint8Array }): string {
  return toHex(publicKey);
}

/**
 * The key that signs first messages of a new account, or of one that replaces an instance: then the
 * key that the instance began under, while the site has it, so that its authenticator recognises
 * the account.
 */
export function signingKeyFor(
  { key, formerKeys }: { readonly key: IssuerSigner; readonly formerKeys: readonly IssuerSigner[] },
  replaced?: { readonly issuerKey?: string },
): IssuerSigner {
  if (!replaced) return key;
  const { issuerKey = publicKeyHex(formerKeys.at(-1) ?? key) } = replaced;
  return formerKeys.find((former) => publicKeyHex(former) === issuerKey) ?? key;
}

/**
 * The private key as a JWK: a secret.
 * @throws DOMException InvalidAccessError for a non-exportable key
 */
export async function exportIssuerKeyJwk(key: IssuerKey): Promise<JsonWebKey> {
  const { kty, crv, x, y, d } = await crypto.subtle.exportKey('jwk', key.privateKey);
  return { kty, crv, x, y, d } as JsonWebKey;
}

/**
 * A key from its private JWK, non-exportable from here on.
 * @throws TesseraError OUT_OF_RANGE for anything but a private P-256 key.
 */
export async function importIssuerKeyJwk(jwk: JsonWebKey): Promise<IssuerKey> {
  return importIssuerKey('jwk', jwk);
}

/**
 * The private key as PKCS #8, DER: a secret.
 * @throws DOMException InvalidAccessError for a non-exportable key
 */
export async function exportIssuerKeyPkcs8(key: IssuerKey): Promise<Bytes> {
  return new Uint8Array(await crypto.subtle.exportKey('pkcs8', key.privateKey));
}

/**
 * A key from PKCS #8, DER (for example `openssl pkcs8 -topk8 -nocrypt -outform DER`),
 * non-exportable from here on.
 * @throws TesseraError OUT_OF_RANGE for anything but a private P-256 key.
 */
export async function importIssuerKeyPkcs8(der: Uint8Array): Promise<IssuerKey> {
  return importIssuerKey('pkcs8', ownBytes(der));
}

async function importIssuerKey(
  ...[format, data]: ['jwk', JsonWebKey] | ['pkcs8', Bytes]
): Promise<IssuerKey> {
  try {
    const passing = await (format === 'jwk'
      ? crypto.subtle.importKey(format, signatureKey(data), P256, true, ['sign'])
      : crypto.subtle.importKey(format, data, P256, true, ['sign']));
    const jwk = await crypto.subtle.exportKey('jwk', passing);
    const privateKey = await crypto.subtle.importKey('jwk', signatureKey(jwk), P256, false, [
      'sign',
    ]);
    return { privateKey, publicKey: publicPoint(jwk) };
  } catch (cause) {
    throw format === 'jwk'
      ? argumentError('jwk', 'must be the JWK of a private P-256 key', cause)
      : argumentError('der', 'must be PKCS #8 in DER of a private P-256 key', cause);
  }
}

/**
 * The members that make the key, without a keeper's notes on its use (`ext`, `key_ops`, `alg`,
 * `use`), which could refuse the import.
 */
function signatureKey({ kty, crv, x, y, d }: JsonWebKey): JsonWebKey {
  return { kty, crv, x, y, d } as JsonWebKey;
}

/** SEC 1 §2.3.3: the parity of y, then x. */
function publicPoint({ x, y }: JsonWebKey): Bytes {
  const [xBytes, yBytes] = [fromBase64url(x ?? ''), fromBase64url(y ?? '')];
  if (xBytes.length !== 32 || yBytes.length !== 32) throw new TesseraError('OUT_OF_RANGE');
  return concat(Uint8Array.of(2 + (yBytes[31]! & 1)), xBytes);
}
