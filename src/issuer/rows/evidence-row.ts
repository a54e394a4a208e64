/** What an issuer keeps of an approval, to show later what was approved (docs/events.md). */
import type { Payment } from '../payment.ts';

/** The approval of one request. Times are whole seconds since 1970 UTC. */
export interface EvidenceRow {
  /** The request id (hex). */
  readonly id: string;
  /** Always 1: evidence is written once. */
  readonly version: 1;
  /** The site's own name for whom the account belonged to. */
  readonly owner?: string;
  /** The site's own name for what was approved. */
  readonly reference?: string;
  /** When the answer was accepted. */
  readonly at: number;
  /** The last second for which the evidence is kept. */
  readonly keepUntil: number;
  /** The activation id (hex) of the instance that approved. */
  readonly instance: string;
  /** The serial number of the account. */
  readonly serial: string;
  /** The whole request message, which the response code signs. */
  readonly message: Uint8Array;
  /** What was asked, as the person read it. */
  readonly title: string;
  /** Names and values below the title. */
  readonly fields: readonly (readonly [name: string, value: string])[];
  /** The payment, where it was one. */
  readonly payment?: Payment;
  /** The response code that was accepted. */
  readonly code: string;
  /** The number that the person typed, where one was asked and the code signs it. */
  readonly number?: string;
  /** How the answer came. */
  readonly by: 'code' | 'service';
  /** The OCRA suite (RFC 6287) of the code. */
  readonly suite: string;
  /** The key of the code, with which it can be computed again. */
  readonly signKey: Uint8Array;
  /** The key of the message, with which it can be read again. */
  readonly channelKey: Uint8Array;
}

/** Which evidence is read, oldest first. */
export interface EvidenceQuery {
  /** Of this request only. */
  readonly id?: string;
  /** Of this owner only. */
  readonly owner?: string;
  /** Of this reference only. */
  readonly reference?: string;
  /** The `next` of the page before. */
  readonly after?: string;
  /** How many at most. */
  readonly limit: number;
}
