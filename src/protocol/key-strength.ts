/** What a server sends for a key: some of it anybody could guess. */
import { TesseraError } from '../core/errors.ts';

/** @throws TesseraError WEAK_KEY for nothing at all, or one byte over and over */
export function refuseWeakKey(part: Uint8Array): void {
  if (part.every((byte) => byte === part[0])) throw new TesseraError('WEAK_KEY');
}
