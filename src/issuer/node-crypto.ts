/** Node's own cryptography, where there is one. */
import type * as NodeCrypto from 'node:crypto';

import { nodeModule } from './node-modules.ts';

/** `node:crypto`; undefined in runtimes without it. */
export const nodeCrypto: typeof NodeCrypto | undefined = nodeModule?.('node:crypto');
