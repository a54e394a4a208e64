/** Amount and payee come from where key 28 says, and from nowhere else (docs/protocol.md §7). */
import { expect, it } from 'vitest';

import { requestItem } from '../../src/app/request-item.ts';
import type { IssuerAccount } from '../../src/core/account.ts';
import { otherFields, paymentOf } from '../../src/core/payment.ts';
import { aRequest } from './messages.ts';

const FIELDS = [
  ['Amount', 'EUR 1.00'],
  ['To', 'Mallory'],
  ['Sum', 'EUR 999.00'],
  ['Payee', 'Contoso'],
] as const;
const PAYMENT = { ...aRequest, fields: FIELDS, payment: { amount: 2, payee: 3 } };

it('takes amount and payee by their positions, whatever the labels say', () => {
  expect(paymentOf(PAYMENT)).toEqual({ amount: 'EUR 999.00', payee: 'Contoso' });
  expect(otherFields(PAYMENT)).toEqual(FIELDS.slice(0, 2));
});

it('knows no payment without positions, however much the fields look like one', () => {
  const { payment, ...request } = PAYMENT;
  expect(payment).toBeDefined();
  expect(paymentOf(request)).toBeUndefined();
  expect(otherFields(request)).toEqual(FIELDS);
});

it('is what a list shows', () => {
  const account = { id: 'a', clockOffset: 0 } as IssuerAccount;
  expect(requestItem(account, PAYMENT, '01')).toMatchObject({
    payment: { amount: 'EUR 999.00', payee: 'Contoso' },
  });
  expect(requestItem(account, aRequest, '01')).not.toHaveProperty('payment');
});
