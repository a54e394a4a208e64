/** Killed at every write and commit: the vault is the old or the new one. */
import { beforeEach, describe, expect, test } from 'vitest';

import { issuerAccounts } from '../../src/core/account.ts';
import { sha256 } from '../../src/protocol/hmac.ts';
import { pin } from '../../src/vault/pin.ts';
import type { ConfirmedPin, Unlocked, Vault } from '../../src/vault/types.ts';
import type { Activation } from './activation-fixtures.ts';
import { authenticator, drawn, givesRightCode, scanFirst } from './activation-fixtures.ts';
import { boot, clock, killedAt, reboot, reset } from './fake-device.ts';
import { PIN, sealFurther, slips, twoEntries, withAccount } from './scenarios.ts';

beforeEach(reset);

/** A change, from what is there before to what is there after. */
interface Case<T> {
  /** What is there before; `pins` are the PINs that may be valid afterwards. */
  prepare(): Promise<{ vault: Vault; accounts: readonly Activation[] } & T>;
  act(scene: { vault: Vault; accounts: readonly Activation[] } & T): Promise<unknown>;
  readonly pins?: readonly string[];
  /** States between old and new that are allowed, each whole in itself. */
  readonly between?: readonly object[];
  /** Goes on after the kill: the new state must be reachable. */
  resume?(vault: Vault, scene: { accounts: readonly Activation[] } & T): Promise<unknown>;
}

/** All that a person could tell apart. */
async function look(vault: Vault): Promise<object> {
  const { accounts, pending, ...rest } = await vault.snapshot();
  return {
    ...rest,
    requests: (await vault.requests()).map(({ requestId, decision, answer, message }) => ({
      requestId,
      decision,
      answer,
      isOpen: message !== undefined,
    })),
    earlier: (await vault.history.list()).map(({ title, decision }) => ({ title, decision })),
    pending: pending?.id,
    accounts: issuerAccounts(accounts).map(
      ({ id, state, position, replaces, ownName, clockOffset }) => ({
        id,
        state,
        position,
        replaces,
        ownName,
        clockOffset,
      }),
    ),
    codes: await Promise.all(
      accounts.map(({ id }) => vault.activationCode(id).catch(() => 'none')),
    ),
  };
}

async function opens(vault: Vault, pins: readonly string[]): Promise<Unlocked | undefined> {
  for (const digits of pins) {
    const opened = await vault.unlock(pin(digits)).catch(() => undefined);
    if (opened) return opened;
  }
  return undefined;
}

/** Every account gives right codes under one of the PINs. */
async function expectRightCodes(
  vault: Vault,
  accounts: readonly Activation[],
  pins: readonly string[],
): Promise<void> {
  const kept = (await vault.snapshot()).accounts.map(({ id }) => id);
  expect(kept.every((id) => accounts.some((known) => known.id === id))).toBe(true);
  const verdicts = [];
  for (const digits of pins) {
    const opened = await opens(vault, [digits]);
    if (!opened) continue;
    const right = await Promise.all(
      accounts.filter(({ id }) => kept.includes(id)).map((known) => givesRightCode(opened, known)),
    );
    verdicts.push(right.every(Boolean));
  }
  expect(verdicts.includes(true) || kept.length === 0).toBe(true);
}

async function everyMoment<T>(subject: Case<T>): Promise<number> {
  reset();
  const pins = subject.pins ?? [PIN];
  const untouched = await subject.prepare();
  const before = await look(untouched.vault);
  await subject.act(untouched);
  const after = await look(untouched.vault);
  expect(after).not.toEqual(before);
  const blur = blurred(untouched.accounts);
  for (let n = 1; ; n++) {
    reset();
    const scene = await subject.prepare();
    const killed = await killedAt(n, () => subject.act(scene));
    const again = await boot();
    const sharp = blurred(scene.accounts);
    const found = sharp(await look(again));
    const whole = [before, after, ...(subject.between ?? [])].map((state) => blur(state));
    expect(whole, `killed at moment ${String(n)}`).toContainEqual(found);
    await expectRightCodes(again, scene.accounts, pins);
    if (subject.resume && JSON.stringify(found) !== JSON.stringify(blur(after))) {
      await subject.resume(again, scene);
      expect(sharp(await look(again))).toEqual(blur(after));
      await expectRightCodes(again, scene.accounts, pins);
    }
    again.close();
    if (!killed) return n - 1;
    expect(n).toBeLessThan(100);
  }
}

/** Ids differ from run to run: the same state with the accounts' numbers in their place. */
function blurred(accounts: readonly Activation[]): (state: object) => unknown {
  return (state) => {
    let text = JSON.stringify(state);
    accounts.forEach(({ id }, i) => (text = text.replaceAll(id, `account ${String(i)}`)));
    // Entering the PIN to confirm it is counted: no part of the change.
    return { ...(JSON.parse(text) as object), attempts: 'any' };
  };
}

