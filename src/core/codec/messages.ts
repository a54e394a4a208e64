/**
 * The shapes of the four messages and of an account's policy (docs/protocol.md §2, §5, §7). Byte
 * fields are Uint8Array, times whole seconds since 1970 UTC.
 */

/** What an issuer signs to begin an activation (COSE_Sign1). */
export interface FirstMessage {
  /** 8 random bytes; names this activation and later the account instance. */
  readonly activationId: Uint8Array;
  /** 16 random bytes, single use. */
  readonly secret: Uint8Array;
  /** The issuer's P-256 public key, compressed point, 33 bytes. */
  readonly issuerKey: Uint8Array;
  /** The last second at which the issuer accepts a code. */
  readonly expiresAt: number;
  /** 1–40 code points. */
  readonly issuerName: string;
  /** 0–60 code points. */
  readonly label?: string;
  /** The issuer's clock when this message was made. */
  readonly issuedAt: number;
  /** Serial number of the account that this activation replaces. */
  readonly replaces?: string;
}

/** The hashes that a TOTP policy may name (RFC 6238 §1.2). */
export const OTP_ALGORITHMS = ['SHA1', 'SHA256', 'SHA512'] as const;

/** The hash of a TOTP policy (RFC 6238 §1.2). */
export type OtpAlgorithm = (typeof OTP_ALGORITHMS)[number];

/** TOTP parameters (RFC 6238): 6–8 digits, a period of 15–120 s. */
export interface OtpPolicy {
  /** The hash of the HMAC. */
  readonly algorithm: OtpAlgorithm;
  /** Digits of a password, 6 to 8. */
  readonly digits: number;
  /** Length of a time step in seconds, 15 to 120. */
  readonly period: number;
}

/** What the issuer seals for the authenticator that showed the device code (COSE_Encrypt0). */
export interface SecondMessage {
  /** Overrides the first message's label when present, even when empty. */
  readonly label?: string;
  /** `[A-Za-z0-9-]{1,20}` */
  readonly serial: string;
  /** At most 2^32 − 1. */
  readonly sequence: number;
  /** The policy of one-time passwords. */
  readonly otp: OtpPolicy;
  /** `OCRA-1:HOTP-SHA(1|256|512)-[678]:QH64` */
  readonly ocraSuite: string;
  /** The issuer's clock when this message was made. */
  readonly time: number;
  /** https, or http on localhost. */
  readonly serviceUrl?: string;
  /** VAPID public key, 65 bytes, uncompressed point. */
  readonly vapidKey?: Uint8Array;
}

/** The kinds of a request (docs/protocol.md §7). Each consumer has a `Record<RequestKind, …>`. */
export const REQUEST_KINDS = ['login', 'transaction'] as const;

export type RequestKind = (typeof REQUEST_KINDS)[number];

export function isRequestKind(value: unknown): value is RequestKind {
  return (REQUEST_KINDS as readonly unknown[]).includes(value);
}

const CAN_BE_PAYMENT: Readonly<Record<RequestKind, boolean>> = { login: false, transaction: true };

/** Returns true for a kind that may name a payment's amount and payee (key 28). */
export function canBePayment(kind: RequestKind): boolean {
  return CAN_BE_PAYMENT[kind];
}

/** Bits of a request's flags (docs/protocol.md §7). A reader ignores unknown ones. */
export const REQUEST_FLAGS = { pinRequired: 1, numberShown: 2 } as const;

/** How many digits the number beside a request has. */
export type NumberDigits = 2 | 6;

/** What {@link NumberDigits} may be; the first is the default. */
export const NUMBER_DIGITS = [2, 6] as const satisfies readonly NumberDigits[];

/** Approvals that a request names at most, and the first bytes of a request id that name each. */
export const LAST_ACCEPTED_LIMITS = { approvals: 3, idPrefixBytes: 4 } as const;

/** An approval that the issuer accepted from this account instance. */
export interface AcceptedApproval {
  /** The first 4 bytes of the request id. */
  readonly idPrefix: Uint8Array;
  /** The issuer's clock when it was accepted. */
  readonly at: number;
}

/** What the issuer accepted last from this account instance. */
export interface LastAccepted {
  /** At most 3, newest first, of the last 30 days. */
  readonly approvals: readonly AcceptedApproval[];
  /** The issuer's clock when the last one-time password was accepted. */
  readonly otpAt?: number;
}

/** Where a payment's amount and payee stand: two different positions in the request's fields. */
export interface PaymentFields {
  /** The amount's position, from 0. */
  readonly amount: number;
  /** The payee's position, from 0. */
  readonly payee: number;
}

/** Something that the person is asked to approve or deny (COSE_Encrypt0 under the channel key). */
export interface Request {
  /** 8 bytes. */
  readonly requestId: Uint8Array;
  /** The issuer's clock when this message was made. */
  readonly issuedAt: number;
  /** At most 24 hours after `issuedAt`. */
  readonly expiresAt: number;
  /** What is asked. */
  readonly kind: RequestKind;
  /** 1–60 code points. */
  readonly title: string;
  /** 0–16 pairs of a label (1–40 code points) and a value (0–120). */
  readonly fields: readonly (readonly [label: string, value: string])[];
  /** `REQUEST_FLAGS.pinRequired`: biometrics are not enough for this request. */
  readonly pinRequired: boolean;
  /**
   * `REQUEST_FLAGS.numberShown`: the page shows a number of so many digits, which an approval of
   * a request that arrived by itself carries.
   */
  readonly numberDigits?: NumberDigits;
  /** What the issuer accepted last; the phone compares it with what it answered. */
  readonly lastAccepted?: LastAccepted;
  /** In a transaction only: which fields are a payment's amount and payee. */
  readonly payment?: PaymentFields;
}

/** The issuer's instruction to remove an account instance (COSE_Encrypt0 under the channel key). */
export interface Deactivation {
  /** 8 bytes. */
  readonly requestId: Uint8Array;
  /** The issuer's clock when this message was made. */
  readonly issuedAt: number;
}
