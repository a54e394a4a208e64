/** The receipt of a move: what the new phone can only know once it has opened all of it. */
import { asciiBytes, concat } from '../../core/codec/bytes.ts';
import { webHmac } from '../../protocol/hmac.ts';
import { numberOf } from './digits.ts';

const LABEL = asciiBytes('tessera/move/v1/receipt');

/** Returns the digits for a receipt secret and the first eight bytes of the whole's digest. */
export async function receiptOf(secret: Uint8Array, digest: Uint8Array): Promise<string> {
  const mac = await webHmac('SHA-256', secret);
  return numberOf(await mac(concat(LABEL, digest)));
}
