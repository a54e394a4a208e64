/** Two phones with real vaults, each with a storage of its own, and a move between them. */
import { IDBFactory } from 'fake-indexeddb';
import { expect, vi } from 'vitest';

import { createReceiveRun } from '../../../src/app/transfer/move-receive.ts';
import { createSendRun } from '../../../src/app/transfer/move-send.ts';
import type { MoveTasks } from '../../../src/app/transfer/move-tasks.ts';
import type { TransferContext } from '../../../src/app/transfer/transfers.ts';
import type { OathEntry } from '../../../src/core/oath-entry.ts';
import type { Receive } from '../../../src/core/transfer/receive-types.ts';
import type { Send, SendShown } from '../../../src/core/transfer/send-types.ts';
import {
  compareNumber,
  makeRequest,
  openMove,
  packMove,
} from '../../../src/transfer/move/tasks.ts';
import { buffersIn } from '../../../src/transfer/task-messages.ts';
import { pin } from '../../../src/vault/pin.ts';
import type { Vault } from '../../../src/vault/types.ts';
import { boot } from '../../vault/fake-device.ts';
import { PIN } from '../../vault/scenarios.ts';
import { photographed } from './photographed.ts';

/** What a worker gets: its own, while the sender's byte arrays are empty from then on. */
const handed = <T>(input: T): T => structuredClone(input, { transfer: buffersIn(input) });

const tasks: MoveTasks = {
  makeRequest: () => makeRequest({ asText: false }),
  compareNumber: (publicKey) => Promise.resolve(compareNumber({ publicKey })),
  pack: ({ entries, publicKey }) => packMove(handed({ entries, publicKey: publicKey.slice() })),
  open: (input) => openMove(handed(input)),
};

export interface Phone {
  readonly vault: Vault;
  readonly context: TransferContext;
  readonly ids: readonly string[];
  /** Does work on this phone's storage. */
  readonly on: <T>(work: () => Promise<T>) => Promise<T>;
}

/** A phone with a storage of its own. */
export async function phone(...entries: readonly OathEntry[]): Promise<Phone> {
  const storage = new IDBFactory();
  globalThis.indexedDB = storage;
  const vault = await boot();
  const unlocked = await vault.beginPin(pin(PIN), pin(PIN));
  const by = await vault.confirmPin({ first: unlocked });
  const ids = entries.length > 0 ? await vault.sealOath(by, entries) : [];
  const context = {
    vault,
    authSession: { unlocked: () => unlocked, confirmedPin: () => Promise.resolve(by) },
    now: () => 0,
    changed: () => undefined,
    persist: () => Promise.resolve(true),
    leave: () => undefined,
    pursue: () => undefined,
  } as unknown as TransferContext;
  return {
    vault,
    context,
    ids,
    on(work) {
      globalThis.indexedDB = storage;
      return work();
    },
  };
}

export async function until<S extends { readonly step: string }>(
  run: { readonly state: S },
  step: S['step'],
): Promise<void> {
  await vi.waitFor(() => expect(run.state.step).toBe(step), { timeout: 20_000 });
}

/** Begins a move, and holds the pictures to the new phone until it tells what arrived. */
export async function bringOver(from: Phone, to: Phone) {
  const old = createSendRun(from.context, { tasks, isStill: () => true });
  const fresh = createReceiveRun(to.context, tasks);
  old.start(1);
  fresh.start(2);
  await until<Receive>(fresh, 'receive-asking');
  const { asked } = fresh.state as Extract<Receive, { step: 'receive-asking' }>;
  old.act({ type: 'send-scan-wanted' });
  old.seen([{ kind: 'qr', text: asked.request }], 'camera');
  old.act({ type: 'send-number-typed', digits: asked.number });
  await until<Send>(old, 'send-showing');
  old.act({ type: 'send-pace-chosen', pace: 'by-hand' });
  fresh.act({ type: 'receive-scan-wanted' });
  while (fresh.state.step === 'receive-collecting') {
    const { picture } = old.state as Extract<SendShown, { step: 'send-showing' }>;
    fresh.seen([photographed(picture!)], 'camera');
    old.act({ type: 'send-next-picture' });
  }
  await until<Receive>(fresh, 'receive-telling');
  return { old, fresh };
}

/** All accounts were kept: types the receipt into the old phone. */
export async function typeReceipt({ old, fresh }: Awaited<ReturnType<typeof bringOver>>) {
  const { receipt } = fresh.state as Extract<Receive, { step: 'receive-done' }>;
  old.act({ type: 'send-shown-enough' });
  old.act({ type: 'send-receipt-typed', digits: receipt });
  await until<Send>(old, 'send-moved');
}
