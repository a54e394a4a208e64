/** PINs: which are refused, how wrong ones are counted, and what a change of PIN writes. */
import { beforeEach, describe, expect, test } from 'vitest';

import { PinError, waitAfter } from '../../src/vault/attempts.ts';
import { digitsOf, pin, pinWeakness, samePin } from '../../src/vault/pin.ts';
import { baseOf, drawOffset, offsetFor } from '../../src/vault/pin-offset.ts';
import { drawn, givesRightCode, scanFirst } from './activation-fixtures.ts';
import { boot, clock, reboot, record, reset } from './fake-device.ts';
import { code, forgive, PIN, sealFurther, slips, twoEntries, withAccount } from './scenarios.ts';

beforeEach(reset);

describe('a PIN', () => {
  test.each(['', '123', '123456789', '12a4', '１２３４', ' 123'])(
    'is four to eight digits: not "%s"',
    (text) => {
      expect(() => pin(text)).toThrow(expect.objectContaining({ code: 'CODE_MALFORMED' }) as Error);
    },
  );

  test('is never seen as text, and can be overwritten', () => {
    const entered = pin('4711');
    expect(
      `${entered} ${JSON.stringify({ entered })} ${Object.values(entered).join()}`,
    ).not.toContain('4711');
    const digits = digitsOf(entered);
    entered.wipe();
    expect([...digits]).toEqual([0, 0, 0, 0]);
    expect(samePin(pin('4711'), pin('4711'))).toBe(true);
    expect(samePin(pin('4711'), pin('47110'))).toBe(false);
  });

  test.each([
    ['0000', 'repeated'],
    ['777777', 'repeated'],
    ['1234', 'run'],
    ['3456', 'run'],
    ['6543', 'run'],
    ['7890', 'run'],
    ['2109', 'run'],
    ['4747', 'halves'],
    ['123123', 'halves'],
    ['1357', 'steps'],
    ['135791', 'steps'],
    ['7418', 'steps'],
    ['112233', 'pairs'],
    ['121212', 'pairs'],
    ['2277', 'pairs'],
    ['4774', 'few'],
    ['900090', 'few'],
    ['2580', 'keypad'],
    ['1478', 'keypad'],
    ['147258', 'keypad'],
    ['951753', 'keypad'],
    ['12369874', 'keypad'],
    ['1066', 'common'],
    ['90210', 'common'],
    ['8675309', 'common'],
    ['1235', 'keypad'],
    ['1238', undefined],
    ['1472', undefined],
    ['25801', undefined],
    ['2591', undefined],
    ['290571', undefined],
    ['864209', undefined],
  ])('%s is %s', (digits, why) => {
    expect(pinWeakness(pin(digits))).toBe(why);
  });

  test('and its offset lead to the base, whatever the PIN', () => {
    const base = baseOf(pin('908172'), '351999');
    expect(String.fromCharCode(...base)).toBe('259061');
    for (const digits of ['908172', '000001', '999999']) {
      expect(baseOf(pin(digits), offsetFor(base, pin(digits)))).toEqual(base);
    }
  });

  test('has offsets of every digit about equally often', () => {
    const counts = new Array<number>(10).fill(0);
    for (const digit of Array.from({ length: 500 }, () => drawOffset(8)).join(''))
      counts[Number(digit)]!++;
    // 400 each expected, standard deviation 19: six of them.
    for (const count of counts) expect(Math.abs(count - 400)).toBeLessThan(115);
  });
});

describe('choosing the first PIN', () => {
  test('refuses weak ones, unequal ones and another length, and writes nothing', async () => {
    const vault = await boot();
    const known = await drawn();
    await scanFirst(vault, known);
    const choose = (chosen: string, confirmed: string) =>
      vault.createPin(pin(chosen), pin(confirmed), known.account());
    await expect(choose('1111', '1111')).rejects.toEqual(code('PIN_WEAK'));
    await expect(choose(PIN, '2592')).rejects.toEqual(code('PIN_DISAGREES'));
    await expect(choose('25901', '25901')).rejects.toEqual(code('WRONG_STATE'));
    expect(await vault.snapshot()).toMatchObject({ accounts: [], pending: { id: known.id } });
    expect(await vault.snapshot()).not.toHaveProperty('pin');
    await choose(PIN, PIN);
    expect((await vault.snapshot()).pin).toEqual({ length: 4 });
  });

  test('is not possible where a PIN guards other accounts', async () => {
    const { vault } = await withAccount();
    const other = await drawn('T-2');
    await scanFirst(vault, other);
    await expect(vault.createPin(pin(PIN), pin(PIN), other.account())).rejects.toEqual(
      code('WRONG_STATE'),
    );
  });

  test('goes on with the same PIN where it was stored and its account was not', async () => {
    const { vault, known } = await withAccount();
    await vault.removeAccount(known.id);
    const next = await drawn('T-2');
    await scanFirst(vault, next);
    const [other] = await slips(vault, false, 1);
    await expect(vault.createPin(pin(other!), pin(other!), next.account())).rejects.toEqual(
      code('PIN_WRONG'),
    );
    const unlocked = await vault.createPin(pin(PIN), pin(PIN), next.account());
    expect(await givesRightCode(unlocked, next)).toBe(true);
  });

  test('needs a pending activation', async () => {
    const vault = await boot();
    const known = await drawn();
    await expect(vault.createPin(pin(PIN), pin(PIN), known.account())).rejects.toEqual(
      code('UNKNOWN_ACTIVATION'),
    );
  });
});

