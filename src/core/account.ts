/** What may be shown of an account while the vault is locked. */
import type { OtpAlgorithm, OtpPolicy } from './codec/messages.ts';

/** An account that was activated with an issuer, or one of another server. */
export type Account = IssuerAccount | OathAccount;

interface AccountBase {
  /** 16 hex digits: an issuer's activation id; of another server's account, drawn. */
  readonly id: string;
  /** Of another server's account it may be empty. */
  readonly issuerName: string;
  /** Degrees, 0–359: the hue of the issuer's sign. */
  readonly issuerHue: number;
  readonly label: string;
  /** The person's own name for it; display only. */
  readonly ownName?: string;
  /** `waiting` until the person says that the page accepted the code that was shown for it. */
  readonly state: 'waiting' | 'active';
  readonly position: number;
  /** Seconds to add to this phone's clock. */
  readonly clockOffset: number;
}

export interface IssuerAccount extends AccountBase {
  readonly kind: 'issuer';
  /**
   * Compressed P-256 point, hex. An account is (issuer, serial); one issuer has one key, or those
   * of one `trustedIssuers` entry.
   */
  readonly issuerKey: string;
  /** Whether the issuer's key is one that this app was configured to trust. */
  readonly issuerVerified: boolean;
  readonly serial: string;
  readonly sequence: number;
  readonly otp: OtpPolicy;
  readonly ocraSuite: string;
  readonly serviceUrl?: string;
  /** VAPID public key, base64url. */
  readonly vapidKey?: string;
  /** Id of the instance that this one replaces once it is active. */
  readonly replaces?: string;
}

/** `steam`: TOTP with five symbols of Steam's own alphabet. `ocra2`: LinOTP's scan-and-sign. */
export type OathType = 'totp' | 'hotp' | 'steam' | 'ocra2';

/** An account of a server that speaks OATH's standards alone (RFC 4226, 6238, 6287). */
export interface OathAccount extends AccountBase {
  readonly kind: 'oath';
  readonly type: OathType;
  /** Absent for `ocra2`. */
  readonly otp?: OathPolicy;
  readonly serial?: string;
  /** `ocra2` alone. */
  readonly ocraSuite?: string;
  /** `hotp`, and `ocra2` with a counter: the next one to use. */
  readonly counter?: number;
  /** The code of the counter before that was made on this phone: it can be shown again. */
  readonly showsAgain?: true;
  /** Its key is of a kind that no PIN can hide: it lies under the device key. */
  readonly unhidden?: true;
  /** When it was added, seconds since 1970. */
  readonly addedAt: number;
}

/** How an account's one-time passwords are made. */
export interface OathPolicy {
  readonly algorithm: OtpAlgorithm;
  /** 5–10. */
  readonly digits: number;
  /** Seconds, 10–86,400; absent for HOTP. */
  readonly period?: number;
}

/** An account that cannot be read: what its row says in the clear, its name not among it. */
export interface DamagedAccount {
  readonly id: string;
  /** Absent, like its position, where not even its row is one. */
  readonly kind?: Account['kind'];
  readonly position?: number;
}

export function isIssuerAccount(account: Account): account is IssuerAccount {
  return account.kind === 'issuer';
}

/** Returns the accounts that were activated with an issuer, in their order. */
export function issuerAccounts(accounts: readonly Account[]): readonly IssuerAccount[] {
  return accounts.filter(isIssuerAccount);
}
