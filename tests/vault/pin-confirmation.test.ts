/** PIN confirmation before a write under the PIN, with biometrics as one of the entries. */
import { beforeEach, describe, expect, test, vi } from 'vitest';

import { pin } from '../../src/vault/pin.ts';
import type { Unlocked, Vault } from '../../src/vault/types.ts';
import type { Authenticator } from './activation-fixtures.ts';
import { authenticator, drawn, givesRightCode, scanFirst } from './activation-fixtures.ts';
import { boot, reset } from './fake-device.ts';
import { code, forgive, PIN, slips, twoEntries, withAccount } from './scenarios.ts';

let biometrics: Authenticator;

beforeEach(() => {
  reset();
  biometrics = authenticator();
});

async function withBiometrics() {
  const scene = await withAccount({ biometrics });
  await scene.vault.enableBiometrics(await twoEntries(scene.vault));
  return scene;
}

/** A wrong PIN that the check lets pass. */
async function slip(vault: Vault): Promise<Unlocked> {
  const [digits] = await slips(vault, true, 1);
  return vault.unlock(pin(digits!));
}

describe('PIN confirmation', () => {
  test('are two entries that agree and the picture', async () => {
    const { vault } = await withAccount();
    const [first, second] = [await vault.unlock(pin(PIN)), await vault.unlock(pin(PIN))];
    await expect(vault.confirmPin({ first })).rejects.toEqual(code('WRONG_STATE'));
    await expect(
      vault.confirmPin({ first, second: first, pictureConfirmed: true }),
    ).rejects.toEqual(code('WRONG_STATE'));
    await expect(vault.confirmPin({ first, second })).rejects.toEqual(code('PIN_DISAGREES'));
    await expect(vault.confirmPin({ first, second, pictureConfirmed: false })).rejects.toEqual(
      code('PIN_DISAGREES'),
    );
    expect(first.confirmed).toBe(false);
    await vault.confirmPin({ first, second, pictureConfirmed: true });
    expect([first.confirmed, second.confirmed]).toEqual([true, true]);
    await vault.confirmPin({ first: second });
  });

  test('are one entry and its picture, chosen among nine', async () => {
    const { vault } = await withAccount();
    const first = await vault.unlock(pin(PIN));
    for (const other of [0, 7, 31].filter((each) => each !== first.picture))
      await expect(vault.confirmPin({ first, chosenPicture: other })).rejects.toEqual(
        code('PIN_DISAGREES'),
      );
    expect(first.confirmed).toBe(false);
    await vault.confirmPin({ first, chosenPicture: first.picture });
    expect(first.confirmed).toBe(true);
    await vault.confirmPin({ first });
  });

  test('disagree where one PIN was a slip that passed the check', async () => {
    const { vault } = await withAccount();
    const first = await slip(vault);
    const second = await vault.unlock(pin(PIN));
    await expect(vault.confirmPin({ first, second, pictureConfirmed: true })).rejects.toEqual(
      code('PIN_DISAGREES'),
    );
    expect([first.confirmed, second.confirmed]).toEqual([false, false]);
  });

  test('are a first PIN just chosen and confirmed, alone', async () => {
    const vault = await boot({ biometrics });
    const known = await drawn();
    await scanFirst(vault, known);
    const unlocked = await vault.createPin(pin(PIN), pin(PIN), known.account());
    await vault.enableBiometrics(await vault.confirmPin({ first: unlocked }));
    expect((await vault.snapshot()).biometrics).toBe(true);
  });

  test('are biometrics alone, and biometrics that agree with a PIN', async () => {
    const { vault } = await withBiometrics();
    const byFace = await vault.unlockWithBiometrics();
    await vault.confirmPin({ first: byFace });
    const byPin = await vault.unlock(pin(PIN));
    await vault.confirmPin({ first: byPin, second: byFace });
    expect(byPin.confirmed).toBe(true);
  });

  test('disagree where a PIN was a slip that passed the check: the slot stays', async () => {
    const { vault, known } = await withBiometrics();
    const first = await slip(vault);
    const second = await vault.unlockWithBiometrics();
    for (const entries of [
      { first, second },
      { first: second, second: first },
      { first, second, pictureConfirmed: true },
    ])
      await expect(vault.confirmPin(entries)).rejects.toEqual(code('PIN_DISAGREES'));
    expect(first.confirmed).toBe(false);
    await vault.resetPin(second, pin('9163'), pin('9163'));
    await forgive(vault);
    expect(await givesRightCode(await vault.unlock(pin('9163')), known)).toBe(true);
  });

  test('where a confirmed PIN and the slot disagree, only the slot is dropped', async () => {
    const { vault, known } = await withBiometrics();
    // Two entries of the same slip, and "yes" to a picture that was another one: it is the slot
    // that is right here, but nobody can know, and both ways to the accounts cannot stay.
    const [digits] = await slips(vault, true, 1);
    const [first, again] = [await vault.unlock(pin(digits!)), await vault.unlock(pin(digits!))];
    await vault.confirmPin({ first, second: again, pictureConfirmed: true });
    const second = await vault.unlockWithBiometrics();
    await expect(vault.confirmPin({ first, second })).rejects.toEqual(code('BIOMETRICS_CHANGED'));
    expect((await vault.snapshot()).biometrics).toBe(false);
    await forgive(vault);
    expect(await givesRightCode(await vault.unlock(pin(PIN)), known)).toBe(true);
  });

  test('cannot be forged from an object of the same shape', async () => {
    const { vault } = await withAccount();
    const known = await drawn('T-2');
    await scanFirst(vault, known);
    await expect(vault.sealAccount({ confirmed: true }, known.account())).rejects.toEqual(
      code('WRONG_STATE'),
    );
  });
});

