/** The tasks of a move, in the transfer's worker. */
import type { Bytes } from '../../core/codec/bytes.ts';
import type {
  MadeRequest,
  OpenedMove,
  OpenMoveInput,
  PackedMove,
  PackMoveInput,
} from '../../transfer/move/tasks.ts';
import { runTask } from './transfer-worker.ts';

/** Byte arrays of the input may be empty afterwards. `signal` ends the work. */
export interface MoveTasks {
  readonly makeRequest: (signal: AbortSignal) => Promise<MadeRequest>;
  readonly compareNumber: (publicKey: Bytes, signal: AbortSignal) => Promise<string>;
  readonly pack: (input: PackMoveInput, signal: AbortSignal) => Promise<PackedMove>;
  readonly open: (input: OpenMoveInput, signal: AbortSignal) => Promise<OpenedMove>;
}

export const moveTasks: MoveTasks = {
  async makeRequest(signal) {
    try {
      return await runTask('move-request', { asText: false }, { signal });
    } catch {
      // WebKit hands no X25519 key of WebCrypto's from a worker to the page.
      signal.throwIfAborted();
      return runTask('move-request', { asText: true }, { signal });
    }
  },
  // Copies: the key is needed again.
  compareNumber: (publicKey, signal) =>
    runTask('move-number', { publicKey: publicKey.slice() }, { signal }),
  pack: ({ entries, publicKey }, signal) =>
    runTask('move-pack', { entries, publicKey: publicKey.slice() }, { signal }),
  open: (input, signal) => runTask('move-open', input, { signal }),
};
