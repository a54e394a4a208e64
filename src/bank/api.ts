/** What the bank's page sends to its server beyond the calls of the issuer's page handler. */

/**
 * Names the customer in every call, in the place of a real bank's sign-in: 32 hexadecimal digits,
 * chosen by the page.
 */
export const CUSTOMER_HEADER = 'Customer';

/** Seconds without activity after which a customer is signed out. */
export const SESSION_SECONDS = 300;

/** What the page may ask the server to ask. */
export type RequestIntent = { readonly kind: 'login' } | ({ readonly kind: 'payment' } & Payment);

/** A payment as it was typed. */
export interface Payment {
  readonly payee: string;
  readonly iban: string;
  readonly amount: string;
  readonly currency: string;
  readonly note: string;
}
