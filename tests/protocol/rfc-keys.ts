/** The test keys of RFC 4226, 6238 and 6287: the ASCII digits 1234567890 over and over. */
import { asciiBytes } from '../../src/core/codec/bytes.ts';
import type { HashName, Hmac } from '../../src/protocol/hmac.ts';
import { webHmac } from '../../src/protocol/hmac.ts';

const LENGTH = { 'SHA-1': 20, 'SHA-256': 32, 'SHA-512': 64 } as const;

export function rfcHmac(hash: HashName): Promise<Hmac> {
  return webHmac(hash, asciiBytes('1234567890'.repeat(7).slice(0, LENGTH[hash])));
}
