/** An account's life in the vault, from the first image to its removal. */
import { beforeEach, describe, expect, test } from 'vitest';

import { issuerAccounts } from '../../src/core/account.ts';
import { TesseraError } from '../../src/core/errors.ts';
import { webHmac } from '../../src/protocol/hmac.ts';
import { responseSuite } from '../../src/protocol/ocra.ts';
import { responseCode } from '../../src/protocol/request.ts';
import { pin } from '../../src/vault/pin.ts';
import { droppedIn } from '../../src/vault/settings.ts';
import type { Vault } from '../../src/vault/types.ts';
import type { Activation } from './activation-fixtures.ts';
import { drawn, givesRightCode, published, scanFirst, verified } from './activation-fixtures.ts';
import { boot, clock, reboot, reset } from './fake-device.ts';
import { code, PIN, sealFurther, twoEntries } from './scenarios.ts';

beforeEach(reset);

/** A vault whose one account waits for the page. */
async function withAccount(): Promise<{ vault: Vault; known: Activation }> {
  const vault = await boot();
  const known = await drawn();
  await scanFirst(vault, known);
  (await vault.createPin(pin(PIN), pin(PIN), known.account())).lock();
  return { vault, known };
}

describe('a first account', () => {
  test.each([0, 1, 2, 3, 4])('gives the published codes of activation %i', async (index) => {
    const vault = await boot();
    const known = await published(index);
    await scanFirst(vault, known);
    const unlocked = await vault.createPin(pin(PIN), pin(PIN), known.account());
    expect(await givesRightCode(unlocked, known)).toBe(true);
    const [account] = issuerAccounts((await vault.snapshot()).accounts);
    const { second, activationCode } = known.account();
    const hmac = await unlocked.sign(known.id);
    const suite = responseSuite(account!.ocraSuite);
    expect(await responseCode(hmac, suite, known.firstMessage)).toBe(
      await responseCode(await webHmac(suite.hash, known.sign), suite, known.firstMessage),
    );
    expect(account).toMatchObject({
      id: known.id,
      state: 'waiting',
      serial: second.serial,
      otp: second.otp,
    });
    expect(await vault.activationCode(known.id)).toBe(activationCode);
  });

  test('is still there after a restart, and its codes too', async () => {
    const { vault, known } = await withAccount();
    vault.close();
    reboot();
    const again = await boot();
    expect(await givesRightCode(await again.unlock(pin(PIN)), known)).toBe(true);
  });

  test('waits for the page, and keeps its activation code until the page accepted it', async () => {
    const { vault, known } = await withAccount();
    expect(await vault.activationCode(known.id)).toBe('12345678');
    await vault.acceptAccount(known.id);
    await vault.acceptAccount(known.id);
    expect((await vault.snapshot()).accounts[0]?.state).toBe('active');
    await expect(vault.activationCode(known.id)).rejects.toEqual(code('UNKNOWN_ACCOUNT'));
  });

  test('is discarded when the page refused; an active one is not', async () => {
    const { vault, known } = await withAccount();
    await vault.discardAccount(known.id);
    await vault.discardAccount(known.id);
    expect((await vault.snapshot()).accounts).toEqual([]);
    const other = await drawn();
    await sealFurther(vault, other);
    await vault.acceptAccount(other.id);
    await expect(vault.discardAccount(other.id)).rejects.toEqual(code('WRONG_STATE'));
  });

  test('overwrites the keys that it was given', async () => {
    const vault = await boot();
    const known = await drawn();
    await scanFirst(vault, known);
    const account = known.account();
    await vault.createPin(pin(PIN), pin(PIN), account);
    for (const key of Object.values(account.keys))
      expect([...key].every((b) => b === 0)).toBe(true);
    const next = await drawn('T-2');
    await scanFirst(vault, next);
    const proof = await twoEntries(vault);
    const wiped = { ...account, first: next.account().first };
    await expect(vault.sealAccount(proof, wiped)).rejects.toEqual(code('WRONG_STATE'));
  });
});

