/** Compresses and decompresses points of P-256 (SEC 1 §2.3): WebKit imports no compressed ones. */
import type { Bytes } from '../core/codec/bytes.ts';
import { fromHex, toHex } from '../core/codec/bytes.ts';
import { TesseraError } from '../core/errors.ts';

const P = 0xffffffff00000001000000000000000000000000ffffffffffffffffffffffffn;
const B = 0x5ac635d8aa3a93e7b3ebbd55769886bc651d06b0cc53b0f63bce3c3e27d2604bn;

/**
 * 33 bytes to the 65 of an uncompressed point (SEC 1 §2.3.4):
 * y = (x³ − 3x + b)^((p+1)/4) mod p, as p ≡ 3 mod 4.
 * @throws TesseraError OUT_OF_RANGE for what is not a compressed point of the curve
 */
export function decompressPoint(compressed: Uint8Array): Bytes {
  const parity = compressed[0];
  if (compressed.length !== 33 || (parity !== 2 && parity !== 3))
    throw new TesseraError('OUT_OF_RANGE');
  const x = BigInt(`0x${toHex(compressed.subarray(1))}`);
  if (x >= P) throw new TesseraError('OUT_OF_RANGE');
  const square = mod(x * x * x - 3n * x + B);
  const root = power(square, (P + 1n) / 4n);
  if (mod(root * root) !== square) throw new TesseraError('OUT_OF_RANGE');
  const y = (root & 1n) === BigInt(parity & 1) ? root : mod(-root);
  return fromHex(`04${hex32(x)}${hex32(y)}`);
}

/**
 * 65 bytes of an uncompressed point to 33 (§2.3.3).
 * @throws TesseraError OUT_OF_RANGE for another form
 */
export function compressPoint(point: Uint8Array): Bytes {
  if (point.length !== 65 || point[0] !== 4) throw new TesseraError('OUT_OF_RANGE');
  const compressed = new Uint8Array(point.slice(0, 33));
  compressed[0] = 2 | (point[64]! & 1);
  return compressed;
}

function power(base: bigint, exponent: bigint): bigint {
  let result = 1n;
  for (let rest = exponent, square = base; rest > 0n; rest >>= 1n, square = mod(square * square)) {
    if ((rest & 1n) === 1n) result = mod(result * square);
  }
  return result;
}

function mod(value: bigint): bigint {
  const rest = value % P;
  return rest < 0n ? rest + P : rest;
}

function hex32(value: bigint): string {
  return value.toString(16).padStart(64, '0');
}
