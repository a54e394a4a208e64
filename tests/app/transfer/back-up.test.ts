/** A backup run over a real vault: nothing is claimed before a file was opened and compared. */
import { beforeEach, describe, expect, it, vi } from 'vitest';

import type { AuthSession } from '../../../src/app/auth-session.ts';
import { createAuthSession } from '../../../src/app/auth-session.ts';
import { createBackUp } from '../../../src/app/transfer/back-up.ts';
import type { BackUpTasks } from '../../../src/app/transfer/back-up-work.ts';
import { createBackUpWork } from '../../../src/app/transfer/back-up-work.ts';
import { createOfferedAccounts } from '../../../src/app/transfer/offered-accounts.ts';
import type { TransferRun } from '../../../src/app/transfer/transfers.ts';
import { ownBytes } from '../../../src/core/codec/bytes.ts';
import { TesseraError } from '../../../src/core/errors.ts';
import type { Intent } from '../../../src/core/navigation/route-types.ts';
import type { BackUpScreen } from '../../../src/core/transfer/back-up-types.ts';
import type { FileSaving } from '../../../src/platform/save-file.ts';
import { randomBytes } from '../../../src/protocol/random.ts';
import { decryptAge, encryptAge } from '../../../src/transfer/backup/age-file.ts';
import { readContents, writeContents } from '../../../src/transfer/backup/contents.ts';
import { normalisePassphrase } from '../../../src/transfer/backup/passphrase.ts';
import { buffersIn } from '../../../src/transfer/task-messages.ts';
import type { BackupRecord } from '../../../src/vault/backup-record.ts';
import type { Vault } from '../../../src/vault/types.ts';
import { boot, clock, reset } from '../../vault/fake-device.ts';
import { entry, letterKey, plainKey } from '../../vault/oath-fixtures.ts';
import { confirmedSession, twoEntries, withAccount } from '../../vault/scenarios.ts';

type Step = BackUpScreen['step'];

/** As the worker, which takes arrays away, but with hardly any work for a passphrase. */
const TASKS: BackUpTasks = {
  async write(given, passphrase) {
    const contents = structuredClone(given, { transfer: buffersIn(given) });
    const plaintext = writeContents(contents, randomBytes);
    for (const { secret } of contents.accounts) secret.fill(0);
    return encryptAge(plaintext, normalisePassphrase(passphrase), 1);
  },
  async read(given, passphrase) {
    const file = structuredClone(given, { transfer: buffersIn(given) });
    return readContents(await decryptAge(file, normalisePassphrase(passphrase))).entries;
  },
};

interface Stage {
  readonly run: TransferRun<'back-up'>;
  readonly vault: Vault;
  readonly session: AuthSession;
  /** What the person saved, and where they were led. */
  readonly saved: File[];
  readonly left: string[];
  /** What the run asked an authentication for. */
  readonly pursued: Intent[];
  /** The person enters the PIN that the app asks for. */
  readonly enterPin: () => Promise<void>;
  /** Waits for a step. */
  readonly at: (step: Step) => Promise<BackUpScreen>;
}

let vault: Vault;
let ids: readonly string[];

beforeEach(async () => {
  reset();
  ({ vault } = await withAccount());
  ids = await vault.sealOath(await twoEntries(vault), [
    entry({ label: 'bytes' }),
    entry({ label: 'letters', secret: letterKey(), ownName: 'Mine' }),
    entry({ label: 'words', secret: plainKey(), issuer: '' }),
    entry({ label: 'counted', type: 'hotp', counter: 7 }),
    entry({ label: 'steam', type: 'steam' }),
  ]);
});

/** A run that has begun, with a fresh authentication. */
async function begin(
  from: {
    readonly vault?: Vault;
    readonly share?: FileSaving['share'];
    readonly tasks?: Partial<BackUpTasks>;
  } = {},
): Promise<Stage> {
  const used = from.vault ?? vault;
  const session = createAuthSession(used, () => undefined);
  const saved: File[] = [];
  const left: string[] = [];
  const pursued: Intent[] = [];
  let told: () => void = () => undefined;
  const share = from.share ?? ((file: File) => Promise.resolve(saved.push(file) > 0));
  const run = createBackUp(
    {
      vault: used,
      authSession: session,
      now: () => clock.now,
      changed: () => told(),
      leave: (to) => void left.push(to),
      pursue: (intent) => void pursued.push(intent),
      offered: createOfferedAccounts(),
      persist: () => Promise.resolve(),
    },
    {
      work: createBackUpWork({
        vault: used,
        tasks: { ...TASKS, ...from.tasks },
        host: 'auth.example',
        now: () => clock.now,
      }),
      saving: { canShare: () => true, share, download: (file) => saved.push(file) },
    },
  );
  const enterPin = async (): Promise<void> =>
    run.start(session.adopt(await confirmedSession(used)));
  await enterPin();
  const at = (step: Step): Promise<BackUpScreen> =>
    new Promise((resolve, reject) => {
      told = () => {
        const { state } = run;
        if (state.step === step) resolve(state);
        else if (state.step === 'back-up-failed') reject(new Error(state.code));
      };
      told();
    });
  await at('back-up-list');
  return { run, vault: used, session, saved, left, pursued, enterPin, at };
}

