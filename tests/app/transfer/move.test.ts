/** Both phones' runs against each other: one's pictures are what the other's camera sees. */
import { expect, it, vi } from 'vitest';

import { createReceiveRun } from '../../../src/app/transfer/move-receive.ts';
import { createSendRun } from '../../../src/app/transfer/move-send.ts';
import type { MoveTasks } from '../../../src/app/transfer/move-tasks.ts';
import type { TransferContext } from '../../../src/app/transfer/transfers.ts';
import { toHex } from '../../../src/core/codec/bytes.ts';
import { TesseraError } from '../../../src/core/errors.ts';
import type { OathEntry } from '../../../src/core/oath-entry.ts';
import type { Arrived, ReceiveShown } from '../../../src/core/transfer/receive-types.ts';
import type { SendShown } from '../../../src/core/transfer/send-types.ts';
import { readAccountList } from '../../../src/transfer/account-list.ts';
import {
  compareNumber,
  makeRequest,
  openMove,
  packMove,
} from '../../../src/transfer/move/tasks.ts';
import { buffersIn } from '../../../src/transfer/task-messages.ts';
import { LIST } from '../../transfer/move/vectors.ts';
import { photographed } from './photographed.ts';

/** What a worker gets: its own, while the sender's byte arrays are empty from then on. */
function handed<T>(input: T): T {
  return structuredClone(input, { transfer: buffersIn(input) });
}

/** The worker's tasks, in this process. */
const tasks: MoveTasks = {
  makeRequest: () => makeRequest({ asText: false }),
  compareNumber: (publicKey) => Promise.resolve(compareNumber({ publicKey })),
  pack: ({ entries: given, publicKey }) =>
    packMove(handed({ entries: given, publicKey: publicKey.slice() })),
  open: (input) => openMove(handed(input)),
};

const entries = () => [...readAccountList(new TextDecoder().decode(LIST)).entries];

type Kept = OathEntry & { readonly id: string };
const keyOf = ({ secret, type, otp }: OathEntry) => `${toHex(secret)} ${type} ${otp.digits}`;

interface Kind {
  readonly full?: boolean;
  readonly others?: 'added' | 'erased' | undefined;
}

/** A vault of other servers' accounts, as far as a move asks it. */
function phone(
  kept: readonly OathEntry[] = [],
  { full = false, others = kept.length > 0 ? 'added' : undefined }: Kind = {},
) {
  const accounts: Kept[] = kept.map((entry, i) => ({ ...entry, id: `id${i}` }));
  const isHere = (entry: OathEntry) => accounts.some((each) => keyOf(each) === keyOf(entry));
  const left = vi.fn();
  const pursued = vi.fn();
  /** Ids of accounts whose keys do not open, though they are listed. */
  const broken = new Set<string>();
  const persist = vi.fn(() => Promise.resolve(true));
  const context = {
    vault: {
      snapshot: () =>
        Promise.resolve({
          accounts: accounts.map(({ id, type, issuer, label }) => ({
            ...{ id, type, kind: 'oath', state: 'active', issuerName: issuer, label },
          })),
          ...(others !== undefined && { others }),
        }),
      oathEntries: () =>
        Promise.resolve(
          accounts
            .filter(({ id }) => !broken.has(id))
            .map((each) => ({ ...each, secret: each.secret.slice() })),
        ),
      previewOath: (_: unknown, given: readonly OathEntry[]) =>
        Promise.resolve(
          given.map((entry) =>
            isHere(entry) ? { is: 'here', raisesCounter: false } : { is: 'new' },
          ),
        ),
      sealOath(_: unknown, given: readonly OathEntry[]) {
        if (full) return Promise.reject(new TesseraError('STORAGE_FULL'));
        for (const entry of given)
          if (!isHere(entry))
            accounts.push({ ...entry, secret: entry.secret.slice(), id: `n${accounts.length}` });
        return Promise.resolve([]);
      },
      removeAccounts(ids: readonly string[]) {
        for (const id of ids)
          accounts.splice(
            accounts.findIndex((each) => each.id === id),
            1,
          );
        return Promise.resolve();
      },
    },
    authSession: { unlocked: () => ({}), confirmedPin: () => Promise.resolve({}) },
    now: () => 0,
    changed: () => undefined,
    persist,
    leave: left,
    pursue: pursued,
  } as unknown as TransferContext;
  return { accounts, context, left, persist, pursued, broken };
}