describe('wrong PINs', () => {
  test('wait 30 seconds from the fifth, twice as long each time, an hour at most', () => {
    const seconds = Array.from({ length: 16 }, (_, wrong) => waitAfter(wrong) / 1000);
    expect(seconds).toEqual([
      0, 0, 0, 0, 0, 30, 60, 120, 240, 480, 960, 1920, 3600, 3600, 3600, 3600,
    ]);
    expect(waitAfter(100_000)).toBe(3_600_000);
  });

  test('say how many are left, then how long to wait, over restarts and in all tabs', async () => {
    const { vault } = await withAccount();
    const wrong = await slips(vault, false, 8);
    const outcomes = [];
    for (const digits of wrong.slice(0, 5)) outcomes.push(await refused(vault.unlock(pin(digits))));
    const until = clock.now + 30_000;
    expect(outcomes).toEqual([
      { code: 'PIN_WRONG', left: 4, until: 0 },
      { code: 'PIN_WRONG', left: 3, until: 0 },
      { code: 'PIN_WRONG', left: 2, until: 0 },
      { code: 'PIN_WRONG', left: 1, until: 0 },
      { code: 'PIN_WAIT', left: 0, until },
    ]);
    const tab = await boot();
    expect(await refused(tab.unlock(pin(PIN)))).toEqual({ code: 'PIN_WAIT', left: 0, until });
    vault.close();
    reboot();
    const again = await boot();
    expect((await again.snapshot()).attempts).toEqual({ wrong: 5, notBefore: until });
    clock.now = until;
    expect(await refused(again.unlock(pin(wrong[5]!)))).toMatchObject({ until: until + 60_000 });
  });

  test('are halveWrong by a right one', async () => {
    const { vault } = await withAccount();
    const wrong = await slips(vault, false, 7);
    for (const digits of wrong) {
      clock.now += 3_600_000;
      await refused(vault.unlock(pin(digits)));
    }
    clock.now += 3_600_000;
    (await vault.unlock(pin(PIN))).lock();
    expect((await vault.snapshot()).attempts).toEqual({ wrong: 3, notBefore: 0 });
    (await vault.unlock(pin(PIN))).lock();
    (await vault.unlock(pin(PIN))).lock();
    expect((await vault.snapshot()).attempts).toEqual({ wrong: 0, notBefore: 0 });
  });

  test('wait no longer when the clock was set back, and no less either', async () => {
    const { vault } = await withAccount();
    for (const digits of await slips(vault, false, 5)) await refused(vault.unlock(pin(digits)));
    clock.now -= 365 * 24 * 3_600_000;
    expect(await refused(vault.unlock(pin(PIN)))).toMatchObject({ until: clock.now + 30_000 });
    clock.now += 29_999;
    expect(await refused(vault.unlock(pin(PIN)))).toMatchObject({ code: 'PIN_WAIT' });
    clock.now += 1;
    (await vault.unlock(pin(PIN))).lock();
  });

  test('are counted before they are tried', async () => {
    const { vault } = await withAccount();
    const order: string[] = [];
    const derive = crypto.subtle.deriveBits.bind(crypto.subtle);
    crypto.subtle.deriveBits = (...args) => {
      if ((args[0] as { name: string }).name === 'PBKDF2') order.push('derived');
      return derive(...args);
    };
    record(
      (store, _, [row]) =>
        store === 'attempts' && order.push(`wrong: ${(row as { wrong: number }).wrong}`),
    );
    try {
      (await vault.unlock(pin(PIN))).lock();
    } finally {
      record(undefined);
      Reflect.deleteProperty(crypto.subtle, 'deriveBits');
    }
    expect(order).toEqual(['wrong: 1', 'derived', 'wrong: 0']);
  });

  test('of another length are not tried at all', async () => {
    const { vault } = await withAccount();
    await expect(vault.unlock(pin('25901'))).rejects.toEqual(code('WRONG_STATE'));
    expect((await vault.snapshot()).attempts.wrong).toBe(0);
  });

  test('never erase anything, unless the configuration says so', async () => {
    const { vault, known } = await withAccount();
    const wrong = await slips(vault, false, 3);
    for (let n = 0; n < 30; n++) {
      clock.now += 3_600_000;
      await refused(vault.unlock(pin(wrong[n % 3]!)));
    }
    clock.now += 3_600_000;
    expect(await givesRightCode(await vault.unlock(pin(PIN)), known)).toBe(true);
  });

  test('erase everything at the configured number', async () => {
    const { vault, known } = await withAccount();
    const wrong = await slips(vault, false, 3);
    vault.close();
    const strict = await boot({ wipeAfter: 3 });
    const opened = await strict.unlock(pin(PIN));
    await refused(strict.unlock(pin(wrong[0]!)));
    await refused(strict.unlock(pin(wrong[1]!)));
    expect((await strict.snapshot()).accounts).toHaveLength(1);
    await expect(strict.unlock(pin(wrong[2]!))).rejects.toEqual(code('VAULT_ERASED'));
    const after = await strict.snapshot();
    expect(after).toMatchObject({ accounts: [], biometrics: false, attempts: { wrong: 0 } });
    expect(after).not.toHaveProperty('pin');
    await expect(opened.otp(known.id)).rejects.toEqual(code('UNKNOWN_ACCOUNT'));
  });
});

