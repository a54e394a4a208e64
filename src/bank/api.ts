/** What the bank's page sends to its server beyond the calls of the issuer's page handler. */
import type { Power } from '../issuer/http/page-api.ts';

/**
 * Names the customer in every call, in the place of a real bank's sign-in: 32 hexadecimal digits,
 * chosen by the page.
 */
export const CUSTOMER_HEADER = 'Customer';

/** Keeps the language that was chosen in the page's menu: a tag of src/i18n/languages.ts. */
export const LANGUAGE_COOKIE = 'language';

/** The body of `POST sign-in`. */
export interface SignIn {
  /** What the session may do until a code of a device raises it. Default: everything. */
  readonly may?: readonly Power[];
}

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
