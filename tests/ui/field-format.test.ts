/** Amounts are known as such, account numbers grouped, and nothing else is taken for either. */
import { expect, it } from 'vitest';

import { lookOf } from '../../src/ui/requests/field-format.ts';

it('knows amounts in the writings of several countries', () => {
  for (const value of [
    '1,249.50 EUR',
    'EUR 1.249,50',
    '€12',
    '1 200,00 €',
    'CHF 1’200.50',
    '-5.00 USD',
    '₪ 1,200.00',
    '100 JPY',
  ])
    // oxfmt-ignore
    expect(lookOf(value), value).toEqual({ is: 'amount' });
});

it('takes no text, number or date for an amount', () => {
  for (const value of [
    '1200',
    '12.05.2026',
    '1,249.50 EUR to Ada',
    'EUR',
    'ABC 12 DEF',
    '1,2,3 EUR',
    '100      .00 EUR',
  ])
    // oxfmt-ignore
    expect(lookOf(value).is, value).toBe('plain');
});

it('groups an IBAN, and nothing that only looks like one', () => {
  const groups = ['DE89', '3704', '0044', '0532', '0130', '00'];
  expect(lookOf('DE89370400440532013000')).toEqual({ is: 'number', groups });
  expect(lookOf('DE89 3704 0044 0532 0130 00')).toEqual({ is: 'number', groups });
  expect(lookOf('NO9386011117947')).toMatchObject({ is: 'number' });
  for (const value of ['DE89370400440532013001', 'de89370400440532013000', 'INVOICE20260001'])
    expect(lookOf(value), value).toEqual({ is: 'plain' });
});

it('says what is empty', () => {
  expect(lookOf('   ')).toEqual({ is: 'empty' });
});
