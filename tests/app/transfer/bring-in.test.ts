/** The runner that brings accounts in: what it asks of the vault, and what it overwrites. */
import { expect, it, vi } from 'vitest';

import { createBringIn } from '../../../src/app/transfer/bring-in.ts';
import { createOfferedAccounts } from '../../../src/app/transfer/offered-accounts.ts';
import type { TransferContext } from '../../../src/app/transfer/transfers.ts';
import { TesseraError } from '../../../src/core/errors.ts';
import type { OathEntry, OathSource } from '../../../src/core/oath-entry.ts';
import type { FileFormat } from '../../../src/transfer/file-reader.ts';
import type { OpenFileResult } from '../../../src/transfer/open-file.ts';
import type { EntryPreview } from '../../../src/vault/oath-types.ts';

const PROOF = 4;
const KEY_BYTES = 20;

function entry(issuer: string, fill = 7): OathEntry {
  return {
    type: 'totp',
    issuer,
    label: 'mira',
    secret: new Uint8Array(KEY_BYTES).fill(fill),
    otp: { algorithm: 'SHA1', digits: 6, period: 30 },
  };
}

const source = (...entries: OathEntry[]): OathSource => ({ entries, unreadable: [], others: 0 });
const fresh: EntryPreview = { is: 'new', sameName: false, sameKey: false };

interface Scene {
  readonly others?: 'none' | 'added' | 'erased';
  readonly preview?: readonly EntryPreview[];
  readonly read?: (password: string | undefined) => Promise<OathSource | undefined>;
  readonly format?: FileFormat;
  readonly seal?: () => Promise<readonly string[]>;
}

function scene({ others = 'added', preview = [fresh], read, format = 'list', seal }: Scene = {}) {
  const offered = createOfferedAccounts();
  const calls: string[] = [];
  const sealOath = vi.fn((_, entries: readonly OathEntry[]) => {
    calls.push(`seal ${entries.map(({ issuer }) => issuer).join(' ')}`);
    return seal ? seal() : Promise.resolve(entries.map((_each, i) => `id${i}`));
  });
  const snapshot = vi.fn(() => Promise.resolve(others === 'none' ? {} : { others }));
  const context = {
    vault: {
      snapshot,
      previewOath: () => Promise.resolve(preview),
      sealOath,
    },
    authSession: {
      confirmedPin: (proof: number) => Promise.resolve({ proof }),
      confirmedSession: () => undefined,
    },
    offered,
    persist: () => Promise.resolve(calls.push('persist')),
    now: Date.now,
    changed: () => undefined,
    leave: (to: string) => calls.push(`leave ${to}`),
    pursue: (intent: object) => calls.push(`pursue ${Object.values(intent).join(' ')}`),
  } as unknown as TransferContext;
  const readFile = vi.fn(
    async (_file: unknown, password: string | undefined): Promise<OpenFileResult> => {
      if (!read) throw new TesseraError('FILE_UNKNOWN');
      const opened = await read(password);
      return opened ? { is: 'opened', format, source: opened } : { is: 'locked', format };
    },
  );
  const run = createBringIn(context, readFile);
  const until = (step: string) => vi.waitFor(() => expect(run.state.step).toBe(step));
  return { run, offered, calls, until, sealOath, snapshot };
}

const file = { size: 3, arrayBuffer: () => Promise.resolve(new ArrayBuffer(3)) };

it('keeps one account of a code, opens it, and overwrites its key', async () => {
  const { run, offered, calls, until } = scene();
  const one = entry('GitHub');
  offered.keep({ is: 'accounts', source: source(one) });
  run.start(PROOF);
  await until('bring-in-preview');
  expect(one.secret[0]).toBe(7);
  run.act({ type: 'keep-wanted' });
  await until('bring-in-starting');
  expect(calls).toEqual(['seal GitHub', 'persist', 'leave home', 'pursue otp id0']);
  expect(one.secret).toEqual(new Uint8Array(KEY_BYTES));
});

it('never has a key in its state', async () => {
  const { run, offered, until } = scene({ preview: [fresh, fresh] });
  offered.keep({ is: 'accounts', source: source(entry('GitHub'), entry('Mail', 9)) });
  run.start(PROOF);
  await until('bring-in-preview');
  expect(JSON.stringify(run.state)).not.toMatch(/secret|7,7|9,9/);
});

