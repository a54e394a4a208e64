/** A fake device: IndexedDB in memory, Web Locks, a clock, and an app that can be killed. */
import 'fake-indexeddb/auto';

import { AsyncLocalStorage } from 'node:async_hooks';

import { IDBFactory } from 'fake-indexeddb';

import type { Vault, VaultOptions } from '../../src/vault/types.ts';
import { openVault } from '../../src/vault/vault.ts';

/** Enough for every rule, and quick. */
const LOW_ROUNDS = { floor: 10, choose: async () => 10 };

export interface Clock {
  /** Milliseconds since 1970. */
  now: number;
}

export const clock: Clock = { now: 0 };

/** An empty phone. */
export function reset(): void {
  globalThis.indexedDB = new IDBFactory();
  clock.now = 1_790_000_000_000;
  reboot();
}

/** The app's processes end, and with them their locks; what is stored stays. */
export function reboot(): void {
  deadAfter = Infinity;
  moments = 0;
  Object.defineProperty(globalThis, 'navigator', {
    value: { locks: memoryLocks() },
    configurable: true,
  });
}

/** A vault with four digits and low rounds, unless told otherwise. */
export function boot(options: Partial<VaultOptions> = {}): Promise<Vault> {
  return openVault({
    pinLength: 4,
    name: 'Tessera',
    now: () => clock.now,
    rounds: LOW_ROUNDS,
    ...options,
  });
}

function memoryLocks(): { request: LockManager['request'] } {
  const turns = new Map<string, Promise<unknown>>();
  const request = (name: string, _options: unknown, work: () => Promise<unknown>) => {
    const turn = (turns.get(name) ?? Promise.resolve()).then(work, work);
    turns.set(
      name,
      turn.catch(() => undefined),
    );
    return turn;
  };
  return { request: request as LockManager['request'] };
}

let moments = 0;
let deadAfter = Infinity;

/** What a killed process gets from IndexedDB. Nothing in the vault may treat it as an answer. */
class Killed extends Error {
  override readonly name = 'Killed';
}

let died: () => void = () => undefined;

/** The app in which work runs: what was killed stays dead, however late it goes on. */
const runningApp = new AsyncLocalStorage<{ isDead: boolean }>();

function isDead(): boolean {
  return runningApp.getStore()?.isDead === true || moments > deadAfter;
}

/** One more moment at which the app may be killed; true when it is this one. */
function moment(): boolean {
  if (isDead()) throw new Killed();
  moments++;
  if (!isDead()) return false;
  died();
  return true;
}

const writes = ['put', 'add', 'delete', 'clear'] as const;
for (const name of writes) {
  const original = IDBObjectStore.prototype[name] as (...args: unknown[]) => IDBRequest;
  Object.defineProperty(IDBObjectStore.prototype, name, {
    configurable: true,
    writable: true,
    value(this: IDBObjectStore, ...args: unknown[]) {
      if (isDead()) throw new Killed();
      if (this.transaction.mode !== 'versionchange' && moment()) {
        this.transaction.abort();
        throw new Killed();
      }
      recorder?.(this.name, name, args);
      return original.apply(this, args);
    },
  });
}

const begin = IDBDatabase.prototype.transaction;
IDBDatabase.prototype.transaction = function (this: IDBDatabase, ...args) {
  if (isDead()) throw new Killed();
  const transaction = begin.apply(this, args);
  if (transaction.mode === 'readwrite') {
    // Committed, and the app is killed before it hears of it.
    transaction.addEventListener('complete', (event) => {
      if (isDead() || moment()) event.stopImmediatePropagation();
    });
  }
  return transaction;
};

const openFactory = IDBFactory.prototype.open as (...args: unknown[]) => IDBOpenDBRequest;
IDBFactory.prototype.open = function (this: IDBFactory, ...args: unknown[]) {
  if (isDead()) throw new Killed();
  return openFactory.apply(this, args);
};

/** Runs `work` and kills the app at the n-th write or commit. Returns whether that moment came. */
export async function killedAt(n: number, work: () => Promise<unknown>): Promise<boolean> {
  moments = 0;
  deadAfter = n - 1;
  const death = new Promise<void>((resolve) => {
    died = resolve;
  });
  const app = { isDead: false };
  const ended = runningApp.run(app, work).then(
    () => 'done' as const,
    (thrown: unknown) => {
      if (!isDead() && !app.isDead) throw thrown;
      return 'died' as const;
    },
  );
  const killed = (await Promise.race([ended, death])) !== 'done' && isDead();
  // What was already on its way in memory comes to its end before anybody looks.
  await new Promise((resolve) => setTimeout(resolve, 5));
  app.isDead = true;
  reboot();
  return killed;
}

export type Recorder = (store: string, operation: (typeof writes)[number], args: unknown[]) => void;
let recorder: Recorder | undefined;

/** Sees every write, whether it is committed or not. */
export function record(listener: Recorder | undefined): void {
  recorder = listener;
}