describe('biometrics', () => {
  test('open the same accounts as the PIN, before and after a change of PIN', async () => {
    const { vault, known } = await withBiometrics();
    const byPin = await vault.unlock(pin(PIN));
    const byFace = await vault.unlockWithBiometrics();
    expect(byFace.by).toBe('biometrics');
    expect(byFace.picture).toBe(byPin.picture);
    expect(await givesRightCode(byFace, known)).toBe(true);
    await vault.changePin(await vault.confirmPin({ first: byFace }), pin('9163'), pin('9163'));
    expect(await givesRightCode(await vault.unlockWithBiometrics(), known)).toBe(true);
    expect(await givesRightCode(await vault.unlock(pin('9163')), known)).toBe(true);
  });

  test('authorise a new PIN where the old one is forgotten, and end the waiting', async () => {
    const { vault, known } = await withBiometrics();
    for (const digits of await slips(vault, false, 5)) {
      await vault.unlock(pin(digits)).catch(() => undefined);
    }
    const byFace = await vault.unlockWithBiometrics();
    await vault.resetPin(byFace, pin('9163'), pin('9163'));
    expect((await vault.snapshot()).attempts).toEqual({ wrong: 0, notBefore: 0 });
    expect(await givesRightCode(await vault.unlock(pin('9163')), known)).toBe(true);
    const byPin = await vault.unlock(pin('9163'));
    await expect(vault.resetPin(byPin, pin('7351'), pin('7351'))).rejects.toEqual(
      code('WRONG_STATE'),
    );
  });

  test('that need a second tap are on after it', async () => {
    const { vault, known } = await withAccount({ biometrics });
    biometrics.behaviour = 'second-tap';
    const proof = await twoEntries(vault);
    await expect(vault.enableBiometrics(proof)).rejects.toEqual(code('BIOMETRICS_SECOND_TAP'));
    expect((await vault.snapshot()).biometrics).toBe(false);
    biometrics.behaviour = 'cancels';
    await expect(vault.enableBiometrics(proof)).rejects.toEqual(code('BIOMETRICS_CANCELLED'));
    biometrics.behaviour = 'present';
    await vault.enableBiometrics(proof);
    expect(await givesRightCode(await vault.unlockWithBiometrics(), known)).toBe(true);
  });

  test.each([
    ['cancels', 'BIOMETRICS_CANCELLED'],
    ['no-prf', 'BIOMETRICS_MISSING'],
  ] as const)('that meet an authenticator that %s stay off: %s', async (behaviour, expected) => {
    const { vault, known } = await withAccount({ biometrics });
    biometrics.behaviour = behaviour;
    await expect(vault.enableBiometrics(await twoEntries(vault))).rejects.toEqual(code(expected));
    expect((await vault.snapshot()).biometrics).toBe(false);
    expect(await givesRightCode(await vault.unlock(pin(PIN)), known)).toBe(true);
  });

  test('that could not be kept stay off, and their passkey is forgotten', async () => {
    const { vault, known } = await withAccount({ biometrics });
    const first = await vault.unlock(pin(PIN));
    const second = await vault.unlock(pin(PIN));
    const proof = await vault.confirmPin({ first, second, pictureConfirmed: true });
    const create = biometrics.create.bind(biometrics);
    biometrics.create = async (request) => {
      const made = await create(request);
      first.lock(); // the system's prompt took longer than the grace
      return made;
    };
    await expect(vault.enableBiometrics(proof)).rejects.toEqual(code('LOCKED'));
    expect((await vault.snapshot()).biometrics).toBe(false);
    expect(biometrics.forgotten).toHaveLength(1);
    biometrics.create = create;

    // Another slot than the one that was written lies there when it is read back.
    const again = await twoEntries(vault);
    const put = IDBObjectStore.prototype.put;
    const torn = vi.spyOn(IDBObjectStore.prototype, 'put');
    torn.mockImplementation(function (this: IDBObjectStore, row, key) {
      const other =
        key === 'biometrics' ? { ...(row as object), wrapped: new Uint8Array(52) } : row;
      return put.call(this, other, key);
    });
    await expect(vault.enableBiometrics(again)).rejects.toEqual(code('STORAGE_LOST'));
    torn.mockRestore();
    expect((await vault.snapshot()).biometrics).toBe(false);
    expect(biometrics.forgotten).toHaveLength(2);
    expect(await givesRightCode(await vault.unlock(pin(PIN)), known)).toBe(true);
  });

  test('cancelled or replaced leave the PIN as the way through', async () => {
    const { vault, known } = await withBiometrics();
    biometrics.behaviour = 'cancels';
    await expect(vault.unlockWithBiometrics()).rejects.toEqual(code('BIOMETRICS_CANCELLED'));
    biometrics.behaviour = 'replaced';
    await expect(vault.unlockWithBiometrics()).rejects.toEqual(code('BIOMETRICS_CHANGED'));
    expect(await givesRightCode(await vault.unlock(pin(PIN)), known)).toBe(true);
  });

  test('turned off are gone, slot and passkey', async () => {
    const { vault } = await withBiometrics();
    await vault.disableBiometrics();
    await vault.disableBiometrics();
    expect((await vault.snapshot()).biometrics).toBe(false);
    expect(biometrics.forgotten).toHaveLength(1);
    await expect(vault.unlockWithBiometrics()).rejects.toEqual(code('BIOMETRICS_MISSING'));
  });

  test('turned on again replace the passkey', async () => {
    const { vault, known } = await withBiometrics();
    await vault.enableBiometrics(await twoEntries(vault));
    expect(biometrics.forgotten).toHaveLength(1);
    expect(await givesRightCode(await vault.unlockWithBiometrics(), known)).toBe(true);
  });
});

describe('locking', () => {
  test('ends a session, and every key that was taken from it', async () => {
    const { vault, known } = await withAccount();
    const session = await vault.unlock(pin(PIN));
    const hmac = await session.otp(known.id);
    session.lock();
    session.lock();
    expect(session.locked).toBe(true);
    await expect(hmac(new Uint8Array(8))).rejects.toEqual(code('LOCKED'));
    await expect(session.otp(known.id)).rejects.toEqual(code('LOCKED'));
    await expect(vault.confirmPin({ first: session })).rejects.toEqual(code('LOCKED'));
  });
});
