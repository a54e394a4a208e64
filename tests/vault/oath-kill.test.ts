/** Other servers’ accounts, killed at every write: nothing is half there or counted twice. */
import { beforeEach, describe, expect, test } from 'vitest';

import { toHex } from '../../src/core/codec/bytes.ts';
import type { OathEntry } from '../../src/core/oath-entry.ts';
import { pin } from '../../src/vault/pin.ts';
import type { OathRow } from '../../src/vault/schema.ts';
import type { ConfirmedPin, Vault } from '../../src/vault/types.ts';
import { share } from '../chance.ts';
import type { Activation } from './activation-fixtures.ts';
import { givesRightCode } from './activation-fixtures.ts';
import { boot, killedAt, record, reset } from './fake-device.ts';
import { entry, hasKeyOf, hiddenKey, letterKey, plainKey } from './oath-fixtures.ts';
import { readRows } from './raw-rows.ts';
import { code, PIN, twoEntries, withAccount } from './scenarios.ts';

beforeEach(reset);

interface Scene {
  readonly vault: Vault;
  readonly known?: Activation;
  readonly by?: ConfirmedPin;
}

/** Brought in by every case; the labels tell them apart. */
const ENTRIES = [
  entry({ label: 'bytes', secret: hiddenKey() }),
  entry({ label: 'letters', secret: letterKey() }),
  entry({ label: 'words', secret: plainKey() }),
  entry({ label: 'counted', type: 'hotp', counter: 7 }),
];

const fresh = (entries: readonly OathEntry[] = ENTRIES): readonly OathEntry[] =>
  entries.map((each) => ({ ...each, secret: each.secret.slice() }));

/** All that a person could tell apart; ids differ from run to run. */
async function look(vault: Vault): Promise<object> {
  const { accounts, damaged, pin: chosen, others, settings } = await vault.snapshot();
  const codes = await Promise.all(
    accounts.map(({ id }) => vault.activationCode(id).catch(() => 'none')),
  );
  const shown = accounts.map((account, i) => ({
    ...account,
    id: 'any',
    issuerKey: 'any',
    code: codes[i],
  }));
  return {
    accounts: shown,
    damaged,
    chosen,
    others,
    settings,
  };
}

/** Every account gives right codes, and each key has one ciphertext, whoever was killed. */
async function expectRightKeys(vault: Vault, { known }: Scene): Promise<void> {
  const { accounts, pin: chosen } = await vault.snapshot();
  if (!chosen) return;
  const opened = await vault.unlock(pin(PIN));
  for (const { kind, id, label } of accounts) {
    const right =
      kind === 'issuer'
        ? await givesRightCode(opened, known!)
        : await hasKeyOf(
            opened,
            id,
            ENTRIES.find((each) => each.label === label)!,
          );
    expect(right, label).toBe(true);
  }
}

interface Case {
  prepare(): Promise<Scene>;
  act(scene: Scene): Promise<unknown>;
  /** Does it again from the start, as a person would. */
  again(vault: Vault): Promise<unknown>;
  /** Parts of states between old and new that are allowed. */
  readonly between?: readonly object[];
}

/** Returns how many moments there were. */
async function everyMoment({ prepare, act, again, between = [] }: Case): Promise<number> {
  reset();
  const untouched = await prepare();
  const before = await look(untouched.vault);
  await act(untouched);
  const after = await look(untouched.vault);
  expect(after).not.toEqual(before);
  for (let n = 1; ; n++) {
    reset();
    const written = new Set<string>();
    record((store, _, [row]) => {
      const { kind, secret } = row as Partial<OathRow>;
      if (store === 'accounts' && kind && secret) written.add(toHex(secret.bytes));
    });
    const scene = await prepare();
    const killed = await killedAt(n, () => act(scene));
    const vault = await boot();
    const found = await look(vault);
    const allowed = [
      before,
      after,
      ...between.map((part) => expect.objectContaining(part) as object),
    ];
    expect(allowed, `killed at moment ${String(n)}`).toContainEqual(found);
    await expectRightKeys(vault, scene);
    await again(vault);
    expect(await look(vault)).toEqual(after);
    await expectRightKeys(vault, scene);
    record(undefined);
    // Written before, after and in aborted transactions: three keys under the PIN, three texts.
    expect(written.size).toBe(3);
    vault.close();
    if (!killed) return n - 1;
    expect(n).toBeLessThan(100);
  }
}

