/** A payment's words, amount and payee, as a request carries them (docs/protocol.md §7). */
import { describe, expect, it } from 'vitest';

import { consumersOf, localeTags } from '../../scripts/catalogues.mjs';
import { TesseraError } from '../../src/core/errors.ts';
import type { Payment } from '../../src/issuer/payment.ts';
import { paymentContent } from '../../src/issuer/payment.ts';
import { checkRequestContent, requestContent } from '../../src/issuer/request-content.ts';
import type { RequestOptions } from '../../src/issuer/request-options.ts';
import { readRequest } from '../../src/protocol/request.ts';
import { activate, createIssuerFixture, granted } from './issuer-fixture.ts';

const PAYMENT: Payment = { amount: '1250.00', currency: 'EUR', payee: 'Harbour Books' };
const TRANSACTION = { kind: 'transaction', payment: PAYMENT } as const satisfies RequestOptions;

/** Every kind of space becomes the usual one. */
function amountIn(locale: string, amount: string, currency: string): string {
  const [field] = paymentContent({ ...PAYMENT, amount, currency }, locale).fields;
  return field![1].replace(/\p{Zs}/gu, ' ');
}

/** The first path that is refused; undefined for none. */
function refusedField(options: object): string | undefined {
  try {
    checkRequestContent(options as RequestOptions);
    return undefined;
  } catch (thrown) {
    if (thrown instanceof TesseraError && thrown.code === 'OUT_OF_RANGE') return thrown.field;
    throw thrown;
  }
}

describe('a payment', () => {
  it('reaches the authenticator with its amount and its payee marked', async () => {
    const at = createIssuerFixture();
    const { id, account } = await activate(at);
    const { message } = granted(
      await at.issuer.createRequest(id, {
        ...TRANSACTION,
        payment: { ...PAYMENT, account: 'DE89370400440532013000', purpose: 'Invoice 2041' },
        fields: [['Fee', 'none']],
      }),
    );
    expect(await readRequest(message, account.keys.channel)).toMatchObject({
      kind: 'transaction',
      title: 'Pay EUR\u00a01,250.00',
      fields: [
        ['Amount', 'EUR\u00a01,250.00'],
        ['To', 'Harbour Books'],
        ['Account', 'DE89370400440532013000'],
        ['Purpose', 'Invoice 2041'],
        ['Fee', 'none'],
      ],
      payment: { amount: 0, payee: 1 },
    });
  });

  it.each([
    ['en', 2, 'Number of payments', '2'],
    ['de', 12_500, 'Anzahl der Zahlungen', '12.500'],
    ['ar-EG', 12_500, 'عدد الدفعات', '12,500'],
    ['he', 12_500, 'Number of payments', '12,500'],
  ])('of a batch says in %s how many payments it is', (locale, count, label, written) => {
    const { fields, payment } = paymentContent({ ...PAYMENT, count, purpose: 'Wages' }, locale);
    expect(fields[2]).toEqual([label, written]);
    expect(fields).toHaveLength(4);
    expect(payment).toEqual({ amount: 0, payee: 1 });
  });

  it('has no count, no account and no purpose unless they are given', () => {
    expect(requestContent(TRANSACTION).fields.map(([label]) => label)).toEqual(['Amount', 'To']);
  });

  it.each([
    ['en', '1250.00', 'EUR', 'EUR 1,250.00'],
    ['en-IN', '1234567', 'INR', 'INR 12,34,567.00'],
    ['de', '1250.00', 'EUR', '1.250,00 EUR'],
    ['de-CH', '1250.00', 'CHF', "CHF 1'250.00"],
    ['ja', '1250.5', 'CHF', 'CHF 1,250.50'],
    ['fr', '1250', 'EUR', '1 250,00 EUR'],
    // In digits as the codes on the same screen.
    ['ar-EG', '1234.5', 'EUR', '1,234.50 EUR'],
    // No words in this one: the amount is as English writes it, as the words are.
    ['en', '0', 'USD', 'USD 0.00'],
    ['en', '100', 'JPY', 'JPY 100'],
    ['en', '1.5', 'KWD', 'KWD 1.500'],
    // `Intl` would leave out decimals that these have, and round.
    ['en', '12.55', 'HUF', 'HUF 12.55'],
    ['en', '0.99', 'IDR', 'IDR 0.99'],
    // More digits than a number of JavaScript has.
    ['en', '999999999999999.99', 'EUR', 'EUR 999,999,999,999,999.99'],
    ['he', '1234.5', 'EUR', 'EUR 1,234.50'],
  ])('in %s: %s %s is %s', (locale, amount, currency, shown) => {
    expect(amountIn(locale, amount, currency)).toBe(shown);
  });

  it('can be written into a message in every language of Intl that there is', () => {
    const tags = ['ar', 'ar-EG', 'bn', 'fa', 'he', 'hi', 'ja', 'mr', 'my', 'th', 'ur', 'zh'];
    for (const locale of [...tags, ...localeTags()]) {
      const options = { ...TRANSACTION, locale };
      expect(refusedField(options), locale).toBeUndefined();
      const { title, fields } = requestContent(options);
      expect(refusedField({ kind: 'login', title, fields }), locale).toBeUndefined();
    }
  });

  it('has words in each language, and those of English for the others', () => {
    for (const tag of localeTags()) expect(consumersOf(tag)).toContain('issuer');
    for (const locale of ['en-GB', 'en-u-nu-latn', 'nv', 'toString'])
      expect(requestContent({ ...TRANSACTION, locale }).fields[1]![0]).toBe('To');
  });
});