/** Writes and saves a file; returns its passphrase. */
async function save({ run, at }: Stage, way: 'share' | 'download' = 'share'): Promise<string> {
  run.act({ type: 'begun' });
  const { passphrase = '' } = await at('back-up-passphrase');
  run.act({ type: 'written-down' });
  run.act({ type: 'passphrase-typed', text: passphrase.split('-')[2]!.toLowerCase() });
  await at('back-up-save');
  run.act({ type: 'save-wanted', way });
  await at('back-up-saved');
  return passphrase;
}

async function open({ run, at }: Stage, file: File): Promise<void> {
  run.act({ type: 'file-given', file });
  await at('back-up-open');
}

function record(from = vault): Promise<BackupRecord | undefined> {
  return from.backupRecord();
}

describe('the way through', () => {
  it('says that it is proven only once the saved file was compared', async () => {
    const stage = await begin();
    expect(await record()).toBeUndefined();
    const passphrase = await save(stage);
    expect(stage.saved.map(({ name }) => name)).toEqual([
      expect.stringMatching(/^tessera-\d{4}-\d\d-\d\d\.age$/),
    ]);
    expect(await record()).toMatchObject({ ids, proven: false });
    await open(stage, stage.saved[0]!);
    expect(await record()).toMatchObject({ proven: false });
    stage.run.act({ type: 'passphrase-typed', text: passphrase });
    expect(await stage.at('back-up-proven')).toMatchObject({ total: 5 });
    expect(await record()).toMatchObject({ ids, proven: true });
    stage.run.back();
    expect(stage.left).toEqual(['menu']);
  });

  it('takes a download and a passphrase of the person’s own', async () => {
    const { run, at, saved } = await begin();
    run.act({ type: 'begun' });
    run.act({ type: 'own-wanted' });
    run.act({ type: 'passphrase-typed', text: 'too short' });
    expect(run.state).toMatchObject({ step: 'back-up-own', short: true });
    run.act({ type: 'passphrase-typed', text: 'every word is another one' });
    run.act({ type: 'passphrase-typed', text: 'every word is another' });
    expect(run.state).toMatchObject({ step: 'back-up-check', own: true, wrong: true });
    run.act({ type: 'passphrase-typed', text: 'every word is another one' });
    await at('back-up-save');
    run.act({ type: 'save-wanted', way: 'download' });
    await at('back-up-saved');
    expect(
      (await TASKS.read(await bytesOf(saved[0]!), 'every word is another one', forever)).length,
    ).toBe(5);
  });

  it('tries a file in a later visit', async () => {
    const first = await begin();
    const passphrase = await save(first);
    first.run.end();
    const later = await begin({ vault: await boot() });
    expect(later.run.state).toMatchObject({ last: { proven: false, ids } });
    later.run.act({ type: 'proof-wanted' });
    await open(later, first.saved[0]!);
    later.run.act({ type: 'passphrase-typed', text: passphrase });
    await later.at('back-up-proven');
    expect(await record()).toMatchObject({ proven: true });
  });

  it('names in the file what has to be activated again', async () => {
    const stage = await begin();
    const passphrase = await save(stage);
    const opened = await decryptAge(await bytesOf(stage.saved[0]!), passphrase);
    const issuer = (await vault.snapshot()).accounts.find(({ kind }) => kind === 'issuer')!;
    const { accounts } = JSON.parse(Buffer.from(opened).toString()) as {
      readonly accounts: readonly [{ readonly items: readonly { readonly title: string }[] }];
    };
    expect(accounts[0].items).toHaveLength(6);
    expect(accounts[0].items[5]!.title).toContain(issuer.issuerName);
    expect(Buffer.from(opened).toString()).not.toContain(issuer.id);
  });
});