async function until<S extends { step: string }, Step extends S['step']>(
  run: { readonly state: S },
  step: Step,
): Promise<Extract<S, { step: Step }>> {
  await vi.waitFor(() => expect(run.state.step).toBe(step));
  return run.state as Extract<S, { step: Step }>;
}

/** Two phones, the old one showing pictures and the new one looking. */
async function facing(from = phone(entries()), to = phone([entries()[2]!])) {
  const old = createSendRun(from.context, { tasks, isStill: () => true });
  const fresh = createReceiveRun(to.context, tasks);
  old.start(1);
  fresh.start(2);
  const asking = await until<ReceiveShown, 'receive-asking'>(fresh, 'receive-asking');
  old.act({ type: 'send-scan-wanted' });
  old.seen([{ kind: 'qr', text: asking.asked.request }], 'camera');
  await until<SendShown, 'send-number'>(old, 'send-number');
  return { old, fresh, from, to, asked: asking.asked };
}

type Facing = Awaited<ReturnType<typeof facing>>;

async function shown({ old, fresh, asked }: Facing): Promise<void> {
  old.act({ type: 'send-number-typed', digits: asked.number });
  await until<SendShown, 'send-showing'>(old, 'send-showing');
  old.act({ type: 'send-pace-chosen', pace: 'by-hand' });
  fresh.act({ type: 'receive-scan-wanted' });
}

function look({ old, fresh }: Facing): void {
  const { picture } = old.state as Extract<SendShown, { step: 'send-showing' }>;
  fresh.seen([photographed(picture!)], 'camera');
  old.act({ type: 'send-next-picture' });
}

async function arrived(both: Facing): Promise<Arrived> {
  while (both.fresh.state.step === 'receive-collecting') look(both);
  return (await until<ReceiveShown, 'receive-telling'>(both.fresh, 'receive-telling')).arrived;
}

async function received(both: Facing): Promise<string> {
  await shown(both);
  await arrived(both);
  both.fresh.act({ type: 'receive-keep-wanted' });
  return (await until<ReceiveShown, 'receive-done'>(both.fresh, 'receive-done')).receipt;
}

it('brings every account over once, and deletes after the receipt', async () => {
  const both = await facing();
  const { old, from, to } = both;
  const receipt = await received(both);
  expect(both.fresh.state).toMatchObject({ accounts: 7, here: 1 });
  expect(to.accounts.map(keyOf).sort()).toEqual(entries().map(keyOf).sort());
  expect(() => both.fresh.end()).not.toThrow();
  old.act({ type: 'send-shown-enough' });
  old.act({ type: 'send-receipt-typed', digits: receipt === '00000000' ? '1' : '00000000' });
  await vi.waitFor(() => expect(old.state).toMatchObject({ wrong: true, triesLeft: 4 }));
  old.act({ type: 'send-receipt-typed', digits: receipt });
  await until<SendShown, 'send-moved'>(old, 'send-moved');
  expect(from.accounts).toHaveLength(7);
  old.act({ type: 'send-delete-wanted' });
  old.act({ type: 'send-delete-confirmed' });
  await until<SendShown, 'send-done'>(old, 'send-done');
  expect(from.accounts).toEqual([]);
});

it('deletes what counts alone, where both are kept', async () => {
  const both = await facing();
  const receipt = await received(both);
  const { old, from } = both;
  old.act({ type: 'send-shown-enough' });
  old.act({ type: 'send-receipt-typed', digits: receipt });
  await until<SendShown, 'send-moved'>(old, 'send-moved');
  old.act({ type: 'send-keep-wanted' });
  old.act({ type: 'send-counting-deleted' });
  old.act({ type: 'send-delete-confirmed' });
  expect(await until<SendShown, 'send-done'>(old, 'send-done')).toMatchObject({ deleted: 3 });
  expect(from.accounts.map(({ type }) => type)).toEqual(['totp', 'totp', 'totp', 'steam']);
});

