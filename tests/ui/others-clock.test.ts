/** When the clock of other servers' accounts is offered to be corrected. */
import { expect, it } from 'vitest';

import type { Account } from '../../src/core/account.ts';
import { clockOffer } from '../../src/ui/accounts/others-clock.ts';

const oath = (clockOffset: number) => ({ kind: 'oath', clockOffset }) as Account;
const issuer = (clockOffset: number, issuerVerified = true, issuerName = 'Northwind Bank') =>
  ({ kind: 'issuer', clockOffset, issuerVerified, issuerName }) as Account;

it('offers what a verified issuer says, from more than 10 seconds on', () => {
  expect(clockOffer([issuer(45), oath(0)])).toEqual({ issuer: 'Northwind Bank', seconds: 45 });
  expect(clockOffer([issuer(-11), oath(0)])).toEqual({ issuer: 'Northwind Bank', seconds: -11 });
  expect(clockOffer([issuer(10), oath(0)])).toBeUndefined();
});

it('does not believe an issuer whose name is only claimed', () => {
  expect(clockOffer([issuer(45, false), oath(0)])).toBeUndefined();
  expect(clockOffer([issuer(45, false), issuer(60, true, 'Fabrikam'), oath(0)])).toEqual({
    issuer: 'Fabrikam',
    seconds: 60,
  });
});

it('asks no more once it is set, and offers the way back when the clock is right again', () => {
  expect(clockOffer([issuer(45), oath(45)])).toBeUndefined();
  expect(clockOffer([issuer(50), oath(45)])).toBeUndefined();
  expect(clockOffer([issuer(3), oath(45)])).toEqual({ issuer: 'Northwind Bank', seconds: 0 });
});

it('is silent where there is nobody to ask or nothing to correct', () => {
  expect(clockOffer([oath(45)])).toBeUndefined();
  expect(clockOffer([issuer(45)])).toBeUndefined();
});
