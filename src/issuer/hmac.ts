/**
 * HMAC (RFC 2104) for the issuer: node:crypto where there is one, ten times faster for short inputs
 * than WebCrypto, which serves everywhere else.
 */
import type * as NodeCrypto from 'node:crypto';

import type { HashName, Hmac } from '../protocol/hmac.ts';
import { webHmac } from '../protocol/hmac.ts';

// Looked up rather than imported, so that the library loads in runtimes without Node's modules.
const { process: host } = globalThis as { readonly process?: Partial<NodeJS.Process> };
const node: typeof NodeCrypto | undefined = host?.getBuiltinModule?.('node:crypto');

/** An HMAC with its hash and key inside. */
export function issuerHmac(hash: HashName, key: Uint8Array): Promise<Hmac> {
  if (node === undefined) return webHmac(hash, key);
  const { createHmac } = node;
  const name = hash.replace('-', '').toLowerCase();
  return Promise.resolve((data) => Promise.resolve(createHmac(name, key).update(data).digest()));
}