it('seals what is new and not left out, in the order of the source', async () => {
  const here: EntryPreview = { is: 'here', raisesCounter: false, sameName: false, sameKey: false };
  const weak: EntryPreview = { is: 'refused', why: 'weak', sameName: false, sameKey: false };
  const entries = ['a', 'b', 'c', 'd', 'e'].map((name) => entry(name));
  const { run, until, calls } = scene({
    preview: [fresh, here, fresh, weak, { ...fresh, is: 'unhidden' }],
    read: () => Promise.resolve(source(...entries)),
  });
  run.start(PROOF);
  await until('choose-file');
  run.act({ type: 'file-picked', file });
  await until('bring-in-preview');
  expect(run.state).toMatchObject({
    list: {
      accounts: [
        { place: 0 },
        { place: 1, here: true },
        { place: 2 },
        { place: 4, unhidden: true },
      ],
      refused: [{ issuer: 'd', why: 'weak' }],
    },
  });
  run.act({ type: 'switched', place: 2, on: false });
  run.act({ type: 'keep-wanted' });
  await until('brought-in');
  expect(calls[0]).toBe('seal a e');
  for (const { secret } of entries) expect(secret).toEqual(new Uint8Array(KEY_BYTES));
});

it('asks for a password, and tells a wrong one', async () => {
  const passwords: unknown[] = [];
  const { run, until } = scene({
    read(password) {
      passwords.push(password);
      if (password === undefined) return Promise.resolve(undefined);
      return password === 'right'
        ? Promise.resolve(source(entry('a')))
        : Promise.reject(new TesseraError('FILE_PASSWORD_WRONG'));
    },
  });
  run.start(PROOF);
  await until('choose-file');
  run.act({ type: 'file-picked', file });
  await until('file-password');
  run.act({ type: 'password-entered', password: 'wrong' });
  await vi.waitFor(() => expect(run.state).toMatchObject({ problem: 'FILE_PASSWORD_WRONG' }));
  expect(JSON.stringify(run.state)).not.toContain('wrong"');
  run.act({ type: 'password-entered', password: 'right' });
  await until('bring-in-preview');
  expect(passwords).toEqual([undefined, 'wrong', 'right']);
});

it('overwrites what a file gives after it was cancelled', async () => {
  let give: (read: OathSource) => void = () => undefined;
  const { run, until } = scene({ read: () => new Promise((resolve) => (give = resolve)) });
  run.start(PROOF);
  await until('choose-file');
  run.act({ type: 'file-picked', file });
  await until('reading-file');
  run.back();
  expect(run.state.step).toBe('choose-file');
  const late = entry('late');
  give(source(late));
  await vi.waitFor(() => expect(late.secret).toEqual(new Uint8Array(KEY_BYTES)));
  expect(run.state.step).toBe('choose-file');
});

it('overwrites what was read once the screen is left', async () => {
  const { run, offered, until } = scene();
  const one = entry('GitHub');
  offered.keep({ is: 'accounts', source: source(one) });
  run.start(PROOF);
  await until('bring-in-preview');
  run.end();
  expect(one.secret).toEqual(new Uint8Array(KEY_BYTES));
});

it('seals what was asked for, wherever the screen is meanwhile', async () => {
  let finish: (ids: readonly string[]) => void = () => undefined;
  const { run, offered, until, sealOath } = scene({
    seal: () => new Promise((resolve) => (finish = resolve)),
  });
  const one = entry('GitHub');
  offered.keep({ is: 'accounts', source: source(one) });
  run.start(PROOF);
  await until('bring-in-preview');
  run.act({ type: 'keep-wanted' });
  await vi.waitFor(() => expect(sealOath).toHaveBeenCalled());
  run.end();
  const [sealed] = sealOath.mock.calls[0]![1];
  expect(one.secret).toEqual(new Uint8Array(KEY_BYTES));
  expect(sealed!.secret[0]).toBe(7);
  finish(['id0']);
  await vi.waitFor(() => expect(sealed!.secret).toEqual(new Uint8Array(KEY_BYTES)));
});

it('loses nothing where the storage is full', async () => {
  const { run, offered, until } = scene({
    seal: () => Promise.reject(new TesseraError('STORAGE_FULL')),
  });
  const one = entry('GitHub');
  offered.keep({ is: 'accounts', source: source(one) });
  run.start(PROOF);
  await until('bring-in-preview');
  run.act({ type: 'keep-wanted' });
  await vi.waitFor(() => expect(run.state).toMatchObject({ problem: 'STORAGE_FULL' }));
  expect(one.secret[0]).toBe(7);
});

it('goes on where a lock came between', async () => {
  const { run, offered, until, calls } = scene();
  offered.keep({ is: 'accounts', source: source(entry('GitHub')) });
  run.start(PROOF);
  await until('bring-in-preview');
  run.locked();
  run.act({ type: 'keep-wanted' });
  expect(calls).toEqual(['pursue transfer bring-in']);
  run.start(PROOF + 1);
  await until('bring-in-starting');
  expect(calls).toContain('seal GitHub');
});

