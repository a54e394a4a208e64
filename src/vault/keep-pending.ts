/** Keeping a new activation: its first message is verified before it takes the place of any other. */
import { equal, ownBytes, toHex } from '../core/codec/bytes.ts';
import { TesseraError } from '../core/errors.ts';
import { readFirstMessage } from '../protocol/first-message.ts';
import { findPending, pendingIds, sealPending } from './pending-activation.ts';
import type { Pending } from './pending-activation.ts';
import type { RowWrite, Store } from './store.ts';

const PENDING_STORE = 'activations';

/**
 * Keeps an activation, in the place of any other pending one. The same first message again keeps what
 * is there, device code included.
 * @throws TesseraError WRONG_STATE when this activation is an account already; what reading the message throws
 */
export async function keepPending(
  store: Store,
  firstMessage: Uint8Array,
  c9: Uint8Array,
  now: number,
): Promise<Pending> {
  const { message } = await readFirstMessage(firstMessage);
  const id = toHex(message.activationId);
  let kept: Pending = {
    id,
    firstMessage: ownBytes(firstMessage.slice()),
    c9: ownBytes(c9.slice()),
    createdAt: now,
  };
  await store.change([PENDING_STORE, 'accounts'], async (loaded) => {
    if (loaded.rows('accounts').has(id)) throw new TesseraError('WRONG_STATE');
    const held = await findPending(loaded, now);
    if (held && equal(held.firstMessage, firstMessage)) {
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