it('moves again to the same end, everything being here already', async () => {
  const both = await facing();
  await received(both);
  const again = await facing(both.from, both.to);
  await received(again);
  expect(again.fresh.state).toMatchObject({ accounts: 7, here: 7 });
  expect(both.to.accounts).toHaveLength(7);
});

it('leaves out what the person leaves out', async () => {
  const from = phone(entries());
  const old = createSendRun(from.context, { tasks, isStill: () => false });
  old.start(1);
  old.act({ type: 'send-left-out', account: 'id0', out: true });
  expect(old.state).toMatchObject({ without: ['id0'] });
});

it('takes a request from the camera alone', async () => {
  const from = phone(entries());
  const old = createSendRun(from.context, { tasks, isStill: () => false });
  const { request } = await makeRequest({ asText: false });
  old.start(1);
  old.act({ type: 'send-scan-wanted' });
  old.seen([{ kind: 'qr', text: request }], 'picture');
  expect(old.state).toMatchObject({ step: 'send-scanning', problem: 'NOT_OURS' });
  old.pasted(request);
  expect(old.state.step).toBe('send-scanning');
  old.seen([{ kind: 'qr', text: 'https://example.org' }], 'camera');
  expect(old.state.step).toBe('send-scanning');
  old.seen([{ kind: 'qr', text: request }], 'camera');
  expect(old.state.step).toBe('send-number');
});

it('shows nothing more once the page was hidden, and what was shown opens nothing new', async () => {
  const both = await facing();
  await shown(both);
  look(both);
  both.old.hidden();
  expect(both.old.state).toEqual({ step: 'send-list', without: [], problem: 'hidden' });
  both.old.act({ type: 'send-next-picture' });
  expect(both.old.state).not.toHaveProperty('picture');
});

it('says what is over where the new phone has no room, and shows no receipt', async () => {
  const both = await facing(phone(entries()), phone([entries()[2]!], { full: true }));
  await shown(both);
  await arrived(both);
  both.fresh.act({ type: 'receive-keep-wanted' });
  await until<ReceiveShown, 'receive-over'>(both.fresh, 'receive-over');
  expect(both.fresh.state).toMatchObject({ code: 'STORAGE_FULL' });
  expect(both.to.accounts).toHaveLength(1);
});

it('does not open the pictures for another phone', async () => {
  const both = await facing();
  await shown(both);
  const other = createReceiveRun(phone().context, tasks);
  other.start(3);
  await until<ReceiveShown, 'receive-asking'>(other, 'receive-asking');
  other.act({ type: 'receive-scan-wanted' });
  while (other.state.step === 'receive-collecting') look({ ...both, fresh: other });
  await until<ReceiveShown, 'receive-over'>(other, 'receive-over');
  expect(other.state).toMatchObject({ code: 'MOVE_OTHER_PHONE' });
});

it('says before the first account what a PIN does not hide', async () => {
  const both = await facing(phone(entries()), phone());
  await shown(both);
  while (both.fresh.state.step === 'receive-collecting') look(both);
  await until<ReceiveShown, 'receive-telling'>(both.fresh, 'receive-telling');
  expect(both.to.accounts).toEqual([]);
  both.fresh.act({ type: 'receive-keep-wanted' });
  await until<ReceiveShown, 'receive-done'>(both.fresh, 'receive-done');
  expect(both.to.accounts).toHaveLength(7);
});

it('is left when the app is locked, but not while it writes', async () => {
  const both = await facing();
  both.old.locked();
  both.fresh.locked();
  expect(both.from.left).toHaveBeenCalledWith('home');
  expect(both.to.left).toHaveBeenCalledWith('home');
  await received(both);
  both.to.left.mockClear();
  both.fresh.locked();
  expect(both.to.left).not.toHaveBeenCalled();
});