async function besideIssuer(): Promise<Scene> {
  const { vault, known } = await withAccount();
  return { vault, known, by: await twoEntries(vault) };
}

async function broughtIn(): Promise<Scene> {
  const scene = await besideIssuer();
  await scene.vault.sealOath(scene.by!, fresh());
  return scene;
}

const idsOf = async (vault: Vault, ...labels: string[]): Promise<string[]> =>
  (await vault.snapshot()).accounts
    .filter(({ label }) => labels.includes(label))
    .map(({ id }) => id);

describe('killed at any moment of', () => {
  test('bringing accounts in: all of them are there or none', async () => {
    const moments = await everyMoment({
      prepare: besideIssuer,
      act: ({ vault, by }) => vault.sealOath(by!, fresh()),
      again: async (vault) => vault.sealOath(await twoEntries(vault), fresh()),
    });
    expect(moments).toBeGreaterThan(6);
  });

  test('a first PIN and bringing accounts in under it', async () => {
    const both = async (vault: Vault): Promise<unknown> => {
      const first = await vault.beginPin(pin(PIN), pin(PIN));
      return vault.sealOath(await vault.confirmPin({ first }), fresh());
    };
    const moments = await everyMoment({
      prepare: async () => ({ vault: await boot() }),
      act: ({ vault }) => both(vault),
      again: async (vault) => {
        const { accounts } = await vault.snapshot();
        if (accounts.length === 0) return both(vault);
        return vault.sealOath(await twoEntries(vault), fresh());
      },
      between: [{ accounts: [], chosen: { length: 4 }, settings: { 'picture-due': true } }],
    });
    expect(moments).toBeGreaterThan(10);
  });

  test('bringing in a larger counter', async () => {
    const larger = () => fresh([{ ...ENTRIES[3]!, counter: 20 }]);
    await everyMoment({
      prepare: broughtIn,
      act: ({ vault, by }) => vault.sealOath(by!, larger()),
      again: async (vault) => vault.sealOath(await twoEntries(vault), larger()),
    });
  });

  test('removing one account, and several', async () => {
    // Each account and its ledger, the counter, the head and the commit.
    const cases = [
      [['counted'], 5],
      [['letters', 'words', 'counted'], 9],
      [ENTRIES.map(({ label }) => label), 11],
    ] as const;
    for (const [labels, expected] of share(cases, cases.length)) {
      const remove = async (vault: Vault): Promise<void> =>
        vault.removeAccounts(await idsOf(vault, ...labels));
      const act = ({ vault }: Scene) => remove(vault);
      expect(await everyMoment({ prepare: broughtIn, act, again: remove })).toBe(expected);
    }
  });

  test('renaming and ordering', async () => {
    const rename = async (vault: Vault): Promise<void> =>
      vault.rename((await idsOf(vault, 'words'))[0]!, 'Mine');
    const order = async (vault: Vault): Promise<void> =>
      vault.reorder(await idsOf(vault, 'counted'));
    for (const change of [rename, order])
      await everyMoment({ prepare: broughtIn, act: ({ vault }) => change(vault), again: change });
  });

  test('a change of PIN and erasing: that there are such accounts is not forgotten', async () => {
    for (let n = 1; ; n++) {
      reset();
      const { vault, by } = await broughtIn();
      const killed = await killedAt(n, () => vault.changePin(by!, pin('9163'), pin('9163')));
      const again = await boot();
      expect((await again.snapshot()).others).toBe('added');
      const [id] = await idsOf(again, 'letters');
      const right = [];
      for (const digits of [PIN, '9163']) {
        // The other one may pass the check, and then opens to another key.
        const opened = await again.unlock(pin(digits)).catch(() => undefined);
        right.push(opened !== undefined && (await hasKeyOf(opened, id!, ENTRIES[1]!)));
      }
      expect(right).toContain(true);
      if (!killed) break;
    }
    for (let n = 1; ; n++) {
      reset();
      const { vault } = await broughtIn();
      const killed = await killedAt(n, () => vault.erase());
      const again = await boot();
      const { accounts, others } = await again.snapshot();
      expect(others).toBe(accounts.length > 0 ? 'added' : 'erased');
      if (!killed) break;
    }
  });

  test('accepting and discarding an account that waits for its page', async () => {
    const waiting = { ...ENTRIES[0]!, serial: 'PIPU0001', shown: 'RZQMZN2WKJMVGRKDKJKA' };
    const rest = fresh().slice(1);
    const prepare = async (): Promise<Scene> => {
      const scene = await besideIssuer();
      await scene.vault.sealOath(scene.by!, rest);
      await scene.vault.sealWaitingOath(scene.by!, { ...waiting, secret: waiting.secret.slice() });
      return scene;
    };
    const accept = async (vault: Vault): Promise<void> =>
      vault.acceptAccount((await idsOf(vault, 'bytes'))[0]!);
    const discard = async (vault: Vault): Promise<void> => {
      const [id] = await idsOf(vault, 'bytes');
      if (id !== undefined) await vault.discardAccount(id);
    };
    for (const change of [accept, discard])
      await everyMoment({ prepare, act: ({ vault }) => change(vault), again: change });
  });

  test('sealing an account that waits: its text is there with it', async () => {
    const waiting = { ...ENTRIES[0]!, shown: 'RZQMZN2WKJMVGRKDKJKA' };
    const seal = (vault: Vault, by: ConfirmedPin): Promise<unknown> =>
      vault.sealWaitingOath(by, { ...waiting, secret: waiting.secret.slice() });
    await everyMoment({
      prepare: async () => {
        const scene = await besideIssuer();
        await scene.vault.sealOath(scene.by!, fresh().slice(1));
        return scene;
      },
      act: ({ vault, by }) => seal(vault, by!),
      again: async (vault) => seal(vault, await twoEntries(vault)),
    });
  });

  test('a tap for the next code: no number is used twice, and the code has one of its own', async () => {
    for (let n = 1; ; n++) {
      reset();
      const { vault } = await broughtIn();
      const [id] = await idsOf(vault, 'counted');
      const used = [await vault.nextCounter(id!)];
      const killed = await killedAt(n, async () => used.push(await vault.nextCounter(id!)));
      const again = await boot();
      const shown = await again.shownCounter(id!);
      expect(used).toContain(killed && shown! > used.at(-1)! ? shown! - 1 : shown);
      used.push(await again.nextCounter(id!), await again.nextCounter(id!));
      expect(new Set(used).size).toBe(used.length);
      expect(used).toEqual([...used].sort((a, b) => a - b));
      if (!killed) {
        expect([used, n]).toEqual([[7, 8, 9, 10], 5]);
        break;
      }
    }
  });
});

