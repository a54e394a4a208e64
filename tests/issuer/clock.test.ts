/** A phone's clock that is off, at the issuer's calls (docs/protocol.md §7). */
import { describe, expect, it } from 'vitest';

import { pageRefusal } from '../../src/issuer/http/page-problems.ts';
import type { ActiveInstance } from '../../src/issuer/instance.ts';
import { createMemoryStore } from '../../src/issuer/memory-store.ts';
import type { IssuerStore } from '../../src/issuer/store.ts';
import { decodeRow, encodeRow } from '../../src/issuer/stores/row-codec.ts';
import { webHmac } from '../../src/protocol/hmac.ts';
import { responseSuite } from '../../src/protocol/ocra.ts';
import { responseCode } from '../../src/protocol/request.ts';
import { createIssuerFixture, granted, refused, START } from './issuer-fixture.ts';
import { activeRow } from './row-fixtures.ts';
import { independentHotp } from './simulated-phone.ts';

/** An issuer with one active instance, and the codes of a phone whose clock is any. */
async function oneAccount(changes: Partial<ActiveInstance> = {}, store = createMemoryStore()) {
  const at = createIssuerFixture({ store });
  const row = activeRow(changes);
  await at.store.commit([{ table: 'instances', row }]);
  const codeAt = (seconds: number): string =>
    independentHotp(row.otpPolicy, row.secrets.keys.otp, Math.floor(seconds / 30));
  return {
    ...at,
    row,
    codeAt,
    stored: async () => (await at.store.instance(row.id)) as ActiveInstance,
    verify: (seconds: number) => at.issuer.verifyOtp(row.id, codeAt(seconds)),
  };
}

/** Rows as a database keeps them: as bytes. */
function storeOfBytes(): IssuerStore {
  const store = createMemoryStore();
  return {
    ...store,
    commit: (changes) =>
      store.commit(
        changes.map(
          (change) => ({ ...change, row: decodeRow(encodeRow(change.row)) }) as typeof change,
        ),
      ),
  };
}

describe('a clock that is off', () => {
  it.each([createMemoryStore, storeOfBytes])(
    'is told, set by the next code, kept (%#)',
    async (create) => {
      const at = await oneAccount({}, create());
      expect(await at.verify(START + 600)).toEqual({
        ok: false,
        reason: 'CLOCK',
        seconds: 600,
        state: 'ACTIVE',
        attemptsLeft: 5,
        totalLeft: 25,
      });
      at.clock.now += 30;
      expect(granted(await at.verify(START + 630))).toMatchObject({
        drift: 20,
        clockSet: true,
        wrongSince: 0,
      });
      at.clock.now += 86_400;
      const later = granted(await at.verify(at.clock.now + 600));
      expect(later.drift).toBe(20);
      expect(later).not.toHaveProperty('clockSet');
      expect(refused(await at.verify(at.clock.now + 600)).reason).toBe('CODE_USED');
      expect(at.issuer.counts()).toEqual({
        'verifyOtp.CLOCK': 1,
        'verifyOtp.CODE_USED': 1,
        'verifyOtp.ok': 2,
        'clock.set': 1,
      });
      // Set right by the person.
      at.clock.now += 30;
      expect(granted(await at.verify(at.clock.now)).drift).toBe(0);
      expect((await at.stored()).clock?.drift).toBe(0);
    },
  );

  it('is told to the page with the seconds', async () => {
    const at = await oneAccount();
    const response = pageRefusal(refused(await at.verify(START - 600)), START);
    expect(response.status).toBe(422);
    expect(await response.json()).toEqual({
      error: 'CLOCK',
      seconds: -600,
      attemptsLeft: 5,
      totalLeft: 25,
    });
  });

  it('is not looked for by a code that is to replace the device, and a known one counts', async () => {
    const at = await oneAccount();
    const replaceBy = (seconds: number) =>
      at.issuer.beginReplacement(at.row.id, { oneTimePassword: at.codeAt(seconds) });
    expect(refused(await replaceBy(START - 300))).toMatchObject({
      reason: 'CODE_WRONG',
      attemptsLeft: 4,
    });
    await at.verify(START - 300);
    at.clock.now += 30;
    // Nor is it confirmed by one.
    expect(refused(await replaceBy(START - 270)).reason).toBe('CODE_WRONG');
    granted(await at.verify(START - 270));
    at.clock.now += 30;
    const account = { serial: at.row.serial, version: 1, sequence: 1, current: at.row.id };
    await at.store.commit([{ table: 'accounts', row: account }]);
    granted(await replaceBy(START - 240));
  });

  it('is not looked for during a pause, and not counted before one', async () => {
    const at = await oneAccount();
    for (let i = 0; i < 3; i++) expect(refused(await at.verify(START + 600)).reason).toBe('CLOCK');
    for (let i = 0; i < 4; i++)
      expect(refused(await at.verify(START + 90_000)).reason).toBe('CODE_WRONG');
    // The fourth of a clock that is off is a wrong one like any other, and the fifth.
    expect(refused(await at.verify(START + 900))).toMatchObject({
      reason: 'CODE_WRONG',
      attemptsLeft: 0,
      pausedUntil: START + 900,
    });
    expect(refused(await at.verify(START + 630)).reason).toBe('PAUSED');
  });

  it('is looked for again after a right response code', async () => {
    const at = await oneAccount();
    for (let i = 0; i < 3; i++) await at.verify(START + 600);
    expect(refused(await at.verify(START + 900)).reason).toBe('CODE_WRONG');
    const asked = await at.issuer.createRequest(at.row.id, { kind: 'login', title: 'Sign in' });
    const { id, message } = granted(asked);
    const suite = responseSuite(at.row.ocraSuite);
    const hmac = await webHmac(suite.hash, at.row.secrets.keys.sign);
    granted(await at.issuer.verifyResponse(id, await responseCode(hmac, suite, message)));
    expect(refused(await at.verify(START + 900)).reason).toBe('CLOCK');
  });
});

describe("an issuer's clock that was ahead", () => {
  it('is reported with the next right code, once', async () => {
    const at = await oneAccount();
    at.clock.now += 7200;
    granted(await at.verify(START + 7200));
    at.clock.now = START + 30;
    const next = granted(await at.verify(START + 30));
    expect(next).toMatchObject({ drift: 0, issuerWasAhead: 7140 });
    expect(at.issuer.counts()).toMatchObject({ 'clock.issuerWasAhead': 1 });
    at.clock.now += 30;
    expect(granted(await at.verify(START + 60))).not.toHaveProperty('issuerWasAhead');
    at.clock.now = START + 7200;
    expect(refused(await at.verify(START + 7200)).reason).toBe('CODE_USED');
  });
});

describe('a row of an earlier version', () => {
  it('has no clock facts: its last step is spent, with all below it', async () => {
    const at = await oneAccount({ lastStep: Math.floor(START / 30) });
    expect(at.row).not.toHaveProperty('clock');
    for (const seconds of [START, START - 30])
      expect(refused(await at.verify(seconds)).reason).toBe('CODE_USED');
    granted(await at.verify(START + 30));
    expect((await at.stored()).clock).toEqual({
      drift: 0,
      floor: Math.floor(START / 30),
      spent: [Math.floor(START / 30) + 1],
      refusals: 0,
    });
  });
});