describe('a pending activation', () => {
  test('keeps its device code when the same first message comes again', async () => {
    const vault = await boot();
    const known = await drawn();
    await scanFirst(vault, known);
    const again = await vault.keepPending(await verified(known.firstMessage), new Uint8Array(9));
    expect(again.c9).toEqual(known.c9);
    expect((await vault.snapshot()).pending).toMatchObject({ id: known.id, c9: known.c9 });
  });

  test('gives way to another one, and to nothing', async () => {
    const vault = await boot();
    const [one, two] = [await drawn('T-1'), await drawn('T-2')];
    await scanFirst(vault, one);
    await scanFirst(vault, two);
    expect((await vault.snapshot()).pending?.id).toBe(two.id);
    await vault.dropPending();
    expect((await vault.snapshot()).pending).toBeUndefined();
  });

  test('is dropped 24 hours after its creation', async () => {
    const vault = await boot();
    await scanFirst(vault, await drawn());
    clock.now += 24 * 3_600_000;
    expect((await vault.snapshot()).pending).toBeDefined();
    clock.now += 1;
    expect((await vault.snapshot()).pending).toBeUndefined();
    vault.close();
    const again = await boot();
    clock.now -= 3_600_000;
    expect((await again.snapshot()).pending, 'the row itself is gone').toBeUndefined();
  });

  test('that was dropped is told, also after a restart, until another one begins', async () => {
    const vault = await boot();
    const known = await drawn();
    const begunAt = clock.now;
    await scanFirst(vault, known);
    const heard = new Promise<void>((resolve) => vault.onChange(resolve));
    clock.now += 24 * 3_600_000;
    await vault.dropExpired();
    expect(droppedIn((await vault.snapshot()).settings)).toBeUndefined();
    clock.now += 1;
    const dropped = { id: known.id, begunAt, droppedAt: clock.now };
    await vault.dropExpired();
    await heard;
    expect(droppedIn((await vault.snapshot()).settings)).toEqual(dropped);
    vault.close();
    const again = await boot();
    expect(droppedIn((await again.snapshot()).settings)).toEqual(dropped);
    await scanFirst(again, await drawn('T-2'));
    expect((await again.snapshot()).settings).toEqual({});
  });

  test('does not begin again for an account, and leaves a waiting one alone', async () => {
    const { vault, known } = await withAccount();
    await expect(scanFirst(vault, known)).rejects.toEqual(code('WRONG_STATE'));
    await scanFirst(vault, await drawn('T-2'));
    await vault.dropPending();
    expect(await vault.activationCode(known.id)).toBe('12345678');
  });

  test('is what an account is sealed from: without it nothing is written', async () => {
    const { vault } = await withAccount();
    const other = await drawn('T-2');
    await expect(
      sealFurther(vault, { ...other, firstMessage: (await drawn()).firstMessage }),
    ).rejects.toEqual(code('UNKNOWN_ACTIVATION'));
    expect((await vault.snapshot()).accounts).toHaveLength(1);
  });

  test('is sealed once: the same account again changes nothing', async () => {
    const { vault } = await withAccount();
    const other = await drawn('T-2');
    await sealFurther(vault, other);
    const proof = await twoEntries(vault);
    await vault.sealAccount(proof, { ...other.account(), activationCode: '87654321' });
    expect(await vault.activationCode(other.id)).toBe('12345678');
    expect((await vault.snapshot()).accounts).toHaveLength(2);
  });
});

