/** Verifies the pending activation's first message once: when scanned, or read from storage. */
import { equal } from '../core/codec/bytes.ts';
import { parseMessage } from '../core/codec/parse-message.ts';
import { TesseraError } from '../core/errors.ts';
import type { VerifiedFirstMessage } from '../protocol/first-message.ts';
import { verifyFirstMessage } from '../protocol/first-message.ts';
import type { StoredActivation } from '../vault/pending-activation.ts';

export interface KeptFirstMessage {
  /** Remembers a message that was verified before it was kept. */
  readonly remember: (first: VerifiedFirstMessage) => void;
  /** Verifies what the vault keeps, unless these very bytes are remembered. */
  readonly of: (pending: Pick<StoredActivation, 'firstMessage'>) => Promise<VerifiedFirstMessage>;
  /** Overwrites the secret, once the activation has ended. */
  readonly forget: () => void;
}

export function createKeptFirstMessage(): KeptFirstMessage {
  let known: VerifiedFirstMessage | undefined;
  return {
    remember(first) {
      known = first;
    },
    async of({ firstMessage }) {
      if (known && equal(known.bytes, firstMessage)) return known;
      const message = parseMessage(firstMessage);
      if (message.kind !== 'first') throw new TesseraError('FIRST_EXPECTED');
      known = await verifyFirstMessage(message);
      return known;
    },
    forget() {
      known?.fields.secret.fill(0);
      known = undefined;
    },
  };
}
