/** Operations on other servers' accounts, loaded on first use (docs/vault.md, rules 14 to 18). */
import { TesseraError } from '../core/errors.ts';
import { wholeSeconds } from '../protocol/clock.ts';
import type { NewOath } from './oath-candidates.ts';
import { toCandidates, wipeCandidates } from './oath-candidates.ts';
import { nextCounter, shownCounter } from './oath-counters.ts';
import type { KeptOath } from './oath-kept.ts';
import { readKept, unlessDamaged } from './oath-kept.ts';
import { findOcra2Enrolment, keepOcra2Enrolment } from './oath-pending.ts';
import type { Candidate, Unfit } from './oath-plan.ts';
import { openKept, wipeKept } from './oath-secrets.ts';
import type { KeptOathEntry, OathOperations, WaitingOath } from './oath-types.ts';
import { sealCode } from './pending-activation.ts';
import { confirmedMaterial } from './pin-confirmation.ts';
import { oathSealingPlan, previewOf } from './seal-oath.ts';
import { otherKey } from './secret-permutation.ts';
import type { Loaded, RowWrite, Store } from './store.ts';
import type { Material } from './unlocked.ts';
import { materialOf } from './unlocked.ts';

const OATH_STORES = ['accounts', 'activations', 'settings'] as const;

/** @param now milliseconds since 1970 */
export function createOathOperations(store: Store, now: () => number): OathOperations {
  /** Runs `work` on candidates of the accounts, and overwrites what is kept of their keys. */
  async function withCandidates<T>(
    { root }: Material,
    accounts: readonly NewOath[],
    work: (candidates: readonly (Candidate | Unfit)[]) => Promise<T>,
  ): Promise<T> {
    const candidates = await toCandidates(await otherKey(root), accounts, wholeSeconds(now()));
    try {
      return await work(candidates);
    } finally {
      wipeCandidates(candidates);
    }
  }

  async function sealWaiting(material: Material, account: WaitingOath): Promise<string> {
    const { shown, pendingId, ...rest } = account;
    return withCandidates(material, [rest], async (candidates) => {
      let sealed = '';
      await store.change(OATH_STORES, (loaded) =>
        withKept(loaded, material, async (kept) => {
          if (pendingId !== undefined && loaded.rows('accounts').has(pendingId)) {
            sealed = pendingId;
            return { changes: [] };
          }
          if (pendingId !== undefined && !loaded.rows('activations').has(pendingId))
            throw new TesseraError('UNKNOWN_ACTIVATION');
          const plan = await oathSealingPlan(loaded, kept, {
            candidates,
            state: 'waiting',
            ...(pendingId !== undefined && { id: pendingId }),
          });
          sealed = plan.ids[0]!;
          const pending = await pendingChanges(loaded, sealed, account);
          return { changes: [...plan.changes, ...pending] };
        }),
      );
      return sealed;
    });
  }

  return {
    keepOcra2: (enrolment) => keepOcra2Enrolment(store, enrolment, now()),
    ocra2Pending: async () => findOcra2Enrolment(await store.load(['activations']), now()),

    async previewOath(by, entries) {
      const material = confirmedMaterial(by);
      return withCandidates(material, entries, async (candidates) =>
        withKept(await store.load(OATH_STORES), material, (kept) => previewOf(kept, candidates)),
      );
    },

    async sealOath(by, entries) {
      const material = confirmedMaterial(by);
      return withCandidates(material, entries, async (candidates) => {
        let ids: readonly string[] = [];
        await store.change(OATH_STORES, (loaded) =>
          withKept(loaded, material, async (kept) => {
            const plan = await oathSealingPlan(loaded, kept, { candidates, state: 'active' });
            ({ ids } = plan);
            return plan;
          }),
        );
        return ids;
      });
    },

    sealWaitingOath: async (by, account) => sealWaiting(confirmedMaterial(by), account),
    nextCounter: (id) => nextCounter(store, id),
    shownCounter: (id) => shownCounter(store, id),

    async oathEntries(unlocked) {
      const material = materialOf(unlocked);
      // A slip that passes the check opens each key to another one of its class.
      if (!material.confirmed) throw new TesseraError('WRONG_STATE');
      const key = await otherKey(material.root);
      const loaded = await store.load(OATH_STORES);
      return withKept(loaded, material, async (kept) => {
        const entries = await Promise.all(
          kept.map((account) => toEntry(key, account).catch(unlessDamaged)),
        );
        return entries.filter((entry) => entry !== undefined);
      });
    },
  };
}

/**
 * Reads the accounts that are kept for `work`, and overwrites what it read of their keys.
 * @throws TesseraError LOCKED where the vault is another one since the PIN was entered;
 * VAULT_DAMAGED without the row of that PIN
 */
async function withKept<T>(
  loaded: Loaded,
  { epoch }: Material,
  work: (kept: readonly KeptOath[]) => Promise<T> | T,
): Promise<T> {
  if (loaded.vault.epoch !== epoch) throw new TesseraError('LOCKED');
  if (loaded.pin?.check === undefined) throw new TesseraError('VAULT_DAMAGED');
  const kept = await readKept(loaded);
  try {
    return await work(kept);
  } finally {
    for (const { secret } of kept) wipeKept(secret);
  }
}

/**
 * Replaces a pending row by the text that is to be typed, or removes it. An account that is kept
 * has had its text: nothing would remove another one.
 */
async function pendingChanges(
  loaded: Loaded,
  id: string,
  { shown, pendingId }: WaitingOath,
): Promise<RowWrite[]> {
  const changes: RowWrite[] = [];
  if (pendingId !== undefined) changes.push({ drop: true, store: 'activations', key: pendingId });
  if (shown !== undefined && !loaded.rows('accounts').has(id))
    changes.push({ put: await sealCode(loaded, id, shown), store: 'activations', key: id });
  return changes;
}

async function toEntry(
  key: CryptoKey,
  { id, row, profile, secret, counter }: KeptOath,
): Promise<KeptOathEntry | undefined> {
  const { issuerName, label, ownName, type, otp, addedAt } = profile;
  if (row.state !== 'active' || type === 'ocra2' || !otp) return undefined;
  // From 0 the other phone would give codes that were used.
  if (type === 'hotp' && counter === undefined) throw new TesseraError('VAULT_DAMAGED');
  return {
    id,
    type,
    issuer: issuerName,
    label,
    secret: await openKept(key, secret),
    otp,
    addedAt,
    ...(ownName !== undefined && { ownName }),
    ...(counter !== undefined && { counter }),
  };
}
