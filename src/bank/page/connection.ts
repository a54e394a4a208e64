/** Connects the page with the bank's server: names the customer, and signs in. */
import { isLanguageTag } from '../../i18n/languages.ts';
import { createCalls } from '../../page-kit/calls.ts';
import type { ConnectionOptions, Session } from '../../page-kit/connection-types.ts';
import { CUSTOMER_HEADER } from '../api.ts';
import { markSignedIn, wasSignedIn } from './signed-in-mark.ts';
import { bankWords } from './words.ts';

const CUSTOMER_KEY = 'customer';
const WHERE = { base: '/api', headers: customerHeaders };

export const { call } = createCalls(WHERE);

/** The demonstration asks nothing of who signs in. */
const session: Session = {
  isKnown: wasSignedIn,
  async signIn() {
    const answer = await call('POST', 'sign-in');
    if (answer.ok) markSignedIn();
    return answer;
  },
};

/** The bank, as the page kit knows a site. */
export const BANK: ConnectionOptions = {
  ...WHERE,
  session,
  issuer: 'Northwind Bank',
  contact: (language) => (isLanguageTag(language) ? bankWords.of(language)?.contact : undefined),
};

/** What names the customer in each call. */
function customerHeaders(): Readonly<Record<string, string>> {
  return { [CUSTOMER_HEADER]: getCustomer() };
}

let known: string | undefined;

/**
 * Stands in for a sign-in: a random number that this browser keeps, so that reloads and other tabs
 * find the same devices.
 */
function getCustomer(): string {
  known ??= readCustomer() ?? keepCustomer(randomCustomer());
  return known;
}

function readCustomer(): string | undefined {
  try {
    return localStorage.getItem(CUSTOMER_KEY) ?? undefined;
  } catch {
    return undefined;
  }
}

/** Where storage is refused, the customer lasts as long as the page. */
function keepCustomer(name: string): string {
  try {
    localStorage.setItem(CUSTOMER_KEY, name);
  } catch {
    return name;
  }
  return name;
}

function randomCustomer(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
