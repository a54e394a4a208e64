/** The store of tests, demonstrations and of sites that may forget: maps in the memory of one process. */
import type { Account, Instance } from './instance.ts';
import { isPending } from './instance.ts';
import type { Change, IssuerStore } from './store.ts';

/** An empty store. Each call is one turn of the event loop, so a commit is atomic without a lock. */
export function createMemoryStore(): IssuerStore {
  const instances = new Map<string, Instance>();
  const accounts = new Map<string, Account>();
  const idsByOwner = new Map<string, Set<string>>();

  const fits = (change: Change): boolean => {
    const stored =
      change.table === 'instances' ? instances.get(change.row.id) : accounts.get(change.row.serial);
    return (stored?.version ?? 0) === change.row.version - 1;
  };

  const write = (change: Change): void => {
    if (change.table === 'accounts') {
      accounts.set(change.row.serial, change.row);
      return;
    }
    const { id, owner } = change.row;
    instances.set(id, change.row);
    if (owner === undefined) return;
    const ids = idsByOwner.get(owner) ?? new Set();
    idsByOwner.set(owner, ids.add(id));
  };

  const remove = ({ id, owner }: Instance): void => {
    instances.delete(id);
    if (owner === undefined) return;
    const ids = idsByOwner.get(owner);
    ids?.delete(id);
    if (ids?.size === 0) idsByOwner.delete(owner);
  };

  return {
    instance: (id) => Promise.resolve(instances.get(id)),
    account: (serial) => Promise.resolve(accounts.get(serial)),
    instancesOf: (owner) =>
      Promise.resolve([...(idsByOwner.get(owner) ?? [])].flatMap((id) => instances.get(id) ?? [])),
    commit(changes) {
      const accepted = changes.every(fits);
      if (accepted) changes.forEach(write);
      return Promise.resolve(accepted);
    },
    sweep(before) {
      const gone = [...instances.values()].filter(
        (row) => neverActive(row) && row.expiresAt < before,
      );
      gone.forEach(remove);
      const kept = new Set([...instances.values()].map(({ serial }) => serial));
      for (const { serial, current } of accounts.values())
        if (current === undefined && !kept.has(serial)) accounts.delete(serial);
      return Promise.resolve(gone.length);
    },
  };
}

function neverActive(row: Instance): boolean {
  return isPending(row) || row.state === 'EXPIRED' || row.state === 'FAILED';
}
