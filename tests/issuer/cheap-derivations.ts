/**
 * Makes activations cheap in tests of everything else: the issuer stretches a device code in few
 * rounds, and so does its phone, whatever is asked for. derivations.test.ts and the vectors of
 * tests/protocol hold the real ones.
 */
import { pbkdf2Sync } from 'node:crypto';
import { EventEmitter } from 'node:events';
import workers from 'node:worker_threads';

import { toHex } from '../../src/core/codec/bytes.ts';

const ROUNDS = 16;
/** How long it takes, milliseconds: others come to wait for the same one, as for a real one. */
const TAKES_MS = 5;
/** The real one, where a test stops the clock. */
const later = globalThis.setTimeout;

/** Salts of what was stretched cheaply; each is of one activation alone. */
const salts = new Set<string>();

/** Stands for a worker of src/issuer/derivation-workers.ts. */
class CheapWorker extends EventEmitter {
  postMessage({ password, salt }: { readonly password: Uint8Array; readonly salt: Uint8Array }) {
    salts.add(toHex(salt));
    const key = new Uint8Array(pbkdf2Sync(password, salt, ROUNDS, 32, 'sha256'));
    later(() => this.emit('message', key), TAKES_MS);
  }

  ref(): void {}

  unref(): void {}

  terminate(): Promise<number> {
    return Promise.resolve(0);
  }
}

/** Makes an issuer whose derivations are cheap, and those of the phones that activate there. */
export function withCheapDerivations<Made>(make: () => Made): Made {
  const { Worker } = workers;
  workers.Worker = CheapWorker as unknown as typeof Worker;
  try {
    return make();
  } finally {
    workers.Worker = Worker;
  }
}

const { deriveBits } = SubtleCrypto.prototype;
SubtleCrypto.prototype.deriveBits = function (this: SubtleCrypto, algorithm, key, length) {
  const { name, salt } = algorithm as Partial<Pbkdf2Params>;
  const isCheap = name === 'PBKDF2' && salts.has(toHex(salt as Uint8Array));
  const asked = isCheap ? { ...(algorithm as object), iterations: ROUNDS } : algorithm;
  return deriveBits.call(this, asked as Pbkdf2Params, key, length);
};
