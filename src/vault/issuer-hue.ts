/** The hue of an issuer: from SHA-256 (FIPS 180-4) of its key, so that two of one name differ. */
import { fromHex, utf8 } from '../core/codec/bytes.ts';
import { sha256 } from '../protocol/hmac.ts';

const DEGREES = 360;
const BYTE_VALUES = 256;

/** `key` in hex. */
export function issuerHue(key: string): Promise<number> {
  return hueOf(fromHex(key));
}

/** The hue of a server that has no key: from its name. */
export function nameHue(name: string): Promise<number> {
  return hueOf(utf8(name));
}

/** Returns degrees, 0–359: the digest's first 16 bits as a part of a circle. */
async function hueOf(data: Uint8Array): Promise<number> {
  const [high = 0, low = 0] = await sha256(data);
  return Math.floor(((high * BYTE_VALUES + low) * DEGREES) / BYTE_VALUES ** 2);
}
