/** Languages over the API: what is asked in several, and what a problem says to the person. */
import { afterAll, beforeAll, expect, it } from 'vitest';

import { wrongOtp } from '../issuer/issuer-fixture.ts';
import type { ServiceFixture } from './service-fixture.ts';
import { createServiceFixture } from './service-fixture.ts';
import type { ActivatedDevice } from './service-phone.ts';
import { activateDevice } from './service-phone.ts';

let at: ServiceFixture;
let device: ActivatedDevice;
beforeAll(async () => {
  at = await createServiceFixture();
  device = await activateDevice(at, 'customer-17');
});
afterAll(() => at.close());

interface Problem {
  readonly title: string;
  readonly reason: string;
  readonly text?: string;
}

it('a title and a label are given by language', async () => {
  const title = { en: 'Log in', de: 'Anmelden' };
  const fields = [[{ en: 'Browser', de: 'Browser-Name' }, 'Firefox']];
  const asked = await at.call<{ id: string }>('POST', `/v1/devices/${device.id}/requests`, {
    body: { kind: 'login', title, fields, locale: 'de' },
  });
  expect(asked.status).toBe(201);
  const { body } = await at.call('GET', `/v1/requests/${asked.body.id}`);
  expect(body).toMatchObject({ title: 'Anmelden', fields: [['Browser-Name', 'Firefox']] });
  const none = await at.call<Problem>('POST', `/v1/devices/${device.id}/requests`, {
    body: { kind: 'login', title: {} },
  });
  expect(none).toMatchObject({ status: 422, body: { reason: 'INVALID' } });
});

it('a problem has a sentence for the person in the language that the caller tells', async () => {
  const code = await wrongOtp(device.account, at.clock.now);
  const verify = (headers?: Record<string, string>) =>
    at.call<Problem>('POST', `/v1/devices/${device.id}/verify-otp`, {
      body: { code },
      ...(headers && { headers }),
    });
  const plain = await verify();
  expect(plain.body.reason).toBe('CODE_WRONG');
  expect(plain.body).not.toHaveProperty('text');
  const english = await verify({ 'Accept-Language': 'en' });
  expect(english.body.text).toContain('That one-time password doesn’t match.');
  const german = await verify({ 'Accept-Language': 'de-AT, en;q=0.5' });
  expect(german.body.title).toBe(plain.body.title);
  expect(german.body.text).toMatch(/Code|Passwort/);
  expect(german.body.text).not.toContain('match');
});

it('a repeated call is told in the language of the repetition', async () => {
  const code = 'x';
  const verify = (language: string) =>
    at.call<Problem>('POST', `/v1/devices/${device.id}/verify-otp`, {
      body: { code },
      headers: { 'Accept-Language': language, 'Idempotency-Key': 'once' },
    });
  const [first, again] = [await verify('en'), await verify('ja')];
  expect(first.body.text).toMatch(/[a-z]/);
  expect(again.body.text).toMatch(/[\u3040-\u30ff]/u);
});

it('what is the caller’s own fault has no sentence for anybody', async () => {
  const { body } = await at.call<Problem>('POST', `/v1/devices/${device.id}/verify-otp`, {
    body: {},
    headers: { 'Accept-Language': 'de' },
  });
  expect(body.reason).toBe('INVALID');
  expect(body).not.toHaveProperty('text');
});
