/** Notices that the wizard's pending activation is gone: replaced in another tab, or dropped. */
import type { ActivationEvent, Loss } from '../core/activation/types.ts';
import { droppedIn } from '../vault/settings.ts';
import type { Vault, VaultSnapshot } from '../vault/types.ts';

/** What tells how an activation was lost. */
type Kept = Pick<VaultSnapshot, 'accounts' | 'damaged' | 'pending' | 'settings'>;

/**
 * Returns how the activation `id` was lost; undefined if it was not, was sealed, or was stopped in
 * another tab: a code that comes for that one is refused when it comes.
 */
export function lossOf(id: string, kept: Kept): Loss | undefined {
  if (kept.pending?.id === id || kept.damaged.some((each) => each.id === id)) return undefined;
  if (kept.accounts.some((account) => account.id === id)) return undefined;
  const dropped = droppedIn(kept.settings);
  if (dropped?.id === id) return droppedLoss(kept);
  return kept.pending ? { by: 'replaced' } : undefined;
}

/** Returns the loss that the person has not been told of yet, if an activation was dropped. */
export function droppedLoss({ settings }: Pick<Kept, 'settings'>): Loss | undefined {
  const dropped = droppedIn(settings);
  if (!dropped) return undefined;
  const { begunAt, droppedAt } = dropped;
  return { by: 'dropped', begunAt, droppedAt };
}

/** Says of an activation that is not known that it was dropped: the clock may have been moved. */
export async function findLoss(
  vault: Pick<Vault, 'dropExpired' | 'snapshot'>,
): Promise<ActivationEvent | undefined> {
  await vault.dropExpired();
  const lost = droppedLoss(await vault.snapshot());
  return lost && { type: 'pending-lost', lost };
}
