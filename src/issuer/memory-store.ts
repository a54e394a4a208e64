/**
 * The store of tests, demonstrations and of sites that may forget: maps in the memory of one
 * process.
 */
import type { Instance, IssuerAccount, IssuerOwner } from './instance.ts';
import { isPending } from './instance.ts';
import type { RequestRow, SpentToken } from './request-row.ts';
import type { IssuerStore, RowChange, RowVersion } from './store.ts';
import { emptyFrom } from './tries.ts';

/**
 * An empty store. Each call is one turn of the event loop, so a commit is atomic without a lock.
 */
export function createMemoryStore(): IssuerStore {
  const instances = new Map<string, Instance>();
  const accounts = new Map<string, IssuerAccount>();
  const owners = new Map<string, IssuerOwner>();
  const requests = new Map<string, RequestRow>();
  const tokens = new Map<string, SpentToken>();
  const idsByOwner = new Map<string, Set<string>>();
  const requestsByInstance = new Map<string, Set<string>>();

  function stored({ table, row }: RowChange): { readonly version: number } | undefined {
    switch (table) {
      case 'instances':
        return instances.get(row.id);
      case 'accounts':
        return accounts.get(row.serial);
      case 'owners':
        return owners.get(row.owner);
      case 'requests':
        return requests.get(row.id);
      case 'tokens':
        return tokens.get(row.id);
    }
  }

  const instancesOf = (owner: string): readonly Instance[] =>
    [...(idsByOwner.get(owner) ?? [])].flatMap((id) => instances.get(id) ?? []);

  const requestsOf = (instance: string, notBefore: number): readonly RequestRow[] =>
    [...(requestsByInstance.get(instance) ?? [])]
      .flatMap((id) => requests.get(id) ?? [])
      .filter(({ expiresAt }) => expiresAt >= notBefore);

  const versionsOf = (owner: string, notBefore: number): readonly RowVersion[] =>
    instancesOf(owner).flatMap((instance) => [
      versionOf('instances', instance, owner),
      ...requestsOf(instance.id, notBefore).map((row) => versionOf('requests', row, owner)),
    ]);

  const fits = (change: RowChange): boolean =>
    (stored(change)?.version ?? 0) === change.row.version - 1;

  function write({ table, row }: RowChange): void {
    switch (table) {
      case 'instances':
        instances.set(row.id, row);
        return addToIndex(idsByOwner, row.owner, row.id);
      case 'accounts':
        return void accounts.set(row.serial, row);
      case 'owners':
        return void owners.set(row.owner, row);
      case 'requests':
        requests.set(row.id, row);
        return addToIndex(requestsByInstance, row.instance, row.id);
      case 'tokens':
        return void tokens.set(row.id, row);
    }
  }

  function remove({ id, owner }: Instance): void {
    instances.delete(id);
    removeFromIndex(idsByOwner, owner, id);
  }

  return {
    instance: (id) => Promise.resolve(instances.get(id)),
    account: (serial) => Promise.resolve(accounts.get(serial)),
    instancesOf: (owner) => Promise.resolve(instancesOf(owner)),
    owner: (owner) => Promise.resolve(owners.get(owner)),
    request: (id) => Promise.resolve(requests.get(id)),
    requestsOf: (instance, notBefore) => Promise.resolve(requestsOf(instance, notBefore)),
    versionsOf: (ofOwners, notBefore) =>
      Promise.resolve(ofOwners.flatMap((owner) => versionsOf(owner, notBefore))),
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
      for (const { id, instance, expiresAt } of [...requests.values()]) {
        if (expiresAt >= before) continue;
        requests.delete(id);
        removeFromIndex(requestsByInstance, instance, id);
      }
      for (const { owner, tries } of [...owners.values()])
        if ((emptyFrom(tries) ?? Infinity) < before) owners.delete(owner);
      for (const { id, expiresAt } of [...tokens.values()])
        if (expiresAt < before) tokens.delete(id);
      return Promise.resolve(gone.length);
    },
  };
}

function neverActive(row: Instance): boolean {
  return isPending(row) || row.state === 'EXPIRED' || row.state === 'FAILED';
}

function versionOf(
  table: RowVersion['table'],
  { id, version, expiresAt }: Instance | RequestRow,
  owner: string,
): RowVersion {
  return { table, id, version, expiresAt, owner };
}

function addToIndex(groups: Map<string, Set<string>>, key: string | undefined, id: string): void {
  if (key === undefined) return;
  groups.set(key, (groups.get(key) ?? new Set()).add(id));
}

function removeFromIndex(
  groups: Map<string, Set<string>>,
  key: string | undefined,
  id: string,
): void {
  if (key === undefined) return;
  const ids = groups.get(key);
  ids?.delete(id);
  if (ids?.size === 0) groups.delete(key);
}