describe('what is missing', () => {
  it('is named: an account that came in another tab while the file was on its way', async () => {
    const stage = await begin();
    const passphrase = await save(stage);
    const other = await boot();
    const [added] = await other.sealOath(await twoEntries(other), [entry({ label: 'late' })]);
    await open(stage, stage.saved[0]!);
    stage.run.act({ type: 'passphrase-typed', text: passphrase });
    expect(await stage.at('back-up-missing')).toMatchObject({ ids: [added], total: 6 });
    expect(await record()).toMatchObject({ proven: false });
  });

  it('does not count what was removed, a counter that went on, or another name', async () => {
    const stage = await begin();
    const passphrase = await save(stage);
    const other = await boot();
    await other.removeAccount(ids[0]!);
    await other.rename(ids[1]!, 'Another');
    await other.nextCounter(ids[3]!);
    await open(stage, stage.saved[0]!);
    stage.run.act({ type: 'passphrase-typed', text: passphrase });
    expect(await stage.at('back-up-proven')).toMatchObject({ total: 4 });
    expect(await record()).toMatchObject({ ids: ids.slice(1), proven: true });
  });

  it('is everything, in a file whose accounts have other keys', async () => {
    const stage = await begin();
    const passphrase = await save(stage);
    const other = await boot();
    for (const id of ids) await other.removeAccount(id);
    const again = await other.sealOath(await twoEntries(other), [
      entry({ label: 'bytes' }),
      entry({ label: 'steam', type: 'steam' }),
    ]);
    await open(stage, stage.saved[0]!);
    stage.run.act({ type: 'passphrase-typed', text: passphrase });
    expect(await stage.at('back-up-missing')).toMatchObject({ ids: again, total: 2 });
  });
});

describe('another file', () => {
  it('is refused, and so is a changed one; the right one is taken afterwards', async () => {
    const stage = await begin();
    const passphrase = await save(stage);
    const bytes = await bytesOf(stage.saved[0]!);
    bytes[bytes.length - 1]! ^= 1;
    for (const file of [new File(['other'], 'x'), new File([bytes], 'x'), new File([], 'x')]) {
      stage.run.act({ type: 'file-given', file });
      expect(stage.run.state.step).toBe('back-up-opening');
      expect(await stage.at('back-up-saved')).toMatchObject({ problem: 'BACKUP_DIFFERS' });
    }
    stage.run.act({ type: 'file-given', file: { size: 5e6, arrayBuffer: gone } });
    expect(await stage.at('back-up-saved')).toMatchObject({ problem: 'FILE_TOO_LARGE' });
    stage.run.act({ type: 'file-given', file: { size: 5, arrayBuffer: gone } });
    expect(await stage.at('back-up-saved')).toMatchObject({ problem: 'FILE_DAMAGED' });
    await open(stage, stage.saved[0]!);
    stage.run.act({ type: 'passphrase-typed', text: 'wrong' });
    expect(await stage.at('back-up-open')).toMatchObject({ problem: 'FILE_PASSWORD_WRONG' });
    expect(await record()).toMatchObject({ proven: false });
    stage.run.act({ type: 'passphrase-typed', text: passphrase });
    await stage.at('back-up-proven');
  });

  it('written in another tab is the last one: the first is not proven any more', async () => {
    const first = await begin();
    const passphrase = await save(first);
    await open(first, first.saved[0]!);
    const second = await begin({ vault: await boot() });
    await save(second);
    first.run.act({ type: 'passphrase-typed', text: passphrase });
    expect(await first.at('back-up-saved')).toMatchObject({ problem: 'BACKUP_DIFFERS' });
    expect(await record()).toMatchObject({ proven: false });
  });
});

it('names an account whose key cannot be read, in the list and as missing in the file', async () => {
  const damaged: Vault = {
    ...vault,
    oathEntries: async (unlocked) =>
      (await vault.oathEntries(unlocked)).filter(({ id }) => id !== ids[1]),
  };
  const stage = await begin({ vault: damaged });
  expect(stage.run.state).toMatchObject({ unreadable: [ids[1]] });
  const passphrase = await save(stage);
  const opened = await decryptAge(await bytesOf(stage.saved[0]!), passphrase);
  // Named among those to set up again: its own name beside the issuer's account.
  expect(Buffer.from(opened).toString()).toMatch(/"title":"[^"]*Mine"/);
  await open(stage, stage.saved[0]!);
  stage.run.act({ type: 'passphrase-typed', text: passphrase });
  expect(await stage.at('back-up-missing')).toMatchObject({ ids: [ids[1]], total: 5 });
});

