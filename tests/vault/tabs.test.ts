/** Two tabs at once: with Web Locks and without, nothing is lost and both hear of it. */
import { beforeEach, describe, expect, test } from 'vitest';

import { pin } from '../../src/vault/pin.ts';
import { openWorkerVault } from '../../src/vault/worker-vault.ts';
import { drawn, givesRightCode, scanFirst, verified } from './activation-fixtures.ts';
import { boot, clock, reset } from './fake-device.ts';
import { code, PIN, sealFurther, slips, twoEntries, withAccount } from './scenarios.ts';

beforeEach(reset);

function withoutLocks(): void {
  Object.defineProperty(globalThis, 'navigator', { value: { locks: eager }, configurable: true });
}

/** A lock manager that keeps nobody waiting: as if each tab's lock were broken. */
const eager = {
  request: (_name: string, _options: unknown, work: () => Promise<unknown>) => work(),
};

describe.each([
  ['with Web Locks', () => undefined],
  ['without Web Locks', withoutLocks],
])('two tabs %s', (_, arrange) => {
  beforeEach(arrange);

  test('start at once on an empty phone and share one device key', async () => {
    const tabs = await Promise.all([boot(), boot(), boot()]);
    await tabs[0].setSetting('language', 'de');
    for (const tab of tabs) expect((await tab.snapshot()).settings).toEqual({ language: 'de' });
  });

  test('choose a first PIN at once: one of them is chosen', async () => {
    const [one, two] = [await boot(), await boot()];
    const known = await drawn();
    await scanFirst(one, known);
    const outcomes = await Promise.allSettled([
      one.createPin(pin(PIN), pin(PIN), known.account()),
      two.createPin(pin(PIN), pin(PIN), known.account()),
    ]);
    const opened = outcomes.filter((each) => each.status === 'fulfilled');
    expect(opened.length).toBeGreaterThan(0);
    for (const { value } of opened) expect(await givesRightCode(value, known)).toBe(true);
    expect((await two.snapshot()).accounts).toHaveLength(1);
  });

  test('seal different accounts at once: neither is lost, or one is told', async () => {
    const { vault, known } = await withAccount();
    const other = await boot();
    await Promise.all([vault.rename(known.id, 'Household'), other.setClockOffset(known.id, 7)]);
    await Promise.all(
      Array.from({ length: 4 }, (__, i) => (i % 2 ? vault : other).setSetting(`s${String(i)}`, i)),
    ).catch((thrown: unknown) => expect(thrown).toEqual(code('VAULT_CHANGED')));
    expect((await vault.snapshot()).accounts[0]).toMatchObject({
      ownName: 'Household',
      clockOffset: 7,
    });
  });

  test('seal the same account at once: it is there once, and right', async () => {
    const { vault } = await withAccount();
    const other = await boot();
    const further = await drawn('T-2');
    await scanFirst(vault, further);
    const [mine, theirs] = [await twoEntries(vault), await twoEntries(other)];
    await Promise.all([
      vault.sealAccount(mine, further.account()),
      other.sealAccount(theirs, further.account()),
    ]);
    expect((await vault.snapshot()).accounts).toHaveLength(2);
    expect(await givesRightCode(await vault.unlock(pin(PIN)), further)).toBe(true);
  });

  test('erase in one and begin again: the other’s session gives no codes at all', async () => {
    const { vault } = await withAccount();
    const before = await vault.unlock(pin(PIN));
    const other = await boot();
    await other.erase();
    const fresh = await drawn('T-2');
    await scanFirst(other, fresh);
    await other.createPin(pin('7319'), pin('7319'), fresh.account());
    await expect(before.otp(fresh.id)).rejects.toEqual(code('LOCKED'));
    expect(before.locked).toBe(true);
  });

  test('change the PIN at once: one of the new ones opens everything', async () => {
    const { vault, known } = await withAccount();
    const other = await boot();
    const [mine, theirs] = [await twoEntries(vault), await twoEntries(other)];
    await Promise.all([
      vault.changePin(mine, pin('9163'), pin('9163')),
      other.changePin(theirs, pin('7351'), pin('7351')),
    ]);
    const right = [];
    for (const digits of ['9163', '7351']) {
      const opened = await vault.unlock(pin(digits)).catch(() => undefined);
      right.push(opened !== undefined && (await givesRightCode(opened, known)));
    }
    expect(right).toContain(true);
  });

  test('try PINs at once: each try is counted', async () => {
    const { vault } = await withAccount();
    const other = await boot();
    const wrong = await slips(vault, false, 6);
    const tries = wrong.map((digits, i) => (i % 2 ? vault : other).unlock(pin(digits)));
    const outcomes = await Promise.allSettled(tries);
    expect(outcomes.map(({ status }) => status)).toEqual(wrong.map(() => 'rejected'));
    const { attempts } = await vault.snapshot();
    expect(attempts.wrong).toBeGreaterThanOrEqual(5);
    expect(attempts.notBefore).toBeGreaterThan(clock.now);
  });

  test('keep the same first message at once: one device code', async () => {
    const [one, two] = [await boot(), await boot()];
    const known = await drawn();
    const first = await verified(known.firstMessage);
    const kept = await Promise.all([
      one.keepPending(first, new Uint8Array(9).fill(1)),
      two.keepPending(first, new Uint8Array(9).fill(2)),
    ]);
    expect(kept[0].c9).toEqual(kept[1].c9);
    expect((await one.snapshot()).pending?.c9).toEqual(kept[0].c9);
  });
});

