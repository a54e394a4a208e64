/** Response codes as the issuer computes them (OCRA, RFC 6287; docs/protocol.md §7). */
import { ocra, responseSuite } from '../protocol/ocra.ts';
import { signedBytes } from '../protocol/request.ts';
import { issuerHmac, issuerSha256 } from './hmac.ts';

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
  return ocra(hmac, suite, { question: await issuerSha256(signedBytes(message, number)) });
}
