/** The comparison number of a request: scrypt (RFC 7914) makes each guess at a key costly. */
import { scrypt } from '@noble/hashes/scrypt.js';

import { asciiBytes } from '../../core/codec/bytes.ts';
import { NUMBER_BYTES, numberOf } from './digits.ts';

const SALT = asciiBytes('tessera/move/v1/compare');
/** 32 MiB: every phone's browser has them. */
const COST = { N: 2 ** 15, r: 8, p: 1, dkLen: NUMBER_BYTES } as const;

/** Returns the digits under a request's QR code; takes up to seconds, so only in a worker. */
export function comparisonNumber(key: Uint8Array): string {
  return numberOf(scrypt(key, SALT, COST));
}
