/** Response codes as the issuer computes them (OCRA, RFC 6287; docs/protocol.md §7). */
import type { Bytes } from '../core/codec/bytes.ts';
import { sha256 } from '../protocol/hmac.ts';
import { ocra, responseSuite } from '../protocol/ocra.ts';
import { signedBytes } from '../protocol/request.ts';
import { issuerHmac } from './hmac.ts';
import { nodeCrypto } from './node-crypto.ts';

/** What a response code is computed with. */
export interface ResponseKey {
  /** The suite of the instance that answers. */
  readonly suite: string;
  /** Its sign key. */
  readonly signKey: Uint8Array;
}

/** The code that answers a message; it signs the number, too, where one is given. */
export async function expectedCode(
  { suite: text, signKey }: ResponseKey,
  message: Uint8Array,
  number?: string,
): Promise<string> {
  const suite = responseSuite(text);
  const hmac = await issuerHmac(suite.hash, signKey);
  return ocra(hmac, suite, { question: await digest(signedBytes(message, number)) });
}

function digest(data: Bytes): Uint8Array | Promise<Uint8Array> {
  return nodeCrypto?.createHash('sha256').update(data).digest() ?? sha256(data);
}
