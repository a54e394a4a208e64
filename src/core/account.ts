/** What may be shown of an account while the vault is locked. */
import type { OtpPolicy } from './codec/messages.ts';

export interface Account {
  /** Activation id of this instance, hex. */
  readonly id: string;
  readonly issuerName: string;
  /**
   * Compressed P-256 point, hex. An account is (issuer, serial); one issuer has one key, or those
   * of one `trustedIssuers` entry.
   */
  readonly issuerKey: string;
  /** Degrees, 0–359, from the issuer's key: the hue of its sign. */
  readonly issuerHue: number;
  /** Whether the issuer's key is one that this app was configured to trust. */
  readonly issuerVerified: boolean;
  readonly label: string;
  /** The person's own name for it; display only. */
  readonly ownName?: string;
  readonly serial: string;
  readonly sequence: number;
  readonly otp: OtpPolicy;
  readonly ocraSuite: string;
  readonly serviceUrl?: string;
  /** VAPID public key, base64url. */
  readonly vapidKey?: string;
  /** `waiting` until the person says that the page accepted the activation code. */
  readonly state: 'waiting' | 'active';
  /** Id of the instance that this one replaces once it is active. */
  readonly replaces?: string;
  readonly position: number;
  /** Seconds to add to this phone's clock. */
  readonly clockOffset: number;
}