describe('a change', () => {
  test('is heard in both tabs until they stop listening', async () => {
    const [one, two] = [await boot(), await boot()];
    const heard: string[] = [];
    const other = new Promise<void>((resolve) => {
      two.onChange(() => {
        heard.push('two');
        resolve();
      });
    });
    const stop = one.onChange(() => heard.push('one'));
    await one.setSetting('language', 'de');
    await other;
    expect(heard.sort()).toEqual(['one', 'two']);
    stop();
    await one.setSetting('language', 'fr');
    expect(heard.filter((who) => who === 'one')).toHaveLength(1);
    one.close();
    two.close();
  });

  test('in another tab is seen at the next look', async () => {
    const { vault, known } = await withAccount();
    const other = await boot();
    expect((await other.snapshot()).accounts).toHaveLength(1);
    await vault.rename(known.id, 'Household');
    expect((await other.snapshot()).accounts[0]?.ownName).toBe('Household');
    await sealFurther(other, await drawn('T-2'));
    expect((await vault.snapshot()).accounts).toHaveLength(2);
  });
});

describe('the worker’s vault', () => {
  test('shows profiles and open keys, keeps pushed requests, and tells the tabs', async () => {
    const { vault, known } = await withAccount();
    await vault.setClockOffset(known.id, 5);
    const reading = await openWorkerVault();
    expect(await reading.accounts()).toEqual((await vault.snapshot()).accounts);
    const key = await reading.channelKey(known.id);
    expect([key.extractable, key.algorithm.name]).toEqual([false, 'AES-GCM']);
    const service = await reading.serviceKey(known.id);
    expect([service.extractable, service.algorithm.name]).toEqual([false, 'HMAC']);
    const told = new Promise<void>((resolve) => void vault.onChange(resolve));
    const expiresAt = Math.floor(Date.now() / 1000) + 300;
    const message = new Uint8Array([1, 2, 3]);
    await reading.keepRequest({
      accountId: known.id,
      requestId: new Uint8Array(8),
      message,
      expiresAt,
    });
    await told;
    clock.now = Date.now();
    expect(await vault.requests()).toMatchObject([{ accountId: known.id, message, expiresAt }]);
    reading.close();
    vault.close();
  });

  test('opens on an empty vault and finds nothing', async () => {
    (await boot()).close();
    const reading = await openWorkerVault();
    expect(await reading.accounts()).toEqual([]);
    await expect(reading.channelKey('00'.repeat(8))).rejects.toEqual(code('UNKNOWN_ACCOUNT'));
    reading.close();
  });

  test('creates nothing on an empty phone', async () => {
    await expect(openWorkerVault()).rejects.toEqual(code('WRONG_STATE'));
    expect(await indexedDB.databases()).toEqual([]);
  });
});