describe('a transaction', () => {
  it('says what it pays, or that it pays nobody', () => {
    const own = { kind: 'transaction', title: 'Change your address' };
    expect(refusedField(own)).toBe('payment');
    expect(refusedField({ kind: 'transaction' })).toBe('payment');
    expect(refusedField({ ...own, notAPayment: true })).toBeUndefined();
    expect(refusedField({ ...own, notAPayment: true, title: undefined })).toBe('title');
  });

  it('is one of both, not both', () => {
    expect(refusedField({ ...TRANSACTION, title: 'Pay' })).toBe('title');
    expect(refusedField({ ...TRANSACTION, notAPayment: true })).toBe('payment');
    for (const notAPayment of [false, 'yes', null])
      expect(refusedField({ ...TRANSACTION, notAPayment })).toBe('notAPayment');
    const login = { kind: 'login', title: 'Log in' };
    expect(refusedField({ ...login, payment: PAYMENT })).toBe('payment');
    expect(refusedField({ ...login, notAPayment: true })).toBe('notAPayment');
  });

  it('with a payment keeps room for the fields that it fills itself', () => {
    const fields = (n: number) => Array.from({ length: n }, () => ['Note', 'x'] as const);
    expect(refusedField({ ...TRANSACTION, fields: fields(14) })).toBeUndefined();
    expect(refusedField({ ...TRANSACTION, fields: fields(15) })).toBe('fields');
    const payment = { ...PAYMENT, count: 2, account: 'x', purpose: 'y' };
    expect(refusedField({ ...TRANSACTION, payment, fields: fields(11) })).toBeUndefined();
    expect(refusedField({ ...TRANSACTION, payment, fields: fields(12) })).toBe('fields');
  });

  it.each([
    ...['', '-1', '+1', '1,50', '1.', '.5', '01', '1e3', 'NaN', 'Infinity', '1.234', ' 1', '١'],
    ...['1 000.00', '1000000000000000', 1250, 1250n, null, undefined, { toString: () => '1' }],
  ])('is refused with the amount %s', (amount) => {
    expect(refusedField({ ...TRANSACTION, payment: { ...PAYMENT, amount } })).toBe(
      'payment.amount',
    );
  });

  it('is refused with more decimals than its currency has', () => {
    const refusedIn = (currency: string) =>
      refusedField({ ...TRANSACTION, payment: { ...PAYMENT, amount: '0.500', currency } });
    expect(['JPY', 'EUR', 'KWD'].map(refusedIn)).toEqual([
      'payment.amount',
      'payment.amount',
      undefined,
    ]);
  });

  it.each([
    ['payment', undefined],
    ['payment', 'EUR 5'],
    ['payment', null],
    ['locale', 'not a locale'],
    ['locale', ''],
    ['locale', 7],
  ])('is refused with the %s %j', (field, value) => {
    expect(refusedField({ ...TRANSACTION, [field]: value })).toBe(
      value === undefined ? 'payment' : field,
    );
  });

  it.each([
    ['currency', 'eur'],
    ['currency', '€'],
    ['currency', 'ABC'],
    ['currency', undefined],
    ['payee', ''],
    ['payee', ' Ada'],
    ['payee', '—'],
    ['payee', 'a\u202eb'],
    ['payee', 'x'.repeat(121)],
    ['payee', undefined],
    ['count', 1],
    ['count', 2.5],
    ['count', 1_000_001],
    ['count', '2'],
    ['count', null],
    ['account', ''],
    ['account', 7],
    ['purpose', ''],
    ['purpose', 'a\u200bb'],
  ])('is refused with the %s %j', (field, value) => {
    const payment = { ...PAYMENT, [field]: value };
    expect(refusedField({ ...TRANSACTION, payment })).toBe(`payment.${field}`);
  });
});
