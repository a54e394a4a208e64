/**
 * Whether a payment can be made as it was typed: for the page, which says so beside the field, and
 * for the server, which trusts no page.
 */
import { textFault } from '../core/codec/written-text.ts';
import type { Payment } from './api.ts';

export const CURRENCIES = ['EUR', 'CHF', 'GBP', 'USD'] as const;

/** The fields that can't be used, in the order of the form. */
export function unusableFields(payment: Payment): readonly (keyof Payment)[] {
  const { payee, iban, amount, currency, note } = payment;
  const sound: Record<keyof Payment, boolean> = {
    payee: isWritable(payee, { min: 1, max: 70 }),
    iban: isIban(iban),
    amount: amountOf(amount) !== undefined,
    currency: CURRENCIES.some((known) => known === currency),
    note: isWritable(note, { min: 0, max: 100 }),
  };
  return (Object.keys(sound) as (keyof Payment)[]).filter((field) => !sound[field]);
}

/** Returns true if a request can carry the trimmed text. */
function isWritable(
  typed: string,
  length: { readonly min: number; readonly max: number },
): boolean {
  return textFault(typed.trim(), { ...length, is: 'value' }) === undefined;
}

/**
 * With two decimals and a point: `1250` and `1250,5` are `1250.00` and `1250.50`. Undefined for
 * what is no amount above zero.
 */
export function amountOf(typed: string): string | undefined {
  const [, whole, decimals = ''] = /^(\d{1,9})(?:[.,](\d{1,2}))?$/.exec(typed.trim()) ?? [];
  if (whole === undefined) return undefined;
  const amount = `${BigInt(whole)}.${decimals.padEnd(2, '0')}`;
  return amount === '0.00' ? undefined : amount;
}

/** Takes a letter's code to its number in ISO 13616: A is 10, Z is 35. */
const LETTER_BASE = 55;

export function plainIban(typed: string): string {
  return typed.replace(/[\s-]/g, '').toUpperCase();
}

/**
 * ISO 13616: the number that its letters and digits make, the first four at the end, is 1 modulo
 * 97.
 */
function isIban(typed: string): boolean {
  const iban = plainIban(typed);
  if (!/^[A-Z]{2}\d{2}[A-Z0-9]{11,30}$/.test(iban)) return false;
  const turned = iban.slice(4) + iban.slice(0, 4);
  const digits = turned.replace(/[A-Z]/g, (letter) => String(letter.charCodeAt(0) - LETTER_BASE));
  return BigInt(digits) % 97n === 1n;
}
