/**
 * A payment as a request says it (docs/protocol.md §7): title, labels and amount in the words of a
 * language, and the positions of amount and payee, which an authenticator shows first.
 */
import type { PaymentFields } from '../core/codec/messages.ts';
import { TEXT_RULES } from '../core/codec/text-rules.ts';
import type { LanguageTag } from '../i18n/languages.ts';
import { matchLanguage, REFERENCE_LANGUAGE } from '../i18n/languages.ts';
import { check, checkAll, checkForm, checkOptional, checkText, checkWhole } from './check.ts';
import { ISSUER_WORDS } from './issuer-words.ts';

/** A payment that a person is asked to approve. */
export interface Payment {
  /**
   * A decimal number as text, `1250.00`: a point, no sign, no grouping, and at most as many
   * decimals as the currency has. Text, since a number of JavaScript can't be every amount, and a
   * count of minor units says nothing without a table of currencies on both sides.
   */
  readonly amount: string;
  /** ISO 4217, three capitals. */
  readonly currency: string;
  /** Who is paid, 1–120 code points. */
  readonly payee: string;
  /**
   * Of how many payments to the payee the amount is the sum, where it is a batch (RTS 2018/389,
   * article 5(3)(b)), 2–1,000,000. Default: it is one payment, and nothing is said of it.
   */
  readonly count?: number;
  /** The payee's account, for example an IBAN, 1–120 code points. Default: none. */
  readonly account?: string;
  /** What it is for, 1–120 code points. Default: none. */
  readonly purpose?: string;
}

type Fields = readonly (readonly [label: string, value: string])[];

/** What a payment puts into a request. */
export interface PaymentContent {
  readonly title: string;
  readonly fields: Fields;
  readonly payment: PaymentFields;
}

/** Where `paymentContent` puts amount and payee. */
const PAYMENT_FIELDS: PaymentFields = { amount: 0, payee: 1 };

/** Amount and payee. */
const REQUIRED_FIELDS = 2;
const MAX_COUNT = 1_000_000;

/** An amount without sign, leading zeros or grouping; longer ones are no payment. */
const AMOUNT = /^(?:0|[1-9]\d{0,14})(?:\.(\d+))?$/;
const USUAL_DECIMALS = 2;
/**
 * Decimals of the currencies that have not two (ISO 4217 list one, "minor unit"). `Intl` counts
 * those in use, which are fewer for some, and would round an amount.
 */
const DECIMALS: Readonly<Record<number, string>> = {
  0: 'BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF',
  3: 'BHD IQD JOD KWD LYD OMR TND',
  4: 'CLF UYW',
};
/** Marks that `Intl` writes around amounts; a screen isolates each value by itself. */
const INVISIBLE = /\p{Cf}/gu;

const NAME_RULE = { ...TEXT_RULES.fieldValue, min: 1, is: 'name' } as const;
const VALUE_RULE = { ...TEXT_RULES.fieldValue, min: 1 } as const;

/** @throws ArgumentError */
export function checkPayment(payment: unknown): void {
  check('payment', payment, isObject(payment), 'an object, unless notAPayment is true');
  const { amount, currency, payee, count, account, purpose } = payment as Partial<Payment>;
  const value = (field: string, text: unknown): void => checkText(field, text, VALUE_RULE);
  checkAll(
    () => checkAmount('payment.amount', amount, currency),
    () => checkForm('payment.currency', currency, isCurrency, 'three capitals of ISO 4217'),
    () => checkText('payment.payee', payee, NAME_RULE),
    () => checkOptional('payment.count', count, (field, n) => checkWhole(field, n, 2, MAX_COUNT)),
    () => checkOptional('payment.account', account, value),
    () => checkOptional('payment.purpose', purpose, value),
  );
}

function isObject(value: unknown): boolean {
  return typeof value === 'object' && value !== null;
}

/** A wrong currency has a fault of its own: the amount is judged by the usual decimals then. */
function checkAmount(field: string, amount: unknown, currency: unknown): void {
  const most = typeof currency === 'string' ? decimalsOf(currency) : USUAL_DECIMALS;
  const [whole, decimals = ''] = (typeof amount === 'string' && AMOUNT.exec(amount)) || [];
  const rule =
    most === 0
      ? 'a whole number as text, such as 1250'
      : `a decimal number as text, such as 1250.00, with at most ${most} decimals`;
  check(field, amount, whole !== undefined && decimals.length <= most, rule);
}

/**
 * Returns title and fields of a checked payment in the language that fits `locale` best: the words,
 * and the amount as that language writes it.
 */
export function paymentContent(
  payment: Payment,
  locale: string = REFERENCE_LANGUAGE,
): PaymentContent {
  const tag = matchLanguage([locale]);
  const words = ISSUER_WORDS[tag].payment;
  // Beside words of another language `1.250` would be read by that language's rules.
  const written = isOf(tag, locale) ? locale : tag;
  const amount = formatAmount(payment, written);
  const count = payment.count === undefined ? undefined : formatCount(payment.count, written);
  return {
    title: words.title({ amount }),
    fields: [
      [words.amount, amount],
      [words.payee, payment.payee],
      ...optionalField(words.count, count),
      ...optionalField(words.account, payment.account),
      ...optionalField(words.purpose, payment.purpose),
    ],
    payment: PAYMENT_FIELDS,
  };
}

/** How many fields a payment has of its own, before it is checked. */
export function paymentFieldCount(payment: Partial<Payment> | null | undefined): number {
  const optional = [payment?.count, payment?.account, payment?.purpose].filter(
    (value) => value !== undefined,
  );
  return REQUIRED_FIELDS + optional.length;
}

function optionalField(label: string, value: string | undefined): Fields {
  return value === undefined ? [] : [[label, value]];
}

/**
 * Returns the amount as `locale` writes it, with all decimals of the currency. The currency is its
 * code: a symbol such as `$` means another currency in another country.
 */
function formatAmount({ amount, currency }: Payment, locale: string): string {
  const decimals = decimalsOf(currency);
  const format = new Intl.NumberFormat(inLatinDigits(locale), {
    style: 'currency',
    currency,
    currencyDisplay: 'code',
    minimumFractionDigits: decimals,
    maximumFractionDigits: decimals,
  });
  // A string is formatted digit by digit (ECMA-402, Intl mathematical values).
  return format.format(amount as `${number}`).replace(INVISIBLE, '');
}

function formatCount(count: number, locale: string): string {
  return new Intl.NumberFormat(inLatinDigits(locale)).format(count).replace(INVISIBLE, '');
}

/** The digits that the codes on the same screen have. */
function inLatinDigits(locale: string): Intl.Locale {
  return new Intl.Locale(locale, { numberingSystem: 'latn' });
}

function decimalsOf(currency: string): number {
  const [decimals] = Object.entries(DECIMALS).find(([, codes]) => codes.includes(currency)) ?? [];
  return decimals === undefined ? USUAL_DECIMALS : Number(decimals);
}

function isCurrency(text: string): boolean {
  return Intl.supportedValuesOf('currency').includes(text);
}

/** Returns true where a locale is of a language, whatever its region. */
function isOf(tag: LanguageTag, locale: string): boolean {
  return new Intl.Locale(locale).language === new Intl.Locale(tag).language;
}
