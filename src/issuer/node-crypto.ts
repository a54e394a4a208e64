/** Node's own cryptography, where there is one. */
import type * as NodeCrypto from 'node:crypto';

// Looked up rather than imported, so that the library loads in runtimes without Node's modules.
const { process: host } = globalThis as { readonly process?: Partial<NodeJS.Process> };

/** `node:crypto`; undefined in runtimes without it. */
export const nodeCrypto: typeof NodeCrypto | undefined = host?.getBuiltinModule?.('node:crypto');