describe('changing the PIN', () => {
  test('writes a new offset alone; the old PIN is wrong, the codes are the same', async () => {
    const { vault, known } = await withAccount();
    const proof = await twoEntries(vault);
    const writes: string[] = [];
    record((store, operation, [, key]) => writes.push(`${operation} ${store}/${String(key)}`));
    const changed = await vault.changePin(proof, pin('9163'), pin('9163'));
    record(undefined);
    expect(writes).toEqual(['put keys/pin', 'put keys/vault']);
    expect(await givesRightCode(changed, known)).toBe(true);
    expect(await givesRightCode(await vault.unlock(pin('9163')), known)).toBe(true);
    const old = await vault.unlock(pin(PIN)).catch(() => undefined);
    expect(old && (await givesRightCode(old, known))).not.toBe(true);
  });

  test('keeps picture and base: accounts sealed before and after open together', async () => {
    const { vault, known } = await withAccount();
    const before = await vault.unlock(pin(PIN));
    await vault.changePin(await twoEntries(vault), pin('9163'), pin('9163'));
    const further = await drawn('T-2');
    await sealFurther(vault, further, undefined, '9163');
    const after = await vault.unlock(pin('9163'));
    expect(after.picture).toBe(before.picture);
    expect(await givesRightCode(after, known)).toBe(true);
    expect(await givesRightCode(after, further)).toBe(true);
  });

  test('refuses weak and unequal ones, and a proof that is locked', async () => {
    const { vault } = await withAccount();
    const proof = await twoEntries(vault);
    await expect(vault.changePin(proof, pin('3333'), pin('3333'))).rejects.toEqual(
      code('PIN_WEAK'),
    );
    await expect(vault.changePin(proof, pin('9163'), pin('9164'))).rejects.toEqual(
      code('PIN_DISAGREES'),
    );
    const first = await vault.unlock(pin(PIN));
    const second = await vault.unlock(pin(PIN));
    const ended = await vault.confirmPin({ first, second, pictureConfirmed: true });
    first.lock();
    await expect(vault.changePin(ended, pin('9163'), pin('9163'))).rejects.toEqual(code('LOCKED'));
    await forgive(vault);
    (await vault.unlock(pin(PIN))).lock();
  });
});

describe('erasing', () => {
  test('ends everything, sessions in other tabs included; a new vault can begin', async () => {
    const { vault, known } = await withAccount();
    const tab = await boot();
    const session = await tab.unlock(pin(PIN));
    const proof = await twoEntries(tab);
    await vault.erase();
    expect(await tab.snapshot()).toMatchObject({ accounts: [], biometrics: false });
    await expect(session.otp(known.id)).rejects.toEqual(code('UNKNOWN_ACCOUNT'));
    const next = await drawn('T-2');
    await scanFirst(tab, next);
    await expect(tab.sealAccount(proof, next.account())).rejects.toEqual(code('LOCKED'));
    await expect(tab.changePin(proof, pin('9163'), pin('9163'))).rejects.toEqual(
      code('WRONG_STATE'),
    );
    const unlocked = await tab.createPin(pin('7351'), pin('7351'), next.account());
    expect(await givesRightCode(unlocked, next)).toBe(true);
    await expect(tab.enableBiometrics(proof)).rejects.toEqual(code('LOCKED'));
  });
});

async function refused(entry: Promise<unknown>): Promise<unknown> {
  const thrown: unknown = await entry.then(
    () => undefined,
    (error: unknown) => error,
  );
  return thrown instanceof PinError
    ? { code: thrown.code, left: thrown.left, until: thrown.until }
    : thrown;
}
