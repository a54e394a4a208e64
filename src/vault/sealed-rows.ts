/** Opens a sealed row of which nothing hangs on others: one that is damaged is none. */
import type { CborValue } from '../core/codec/cbor.ts';
import { TesseraError } from '../core/errors.ts';
import { openRecord } from './record-cipher.ts';
import type { StoreName } from './schema.ts';
import { parseSealedRow, RECORD_FORMAT } from './schema.ts';
import type { Loaded } from './store.ts';

/** Returns undefined for a row that is not there, that does not open or that says nothing. */
export async function openSealedRow<T>(
  { rows, deviceKey }: Pick<Loaded, 'rows' | 'deviceKey'>,
  { store, id }: { readonly store: StoreName; readonly id: string },
  decode: (value: CborValue) => T | undefined,
): Promise<T | undefined> {
  const stored = rows(store).get(id);
  if (stored === undefined) return undefined;
  try {
    const address = { store, id, format: RECORD_FORMAT };
    return await openRecord(deviceKey, address, parseSealedRow(stored), decode);
  } catch (thrown) {
    if (thrown instanceof TesseraError && thrown.code === 'VAULT_DAMAGED') return undefined;
    throw thrown;
  }
}
