/** For how long an issuer keeps what is over. */

/** Days for which is kept what is over. */
export interface Retention {
  /** Evidence of an approval, from the approval on; 0: none is written. */
  readonly evidence: number;
  /** Events. */
  readonly events: number;
  /** Accounts that have ended. */
  readonly ended: number;
}

/** 13 months: for so long a payer may dispute a payment (PSD2, article 71), and a month. */
export const DEFAULT_RETENTION: Retention = { evidence: 396, events: 396, ended: 396 };
