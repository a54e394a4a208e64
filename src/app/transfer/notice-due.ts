/** Looks what is to be said before the first account of another server (docs/vault.md). */
import type { OathNotice } from '../../core/transfer/bring-in-types.ts';
import type { Vault } from '../../vault/types.ts';

/** Returns what is to be said before accounts of other servers are kept, if anything. */
export async function noticeDue(vault: Pick<Vault, 'snapshot'>): Promise<OathNotice | undefined> {
  const { others } = await vault.snapshot();
  if (others === 'erased') return 'erased';
  return others === undefined ? 'first' : undefined;
}