const firstAccount = async () => {
  const vault = await boot();
  const known = await drawn();
  await scanFirst(vault, known);
  return { vault, accounts: [known] };
};

const oneAccount = async () => {
  const { vault, known } = await withAccount();
  return { vault, accounts: [known] };
};

const proven = async () => {
  const { vault, accounts } = await oneAccount();
  return { vault, accounts, proof: await twoEntries(vault) };
};

/** One account that is asked for something; earlier answers are kept. */
const asked = async () => {
  const { vault, accounts } = await oneAccount();
  await vault.history.turn(true);
  const request = {
    accountId: accounts[0]!.id,
    requestId: new Uint8Array(8).fill(7),
    message: new Uint8Array(90).fill(7),
    expiresAt: Math.floor(clock.now / 1000) + 300,
    subject: { kind: 'login', title: 'Log in to Time sheets' },
  } as const;
  await vault.keepRequest(request);
  return { vault, accounts, request };
};
type Scene = Awaited<ReturnType<typeof asked>>;

describe('killed at any moment of', () => {
  test('the first image', async () => {
    const moments = await everyMoment({
      prepare: async () => ({ vault: await boot(), accounts: [await drawn()] }),
      act: ({ vault, accounts }) => scanFirst(vault, accounts[0]!),
      resume: (vault, { accounts }) => scanFirst(vault, accounts[0]!),
    });
    expect(moments).toBe(3);
  });

  test('dropping what is pending for more than a day: it is told, or still there', async () => {
    const moments = await everyMoment({
      async prepare() {
        const scene = await firstAccount();
        clock.now += 24 * 3_600_000 + 1;
        return scene;
      },
      act: ({ vault }) => vault.dropExpired(),
    });
    expect(moments).toBeGreaterThan(0);
  });

  test('choosing the first PIN and sealing the first account', async () => {
    const moments = await everyMoment({
      prepare: firstAccount,
      act: ({ vault, accounts }) => vault.createPin(pin(PIN), pin(PIN), accounts[0]!.account()),
      // The PIN is stored before any secret is encrypted under it: docs/vault.md, rule 1.
      between: [
        {
          biometrics: false,
          settings: { 'picture-due': true },
          damaged: [],
          accounts: [],
          codes: [],
          requests: [],
          earlier: [],
          pin: { length: 4 },
          pending: 'account 0',
        },
      ],
      resume: (vault, { accounts }) => vault.createPin(pin(PIN), pin(PIN), accounts[0]!.account()),
    });
    expect(moments).toBeGreaterThan(8);
  });

  test('sealing a further account', async () => {
    await everyMoment({
      prepare: async () => {
        const { vault, accounts } = await oneAccount();
        const further = await drawn('T-2');
        await scanFirst(vault, further);
        return { vault, accounts: [...accounts, further], proof: await twoEntries(vault) };
      },
      act: ({ vault, accounts, proof }) => vault.sealAccount(proof, accounts[1]!.account()),
      resume: async (vault, { accounts }) =>
        vault.sealAccount(await twoEntries(vault), accounts[1]!.account()),
    });
  });

  test('a reactivation that the page accepted', async () => {
    const moments = await everyMoment({
      prepare: async () => {
        const { vault, accounts } = await oneAccount();
        const renewed = await drawn('T-1', 'T-1');
        await sealFurther(vault, renewed, accounts[0]!.id);
        await vault.rename(renewed.id, 'Household');
        return { vault, accounts: [...accounts, renewed] };
      },
      act: ({ vault, accounts }) => vault.acceptAccount(accounts[1]!.id),
      resume: (vault, { accounts }) => vault.acceptAccount(accounts[1]!.id),
    });
    expect(moments).toBeGreaterThan(3);
  });

  test('a reactivation that the page refused', async () => {
    await everyMoment({
      prepare: async () => {
        const { vault, accounts } = await oneAccount();
        const renewed = await drawn('T-1', 'T-1');
        await sealFurther(vault, renewed, accounts[0]!.id);
        return { vault, accounts: [...accounts, renewed] };
      },
      act: ({ vault, accounts }) => vault.discardAccount(accounts[1]!.id),
      resume: (vault, { accounts }) => vault.discardAccount(accounts[1]!.id),
    });
  });

  test('a change of PIN: the old one opens, or the new one', async () => {
    for (let n = 1; ; n++) {
      reset();
      const { vault, accounts, proof } = await proven();
      const killed = await killedAt(n, () => vault.changePin(proof, pin('9163'), pin('9163')));
      const again = await boot();
      await expectRightCodes(again, accounts, [PIN, '9163']);
      if (!killed) break;
    }
  });

  test('turning biometrics on and off', async () => {
    const biometrics = authenticator();
    const prepare = async () => {
      const { vault, known } = await withAccount({ biometrics });
      return { vault, accounts: [known], proof: await twoEntries(vault) };
    };
    const on = await everyMoment({
      prepare,
      act: ({ vault, proof }: { vault: Vault; proof: ConfirmedPin }) =>
        vault.enableBiometrics(proof),
    });
    const off = await everyMoment({
      prepare: async () => {
        const scene = await prepare();
        await scene.vault.enableBiometrics(scene.proof);
        return scene;
      },
      act: ({ vault }) => vault.disableBiometrics(),
    });
    expect([on, off]).toEqual([3, 3]);
  });

  test.each([
    ['removing', (vault: Vault, id: string) => vault.removeAccount(id)],
    ['renaming', (vault: Vault, id: string) => vault.rename(id, 'Household')],
    ['correcting the clock of', (vault: Vault, id: string) => vault.setClockOffset(id, 99)],
  ])('%s an account', async (_, change) => {
    await everyMoment({
      prepare: oneAccount,
      act: ({ vault, accounts }) => change(vault, accounts[0]!.id),
      resume: (vault, { accounts }) => change(vault, accounts[0]!.id),
    });
  });

  test('reordering accounts', async () => {
    await everyMoment({
      prepare: async () => {
        const { vault, accounts } = await oneAccount();
        const further = await drawn('T-2');
        await sealFurther(vault, further);
        return { vault, accounts: [...accounts, further] };
      },
      act: ({ vault, accounts }) => vault.reorder([accounts[1]!.id, accounts[0]!.id]),
    });
  });

  test.each(['approved', 'denied'] as const)(
    'an answer: %s, its record and its place among the earlier ones are there together',
    async (decision) => {
      const moments = await everyMoment({
        prepare: asked,
        act: ({ vault, request }) => vault.answerRequest(request, decision),
        resume: (vault, { request }) => vault.answerRequest(request, decision),
      });
      expect(moments).toBeGreaterThan(2);
    },
  );

  test('an approval that is leaving, given, or taken back', async () => {
    const record = (vault: Vault, { request }: Scene, state: 'leaving' | 'given') =>
      sha256(request.message).then((hash) =>
        vault.answers.record({ ...request, hash, state, at: request.expiresAt }),
      );
    const prepare = async () => {
      const scene = await asked();
      await record(scene.vault, scene, 'leaving');
      return scene;
    };
    const moments = [
      await everyMoment({
        prepare: asked,
        act: (scene) => record(scene.vault, scene, 'leaving'),
        resume: (vault, scene) => record(vault, scene, 'leaving'),
      }),
      await everyMoment({
        prepare,
        act: (scene) => record(scene.vault, scene, 'given'),
        resume: (vault, scene) => record(vault, scene, 'given'),
      }),
      await everyMoment({
        prepare,
        act: ({ vault, request }) => vault.answers.withdraw(request.accountId, request.requestId),
        resume: (vault, { request }) =>
          vault.answers.withdraw(request.accountId, request.requestId),
      }),
    ];
    expect(Math.min(...moments)).toBeGreaterThan(1);
  });

  test('switching off what was answered earlier: switch and answers go together', async () => {
    const moments = await everyMoment({
      async prepare() {
        const scene = await asked();
        await scene.vault.answerRequest(scene.request, 'approved');
        return scene;
      },
      act: ({ vault }) => vault.history.turn(false),
      resume: (vault) => vault.history.turn(false),
    });
    expect(moments).toBeGreaterThan(2);
  });

  test('erasing', async () => {
    const moments = await everyMoment({
      prepare: oneAccount,
      act: ({ vault }) => vault.erase(),
      resume: (vault) => vault.erase(),
    });
    expect(moments).toBe(12);
  });

  test('an unlock: a try is never won', async () => {
    for (let n = 1; ; n++) {
      reset();
      const { vault } = await withAccount();
      const [wrong] = await slips(vault, false, 1);
      const killed = await killedAt(n, () => vault.unlock(pin(wrong!)).catch(() => undefined));
      const { attempts } = await (await boot()).snapshot();
      expect(attempts.wrong).toBe(n === 1 ? 0 : 1);
      if (!killed) break;
    }
  });

  test('the very first start', async () => {
    for (let n = 1; ; n++) {
      reset();
      const killed = await killedAt(n, () => boot());
      const { vault, known } = await withAccount();
      expect(await givesRightCode(await vault.unlock(pin(PIN)), known)).toBe(true);
      if (!killed) break;
    }
    clock.now += 1;
    reboot();
  });
});
