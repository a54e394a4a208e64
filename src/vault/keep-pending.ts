/** Keeps a new activation, in the place of any other pending one (docs/protocol.md §3). */
import { equal, ownBytes, toHex } from '../core/codec/bytes.ts';
import { TesseraError } from '../core/errors.ts';
import type { VerifiedFirstMessage } from '../protocol/first-message.ts';
import { findPending, pendingIds, sealPending } from './pending-activation.ts';
import type { Pending } from './pending-activation.ts';
import type { RowWrite, Store } from './store.ts';

const PENDING_STORE = 'activations';

/**
 * Keeps an activation, in the place of any other pending one. The same first message again keeps what
 * is there, device code included.
 * @throws TesseraError WRONG_STATE when this activation is an account already
 */
export async function keepPending(
  store: Store,
  { fields, bytes }: VerifiedFirstMessage,
  c9: Uint8Array,
  now: number,
): Promise<Pending> {
  const id = toHex(fields.activationId);
  let kept: Pending = {
    id,
    firstMessage: ownBytes(bytes.slice()),
    c9: ownBytes(c9.slice()),
    createdAt: now,
  };
  await store.change([PENDING_STORE, 'accounts'], async (loaded) => {
    if (loaded.rows('accounts').has(id)) throw new TesseraError('WRONG_STATE');
    const held = await findPending(loaded, now);
    if (held && equal(held.firstMessage, bytes)) {
      kept = held;
      return { changes: [] };
    }
    const dropped = await pendingIds(loaded);
    return {
      changes: [
        ...dropped.map((other): RowWrite => ({ drop: true, store: PENDING_STORE, key: other })),
        { put: await sealPending(loaded, kept), store: PENDING_STORE, key: id },
      ],
    };
  });
  return kept;
}