describe('a reactivation', () => {
  test('keeps the old account beside the new one until the page accepted', async () => {
    const { vault, known } = await withAccount();
    await vault.acceptAccount(known.id);
    await vault.rename(known.id, 'Household');
    const further = await drawn('T-2');
    await sealFurther(vault, further);
    const renewed = await drawn('T-1', 'T-1');
    await sealFurther(vault, renewed, known.id);
    const between = (await vault.snapshot()).accounts;
    expect(between.map(({ id }) => id)).toEqual([known.id, further.id, renewed.id]);
    expect(between[2]).toMatchObject({
      replaces: known.id,
      ownName: 'Household',
      state: 'waiting',
    });
    const unlocked = await vault.unlock(pin(PIN));
    expect(await givesRightCode(unlocked, known)).toBe(true);

    await vault.acceptAccount(renewed.id);
    const after = (await vault.snapshot()).accounts;
    expect(after.map(({ id }) => id)).toEqual([renewed.id, further.id]);
    expect(after[0]).toMatchObject({ position: 0, ownName: 'Household' });
    expect(after[0]).not.toHaveProperty('replaces');
    expect(await givesRightCode(unlocked, renewed)).toBe(true);
    await expect(unlocked.otp(known.id)).rejects.toEqual(code('UNKNOWN_ACCOUNT'));
  });

  test('that the page refused leaves the old account as it was', async () => {
    const { vault, known } = await withAccount();
    await vault.acceptAccount(known.id);
    const renewed = await drawn('T-1', 'T-1');
    await sealFurther(vault, renewed, known.id);
    await vault.discardAccount(renewed.id);
    const unlocked = await vault.unlock(pin(PIN));
    expect(await givesRightCode(unlocked, known)).toBe(true);
  });

  test('of an account that was removed meanwhile replaces nothing', async () => {
    const { vault, known } = await withAccount();
    await vault.acceptAccount(known.id);
    const renewed = await drawn('T-1', 'T-1');
    await sealFurther(vault, renewed, known.id);
    await vault.removeAccount(known.id);
    expect((await vault.snapshot()).accounts[0]).not.toHaveProperty('replaces');
    await vault.acceptAccount(renewed.id);
    expect((await vault.snapshot()).accounts).toHaveLength(1);
  });
});

describe('accounts', () => {
  test('are renamed, reordered, removed; offsets of clocks and settings are kept', async () => {
    const { vault, known } = await withAccount();
    expect((await vault.snapshot()).settings).toEqual({ 'picture-due': true });
    await vault.setSetting('picture-due', undefined);
    const other = await drawn('T-2');
    await sealFurther(vault, other);
    await vault.reorder([other.id, known.id]);
    await vault.rename(known.id, 'Household');
    await vault.setClockOffset(known.id, -95);
    await vault.setSetting('language', 'de');
    const { accounts, settings } = await vault.snapshot();
    expect(accounts.map(({ id }) => id)).toEqual([other.id, known.id]);
    expect(accounts[1]).toMatchObject({ ownName: 'Household', clockOffset: -95 });
    expect(settings).toEqual({ language: 'de' });

    await vault.rename(known.id, '');
    await vault.setClockOffset(known.id, 0);
    await vault.setSetting('language', undefined);
    expect((await vault.snapshot()).accounts[1]).toMatchObject({ clockOffset: 0 });
    expect((await vault.snapshot()).accounts[1]).not.toHaveProperty('ownName');
    expect((await vault.snapshot()).settings).toEqual({});

    await vault.removeAccount(other.id);
    await vault.removeAccount(other.id);
    expect((await vault.snapshot()).accounts).toHaveLength(1);
  });

  test('take no name that could disguise itself, and none without an account', async () => {
    const { vault, known } = await withAccount();
    await expect(vault.rename(known.id, 'a\u202eb')).rejects.toEqual(code('OUT_OF_RANGE'));
    await expect(vault.rename('00'.repeat(8), 'x')).rejects.toEqual(code('UNKNOWN_ACCOUNT'));
    await expect(vault.setClockOffset('00'.repeat(8), 5)).rejects.toThrow(TesseraError);
    await expect(vault.setSetting('clock/x', 5)).rejects.toEqual(code('WRONG_STATE'));
  });
});
