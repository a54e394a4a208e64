/** The hue of an issuer: from SHA-256 (FIPS 180-4) of its key, so that two of one name differ. */
import { fromHex } from '../core/codec/bytes.ts';
import { sha256 } from '../protocol/hmac.ts';

const DEGREES = 360;
const BYTE_VALUES = 256;

/** Returns degrees, 0–359: the digest's first 16 bits as a part of a circle. `key` in hex. */
export async function issuerHue(key: string): Promise<number> {
  const [high = 0, low = 0] = await sha256(fromHex(key));
  return Math.floor(((high * BYTE_VALUES + low) * DEGREES) / BYTE_VALUES ** 2);
}