it('takes the file that was proven before, where the last one is not to be found', async () => {
  const stage = await begin();
  const passphrase = await save(stage);
  await open(stage, stage.saved[0]!);
  stage.run.act({ type: 'passphrase-typed', text: passphrase });
  await stage.at('back-up-proven');
  const later = await begin();
  await save(later, 'download');
  await open(later, stage.saved[0]!);
  later.run.act({ type: 'passphrase-typed', text: passphrase });
  await later.at('back-up-proven');
  expect(await record()).toMatchObject({ proven: false, earlier: { ids } });
});

describe('what was not saved', () => {
  it('is not recorded: the sheet was closed, or did not work', async () => {
    let answer: () => Promise<boolean> = async () => false;
    const stage = await begin({ share: () => answer() });
    const { run, at } = stage;
    run.act({ type: 'begun' });
    const { passphrase = '' } = await at('back-up-passphrase');
    run.act({ type: 'written-down' });
    run.act({ type: 'passphrase-typed', text: passphrase.split('-')[2]! });
    await at('back-up-save');
    run.act({ type: 'save-wanted', way: 'share' });
    expect(await at('back-up-save')).toMatchObject({ problem: 'cancelled' });
    answer = () => Promise.reject(new DOMException('', 'NotAllowedError'));
    run.act({ type: 'save-wanted', way: 'share' });
    await at('back-up-saving');
    expect(await at('back-up-save')).toMatchObject({ problem: 'UNEXPECTED' });
    expect(await record()).toBeUndefined();
    run.act({ type: 'save-wanted', way: 'download' });
    await at('back-up-saved');
    expect(await record()).toMatchObject({ proven: false });
  });

  it('begins with the tap itself, as browsers demand', async () => {
    let began = false;
    const share = (): Promise<boolean> => {
      began = true;
      return Promise.resolve(false);
    };
    const { run, at } = await begin({ share });
    run.act({ type: 'begun' });
    const { passphrase = '' } = await at('back-up-passphrase');
    run.act({ type: 'written-down' });
    run.act({ type: 'passphrase-typed', text: passphrase.split('-')[2]! });
    await at('back-up-save');
    run.act({ type: 'save-wanted', way: 'share' });
    expect(began).toBe(true);
  });
});

/** As the app does after 30 seconds out of sight. */
function lock({ session, run }: Stage): void {
  session.lock();
  run.locked();
}

const AGAIN: Intent = { to: 'transfer', purpose: 'back-up' };

describe('after a lock', () => {
  it('the comparison goes on with a fresh authentication, and nothing is typed again', async () => {
    const stage = await begin();
    const passphrase = await save(stage);
    await open(stage, stage.saved[0]!);
    lock(stage);
    expect(stage.pursued).toEqual([]);
    stage.run.act({ type: 'passphrase-typed', text: passphrase });
    await vi.waitFor(() => expect(stage.pursued).toEqual([AGAIN]));
    expect(stage.run.state).toMatchObject({ step: 'back-up-comparing', locked: true });
    expect(await record()).toMatchObject({ proven: false });
    await stage.enterPin();
    expect(stage.run.state).not.toHaveProperty('locked');
    expect(await stage.at('back-up-proven')).toMatchObject({ total: 5 });
    expect(await record()).toMatchObject({ proven: true });
  });

  it('the passphrase is out of sight until the PIN was entered, and stays the same', async () => {
    const stage = await begin();
    const { run, at, pursued } = stage;
    run.act({ type: 'begun' });
    const { passphrase = '' } = await at('back-up-passphrase');
    lock(stage);
    expect(run.state).toMatchObject({ step: 'back-up-passphrase', locked: true });
    expect(JSON.stringify(run.state)).not.toContain(passphrase);
    run.act({ type: 'pin-wanted' });
    await vi.waitFor(() => expect(pursued).toEqual([AGAIN]));
    await stage.enterPin();
    expect(run.state).toMatchObject({ step: 'back-up-passphrase', passphrase });
    expect(run.state).not.toHaveProperty('locked');
  });

  it('the file is written under the passphrase that is on the paper', async () => {
    const stage = await begin();
    const { run, at, pursued, saved } = stage;
    run.act({ type: 'begun' });
    const { passphrase = '' } = await at('back-up-passphrase');
    run.act({ type: 'written-down' });
    lock(stage);
    run.act({ type: 'passphrase-typed', text: passphrase.split('-')[2]! });
    await vi.waitFor(() => expect(pursued).toEqual([AGAIN]));
    expect(run.state).toMatchObject({ step: 'back-up-writing', locked: true });
    await stage.enterPin();
    await at('back-up-save');
    run.act({ type: 'save-wanted', way: 'download' });
    await at('back-up-saved');
    expect(await TASKS.read(await bytesOf(saved[0]!), passphrase, forever)).toHaveLength(5);
  });

  it('who goes back does without: nothing that was typed is kept for later', async () => {
    const stage = await begin();
    const passphrase = await save(stage);
    await open(stage, stage.saved[0]!);
    lock(stage);
    stage.run.act({ type: 'passphrase-typed', text: passphrase });
    await vi.waitFor(() => expect(stage.pursued).toEqual([AGAIN]));
    stage.run.back();
    expect(stage.run.state.step).toBe('back-up-saved');
    await stage.enterPin();
    expect(stage.run.state.step).toBe('back-up-saved');
  });

  it('asks for no PIN in a circle where the vault is another one', async () => {
    const stage = await begin({ vault: { ...vault, oathEntries: locked } });
    stage.run.act({ type: 'begun' });
    const { passphrase = '' } = await stage.at('back-up-passphrase');
    stage.run.act({ type: 'written-down' });
    stage.run.act({ type: 'passphrase-typed', text: passphrase.split('-')[2]! });
    await expect(stage.at('back-up-failed')).resolves.toMatchObject({ code: 'LOCKED' });
    expect(stage.pursued).toEqual([]);
  });
});

