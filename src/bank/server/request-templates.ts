/**
 * What the bank asks its customers, in its own words: the page says what is wanted, never how it is
 * put.
 */
import type { RequestOptions } from '../../issuer/request-options.ts';
import type { Payment } from '../api.ts';
import { amountOf, plainIban, unusableFields } from '../payment.ts';
import type { BankWords } from './words.ts';
import { BANK_WORDS } from './words.ts';

/**
 * From so many digits before the point on (1000.00), the PIN is asked, however the device is
 * unlocked otherwise.
 */
const PIN_FROM_DIGITS = 4;

/** Where a login comes from, as the server sees it. */
export interface AskedFrom {
  /** Absent where it does not say. */
  readonly browser: string | undefined;
  /** Absent where the server cannot tell. */
  readonly address: string | undefined;
}

/** The device's language is taken of them. */
function inAllLanguages(name: keyof BankWords['asked']): Readonly<Record<string, string>> {
  return Object.fromEntries(BANK_WORDS.map(({ locale, asked }) => [locale, asked[name]]));
}

/** Undefined for what the bank does not do. */
export function requestFor(
  intent: Readonly<Record<string, unknown>>,
  customer: string,
  from: AskedFrom,
): RequestOptions | undefined {
  if (intent['kind'] === 'login')
    return {
      kind: 'login',
      title: inAllLanguages('login'),
      fields: [
        [inAllLanguages('customer'), customer.slice(0, 8).toUpperCase()],
        ...(from.browser === undefined ? [] : [[inAllLanguages('browser'), from.browser] as const]),
        ...(from.address === undefined ? [] : [[inAllLanguages('from'), from.address] as const]),
      ],
    };
  const payment = intent['kind'] === 'payment' ? paymentIn(intent) : undefined;
  return payment && toRequest(payment);
}

function paymentIn(intent: Readonly<Record<string, unknown>>): Payment | undefined {
  function text(name: keyof Payment): string {
    const value = intent[name];
    return typeof value === 'string' ? value : '\0';
  }

  const payment: Payment = {
    payee: text('payee'),
    iban: text('iban'),
    amount: text('amount'),
    currency: text('currency'),
    note: text('note'),
  };
  return unusableFields(payment).length === 0 ? payment : undefined;
}

function toRequest({ payee, iban, amount: typed, currency, note }: Payment): RequestOptions {
  const amount = amountOf(typed) ?? '';
  const purpose = note.trim();
  return {
    kind: 'transaction',
    payment: {
      amount,
      currency,
      payee: payee.trim(),
      account: plainIban(iban),
      ...(purpose !== '' && { purpose }),
    },
    pinRequired: isLarge(amount),
  };
}

/** Compares digits, not numbers: amounts have no leading zeros. */
function isLarge(amount: string): boolean {
  return amount.split('.')[0]!.length >= PIN_FROM_DIGITS;
}