it.each([
  ['erased', 'erased'],
  ['none', 'first'],
] as const)('says what is to be said first where the vault says %s', async (others, notice) => {
  const { run, until } = scene({ others });
  run.start(PROOF);
  await until('bring-in-notice');
  expect(run.state).toMatchObject({ notice });
});

it('reads pasted text and codes of a picture as a file', async () => {
  const { run, until } = scene({ read: () => Promise.resolve(source(entry('a'))) });
  run.start(PROOF);
  await until('choose-file');
  run.seen([], 'picture');
  expect(run.state).toMatchObject({ step: 'choose-file', problem: 'NO_CODE_IN_PICTURE' });
  run.pasted('otpauth://totp/a?secret=AA');
  await until('bring-in-preview');
});

it('waits for a file where one is asked for, and nowhere else', async () => {
  const { run, until } = scene({
    read: (password) => Promise.resolve(password === undefined ? undefined : source(entry('A'))),
  });
  expect(run.takesFile).toBe(false);
  run.start(PROOF);
  await until('choose-file');
  expect(run.takesFile).toBe(true);
  run.act({ type: 'file-picked', file });
  await until('file-password');
  expect(run.takesFile).toBe(true);
  run.act({ type: 'password-entered', password: 'x' });
  expect(run.takesFile).toBe(false);
  await until('bring-in-preview');
  expect(run.takesFile).toBe(false);
});

it('says why it could not begin, and can be left', async () => {
  const { run, calls, until, snapshot } = scene();
  snapshot.mockRejectedValueOnce(new TesseraError('STORAGE_BLOCKED'));
  run.start(PROOF);
  await until('bring-in-failed');
  expect(run.state).toMatchObject({ error: 'STORAGE_BLOCKED' });
  run.act({ type: 'closed' });
  expect(calls).toEqual(['leave home']);
});

it('goes on with what was read, where the PIN was not entered at first', async () => {
  let read: (read: OathSource) => void = () => undefined;
  const reading = new Promise<OathSource>((resolve) => (read = resolve));
  const { run, offered, calls, until } = scene({ read: () => reading });
  offered.keep({ is: 'file', file });
  run.start(PROOF);
  await until('reading-file');
  run.locked();
  read(source(entry('GitHub'), entry('GitLab')));
  await until('bring-in-comparing');
  await vi.waitFor(() => expect(calls).toEqual(['pursue transfer bring-in']));
  expect(run.state).toMatchObject({ proof: undefined });
  run.start(PROOF);
  await until('bring-in-preview');
});

it('can be left where the PIN was not entered, and overwrites what was read', async () => {
  const one = entry('GitHub');
  let read: (read: OathSource) => void = () => undefined;
  const reading = new Promise<OathSource>((resolve) => (read = resolve));
  const { run, offered, calls, until } = scene({ read: () => reading });
  offered.keep({ is: 'file', file });
  run.start(PROOF);
  await until('reading-file');
  run.locked();
  read(source(one));
  await until('bring-in-comparing');
  run.act({ type: 'went-back' });
  await vi.waitFor(() => expect(calls).toContain('leave home'));
  expect(one.secret).toEqual(new Uint8Array(KEY_BYTES));
});

it.each([
  ['2fas', 'export'],
  ['tessera', 'backup'],
] as const)('says of a file in the format %s that it is a %s', async (format, origin) => {
  const counted: OathEntry = { ...entry('a'), type: 'hotp', counter: 3 };
  const { run, until } = scene({
    format,
    read: (password) => Promise.resolve(password === undefined ? undefined : source(counted)),
  });
  run.start(PROOF);
  await until('choose-file');
  run.act({ type: 'file-picked', file });
  await until('file-password');
  expect(run.state).toMatchObject({ origin });
  run.act({ type: 'password-entered', password: 'right' });
  await until('bring-in-preview');
  run.act({ type: 'keep-wanted' });
  await until('brought-in');
  expect(run.state).toMatchObject({ added: 1, origin });
  expect('counts' in run.state).toBe(origin === 'backup');
});

it('names no file where text was pasted', async () => {
  const { run, until } = scene({ read: () => Promise.resolve(source(entry('a'))) });
  run.start(PROOF);
  await until('choose-file');
  run.pasted('otpauth://totp/a?secret=AA');
  await until('bring-in-preview');
  run.act({ type: 'keep-wanted' });
  await until('brought-in');
  expect(run.state).not.toHaveProperty('origin');
});