describe('a run that is left', () => {
  it.each([
    ['while it encrypts', 'write'],
    ['while it decrypts', 'read'],
  ] as const)('%s ends its worker', async (_when, task) => {
    let signal: AbortSignal | undefined;
    const stage = await begin({
      tasks: {
        [task]: (_input: unknown, _passphrase: string, given: AbortSignal) => {
          signal = given;
          return new Promise<never>(() => undefined);
        },
      },
    });
    const { run, at, saved } = stage;
    if (task === 'read') {
      const passphrase = await save(stage);
      await open(stage, saved[0]!);
      run.act({ type: 'passphrase-typed', text: passphrase });
    } else {
      run.act({ type: 'begun' });
      const { passphrase = '' } = await at('back-up-passphrase');
      run.act({ type: 'written-down' });
      run.act({ type: 'passphrase-typed', text: passphrase.split('-')[2]! });
    }
    await vi.waitFor(() => expect(signal?.aborted).toBe(false));
    run.end();
    expect(signal?.aborted).toBe(true);
  });
});

describe('memory', () => {
  it('shows the passphrase while it is written down, and keeps keys out of every state', async () => {
    const stage = await begin();
    const { run } = stage;
    const states: string[] = [];
    const watched = new Proxy(run, {
      get(target, name) {
        states.push(JSON.stringify(target.state));
        return Reflect.get(target, name) as unknown;
      },
    });
    const passphrase = await save({ ...stage, run: watched });
    await open({ ...stage, run: watched }, stage.saved[0]!);
    watched.act({ type: 'passphrase-typed', text: passphrase });
    await stage.at('back-up-proven');
    const showing = states.filter((state) => state.includes(passphrase));
    expect(showing.length).toBeGreaterThan(0);
    expect(showing.every((state) => state.includes('"back-up-passphrase"'))).toBe(true);
    const elsewhere = states.filter((state) => !showing.includes(state)).join();
    expect(elsewhere).not.toContain(passphrase.slice(0, passphrase.lastIndexOf('-')));
  });

  it('overwrites or gives away every key that it has read', async () => {
    const read: Uint8Array[] = [];
    const watched: Vault = {
      ...vault,
      async oathEntries(unlocked) {
        const entries = await vault.oathEntries(unlocked);
        read.push(...entries.map(({ secret }) => secret));
        return entries;
      },
    };
    const stage = await begin({ vault: watched });
    const passphrase = await save(stage);
    await open(stage, stage.saved[0]!);
    stage.run.act({ type: 'passphrase-typed', text: passphrase });
    await stage.at('back-up-proven');
    // For the list, the file and the comparison.
    expect(read).toHaveLength(15);
    for (const secret of read)
      expect(secret.length === 0 || secret.every((byte) => byte === 0)).toBe(true);
  });
});

const forever = new AbortController().signal;

function gone(): Promise<ArrayBuffer> {
  return Promise.reject(new DOMException('', 'NotReadableError'));
}

function locked(): Promise<never> {
  return Promise.reject(new TesseraError('LOCKED'));
}

async function bytesOf(file: File) {
  return ownBytes(new Uint8Array(await file.arrayBuffer()));
}