it('makes no further key once it was left', async () => {
  const made = vi.fn(tasks.makeRequest);
  vi.useFakeTimers();
  try {
    const another = createReceiveRun(phone().context, { ...tasks, makeRequest: made });
    another.start(1);
    await vi.waitFor(() => expect(another.state.step).toBe('receive-asking'));
    another.act({ type: 'receive-stopped' });
    another.end();
    made.mockClear();
    await vi.advanceTimersByTimeAsync(3 * 600_000);
    expect(made).not.toHaveBeenCalled();
  } finally {
    vi.useRealTimers();
  }
});

it('names every account before it keeps any, and asks the browser to keep them', async () => {
  const both = await facing();
  await shown(both);
  const { names, notice } = await arrived(both);
  expect(names).toEqual(
    entries().map(({ issuer, label }) => [issuer, label].filter((part) => part)),
  );
  expect(notice).toBeUndefined();
  expect(both.to.accounts).toHaveLength(1);
  expect(both.to.persist).not.toHaveBeenCalled();
  both.fresh.act({ type: 'receive-keep-wanted' });
  await until<ReceiveShown, 'receive-done'>(both.fresh, 'receive-done');
  expect(both.to.persist).toHaveBeenCalledOnce();
});

it('says before the same accounts come under another PIN that both can be found', async () => {
  const both = await facing(phone(entries()), phone([], { others: 'erased' }));
  await shown(both);
  expect(await arrived(both)).toMatchObject({ notice: 'erased' });
});

it('takes pictures from the camera alone', async () => {
  const both = await facing();
  await shown(both);
  const { picture } = both.old.state as Extract<SendShown, { step: 'send-showing' }>;
  both.fresh.seen([photographed(picture!)], 'picture');
  expect(both.fresh.state).toMatchObject({ rank: 0, problem: 'NOT_OURS' });
  both.fresh.seen([photographed(picture!)], 'camera');
  expect(both.fresh.state).toMatchObject({ rank: 1 });
});

async function moved(both: Facing): Promise<void> {
  const digits = await received(both);
  both.old.act({ type: 'send-shown-enough' });
  both.old.act({ type: 'send-receipt-typed', digits });
  await until<SendShown, 'send-moved'>(both.old, 'send-moved');
}

it('stays after the right receipt when it is locked, and deletes once the PIN was entered', async () => {
  const both = await facing();
  const { old, from } = both;
  await moved(both);
  old.locked();
  expect(from.left).not.toHaveBeenCalled();
  old.act({ type: 'send-delete-wanted' });
  old.act({ type: 'send-delete-confirmed' });
  expect(from.pursued).toHaveBeenCalledWith({ to: 'transfer', purpose: 'send' });
  expect(old.state.step).toBe('send-delete');
  expect(from.accounts).toHaveLength(7);
  old.start(3);
  await until<SendShown, 'send-done'>(old, 'send-done');
  expect(from.accounts).toEqual([]);
});

it('deletes nothing at a later PIN where the person thought better of it', async () => {
  const both = await facing();
  const { old, from } = both;
  await moved(both);
  old.locked();
  old.act({ type: 'send-delete-wanted' });
  old.act({ type: 'send-delete-confirmed' });
  old.act({ type: 'send-stopped' });
  old.start(3);
  expect(old.state.step).toBe('send-moved');
  expect(from.accounts).toHaveLength(7);
});

it('names accounts whose keys do not open, and what counts among those that moved', async () => {
  const both = await facing();
  const { old, from } = both;
  const counting = from.accounts.filter(({ type }) => type === 'hotp');
  old.act({ type: 'send-stopped' });
  old.act({ type: 'send-left-out', account: counting[0]!.id, out: true });
  from.broken.add(from.accounts.find(({ type }) => type === 'steam')!.id);
  old.act({ type: 'send-scan-wanted' });
  old.seen([{ kind: 'qr', text: both.asked.request }], 'camera');
  await moved(both);
  const { packed } = old.state as Extract<SendShown, { step: 'send-moved' }>;
  expect(packed).toMatchObject({ accounts: 5, counting: 2 });
  expect(packed.unread).toHaveLength(1);
  expect(packed.countingNames).toHaveLength(2);
});
