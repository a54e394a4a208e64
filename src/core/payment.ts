/** What a payment says: its amount and payee, by key 28 alone (docs/protocol.md §7). */
import type { Request } from './codec/messages.ts';

/** What is paid to whom, as the issuer wrote it. */
export interface ShownPayment {
  readonly amount: string;
  readonly payee: string;
}

/** Returns what a request pays; undefined for one that is no payment. */
export function paymentOf({ payment, fields }: Request): ShownPayment | undefined {
  if (payment === undefined) return undefined;
  const [amount, payee] = [fields[payment.amount]?.[1], fields[payment.payee]?.[1]];
  return amount === undefined || payee === undefined ? undefined : { amount, payee };
}

/** Returns the fields that are neither amount nor payee. */
export function otherFields({ payment, fields }: Request): Request['fields'] {
  return fields.filter((_, i) => i !== payment?.amount && i !== payment?.payee);
}
