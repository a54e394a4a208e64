/** What an issuer's signing keys must be. */
import { check, checkAll, checkBytes, checkFunction } from './check.ts';
import type { IssuerKey, SigningPort } from './signing-key.ts';

/** A compressed point (SEC 1 §2.3.3), bytes. */
const COMPRESSED_POINT_BYTES = 33;

/** @throws ArgumentError */
export function checkSigners(field: string, keys: unknown): void {
  check(field, keys, Array.isArray(keys), 'a list of issuer keys');
  const all = keys as readonly unknown[];
  checkAll(...all.map((key, i) => () => checkSigner(`${field}[${String(i)}]`, key)));
}

/** A key of generateIssuerKey(), or a port. @throws ArgumentError */
export function checkSigner(field: string, key: unknown): void {
  const isObject = typeof key === 'object' && key !== null;
  check(field, key, isObject, 'an issuer key, for example of generateIssuerKey()');
  const { privateKey, publicKey, sign } = key as Partial<IssuerKey & SigningPort>;
  if (sign !== undefined)
    return checkAll(
      () => checkFunction(`${field}.sign`, sign),
      () => checkBytes(`${field}.publicKey`, publicKey, COMPRESSED_POINT_BYTES),
    );
  const { algorithm, usages } = (privateKey ?? {}) as Partial<CryptoKey>;
  const signs = algorithm?.name === 'ECDSA' && usages?.includes('sign') === true;
  checkAll(
    () => check(`${field}.privateKey`, privateKey, signs, 'an ECDSA private key with usage sign'),
    () => checkBytes(`${field}.publicKey`, publicKey, COMPRESSED_POINT_BYTES),
  );
}