test('a counter cannot be set, ends at its largest, and needs its row', async () => {
  const { vault } = await broughtIn();
  const [id] = await idsOf(vault, 'counted');
  await expect(vault.setSetting(`counter/${id!}`, 1)).rejects.toEqual(code('WRONG_STATE'));
  await expect(vault.setSetting('clock/others', 1)).rejects.toEqual(code('WRONG_STATE'));
  const last = [{ ...ENTRIES[3]!, counter: Number.MAX_SAFE_INTEGER }];
  await vault.sealOath(await twoEntries(vault), fresh(last));
  await expect(vault.nextCounter(id!)).rejects.toEqual(code('OUT_OF_RANGE'));
  const [bytes] = await idsOf(vault, 'bytes');
  await expect(vault.nextCounter(bytes!)).rejects.toEqual(code('UNKNOWN_ACCOUNT'));
  await expect(vault.setSetting(`shown/${id!}`, 1)).rejects.toEqual(code('WRONG_STATE'));
});

test('what is shown again was made on this phone: never what a counter that was brought in says', async () => {
  const { vault } = await broughtIn();
  const [id] = await idsOf(vault, 'counted');
  const again = async () => {
    const { accounts } = await vault.snapshot();
    const account = accounts.find((each) => each.id === id);
    const isOffered = account?.kind === 'oath' && account.showsAgain === true;
    const counter = await vault.shownCounter(id!);
    expect(isOffered).toBe(counter !== undefined);
    return counter;
  };
  expect(await again()).toBe(undefined);
  expect([await vault.nextCounter(id!), await again()]).toEqual([7, 7]);
  const raise = async (counter: number) =>
    vault.sealOath(await twoEntries(vault), fresh([{ ...ENTRIES[3]!, counter }]));
  await raise(5);
  expect(await again()).toBe(7);
  await raise(20);
  expect(await again()).toBe(undefined);
  expect([await vault.nextCounter(id!), await again()]).toEqual([20, 20]);
  await vault.removeAccount(id!);
  const rows = await readRows();
  expect(Object.keys(rows.settings).filter((name) => name.includes(id!))).toEqual([]);
});
