/** A later question of a LinOTP server: what each event leads to. */
import { expect, it } from 'vitest';

import type { SignEffect, SignEvent, Signing } from '../../../src/core/transfer/enrol-sign.ts';
import { sign } from '../../../src/core/transfer/enrol-sign.ts';

const question = { message: 'Pay 1 EUR', challenge: 'Pay1EUR0000', isWhole: true };
const answer = { ...question, account: 'bb', code: '12345678' };
const idle: Signing = { step: 'sign-idle' };
const asked: Signing = { step: 'sign-question', offer: 9, question };
const working: Signing = { step: 'sign-working', offer: 9, question };
const shown: Signing = { step: 'sign-code', answer };
const failed: Signing = { step: 'sign-failed', problem: 'nobody' };
const offered = (offer: number): SignEvent => ({ type: 'question-offered', offer, question });
const forget: SignEffect = { type: 'forget-offer', offer: 9 };

const rows: readonly (readonly [Signing, SignEvent, Signing, ...SignEffect[]])[] = [
  [idle, offered(9), asked],
  [idle, { type: 'failed', problem: 'DAMAGED' }, { step: 'sign-failed', problem: 'DAMAGED' }],
  [asked, { type: 'sign-wanted' }, asked, { type: 'authenticate' }],
  [asked, { type: 'authenticated' }, working, { type: 'sign', offer: 9 }],
  [asked, { type: 'failed', problem: 'nobody' }, failed, forget],
  [asked, { type: 'closed' }, idle, forget, { type: 'leave' }],
  [asked, offered(10), { ...asked, offer: 10 }, forget],
  [working, { type: 'answered', answer }, shown],
  [working, { type: 'failed', problem: 'nobody' }, failed, forget],
  [working, offered(10), working],
  [working, { type: 'closed' }, working],
  [shown, offered(10), { ...asked, offer: 10 }],
  [shown, { type: 'closed' }, idle, { type: 'leave' }],
  [failed, { type: 'closed' }, idle, { type: 'leave' }],
  [failed, offered(10), { ...asked, offer: 10 }],
];

it.each(rows.map((row) => [row] as const))('row %#', ([state, event, ...result]) => {
  expect(sign(state, event)).toEqual(result);
});

it.each([idle, working, shown, failed])('$step: no code without the question', (state) => {
  for (const type of ['sign-wanted', 'authenticated'] as const)
    expect(sign(state, { type })).toEqual([state]);
});
