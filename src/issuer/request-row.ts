/**
 * What an issuer keeps of a request, and of the tokens that were spent at its service
 * (docs/protocol.md §7, §8).
 */
import type { NumberDigits, RequestKind } from '../core/codec/messages.ts';
import type { Payment } from './payment.ts';

/**
 * `PENDING` until one answer is accepted; after `expiresAt` a pending request can no longer be
 * answered. `REFUSED`: ended by wrong answers through the service.
 */
export type RequestState = 'PENDING' | 'APPROVED' | 'DENIED' | 'REFUSED' | 'CANCELLED';

/** Why a person denied, where they say more than no: `not-me`, they did not ask for this. */
export type DenialReason = 'not-me';

/** One row. Times are whole seconds since 1970 UTC. */
export interface RequestRow {
  /** The request id (8 random bytes) in hex. */
  readonly id: string;
  /** The activation id (hex) of the instance that may answer. */
  readonly instance: string;
  /** Grows by one with each write. */
  readonly version: number;
  /** What has become of the request. */
  readonly state: RequestState;
  /** What is asked. */
  readonly kind: RequestKind;
  /** The whole message, as it is scanned, pushed and fetched: what its response code signs. */
  readonly message: Uint8Array;
  /** When the request was made. */
  readonly createdAt: number;
  /** The last second at which it can be answered. */
  readonly expiresAt: number;
  /** Biometrics are not enough. */
  readonly pinRequired: boolean;
  /** The site's own name for what is asked (an order, a session); never sent. */
  readonly reference?: string;
  /** The payment, where it is one. */
  readonly payment?: Payment;
  /** Days for which the evidence of an approval is kept, where the site has said so. */
  readonly keepDays?: number;
  /** When the answer was accepted. */
  readonly answeredAt?: number;
  /**
   * How the answer came: a code typed at the page, a call of the service, or the site's own word.
   */
  readonly by?: 'code' | 'service' | 'site';
  /** Of a denial, where the person gave one. */
  readonly reason?: DenialReason;
  /** How many digits the number has that the page shows; absent where it shows none. */
  readonly numberDigits?: NumberDigits;
  /**
   * The number that the page shows, while the request can be answered; afterwards only of an
   * approval whose code signs it.
   */
  readonly number?: string;
  /** SHA-256 of the value that stands for the browser session that asked, base64url. */
  readonly asker?: string;
  /** Wrong answers through the service to a request with a number. */
  readonly wrongAnswers?: number;
}

/** A service token's `jti` that was accepted; kept until the token could no longer be. */
export interface SpentToken {
  /** Activation id (hex), a slash, and the `jti`. */
  readonly id: string;
  /** Always 1: a token is written once. */
  readonly version: 1;
  /** When the token is refused for its age, and can be forgotten. */
  readonly expiresAt: number;
}
