/** The issuers that the configuration trusts, and which keys are one issuer's. */

/** An entry of the configuration (docs/configuring.md); compressed P-256 points, hex. */
export interface TrustedIssuer {
  readonly key: string;
  /** Sign too: an account that began under one of them is replaced under it. */
  readonly formerKeys: readonly string[];
  /** Sign no longer, because one may be known to others; accounts that began under them stay. */
  readonly retiredKeys: readonly string[];
}

/** Returns true if first messages under this key are accepted, their names shown as verified. */
export function isTrustedKey(trusted: readonly TrustedIssuer[], key: string): boolean {
  return trusted.some((issuer) => issuer.key === key || issuer.formerKeys.includes(key));
}

/** Returns true if the keys are the same, or one entry of the configuration names both. */
export function isSameIssuer(
  trusted: readonly TrustedIssuer[],
  one: string,
  other: string,
): boolean {
  return one === other || trusted.some((issuer) => hasKey(issuer, one) && hasKey(issuer, other));
}

function hasKey({ key, formerKeys, retiredKeys }: TrustedIssuer, wanted: string): boolean {
  return key === wanted || formerKeys.includes(wanted) || retiredKeys.includes(wanted);
}
