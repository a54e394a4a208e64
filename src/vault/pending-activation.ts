/** The `activations` rows in their two forms: an activation between its two messages, and the activation code of an account that waits for the page. */
import type { Bytes } from '../core/codec/bytes.ts';
import { isCborMap } from '../core/codec/cbor.ts';
import type { CborMap, CborValue } from '../core/codec/cbor.ts';
import { TesseraError } from '../core/errors.ts';
import { FORMAT, sealedRow } from './schema.ts';
import { openRecord, sealRecord } from './record-cipher.ts';
import type { Sealed } from './record-cipher.ts';
import type { RowWrite, Loaded, Store } from './store.ts';

/** An activation between its two messages. */
export interface Pending {
  /** Activation id, hex. */
  readonly id: string;
  readonly firstMessage: Bytes;
  /** The bits of the device code, 9 bytes. */
  readonly c9: Bytes;
  /** Milliseconds since 1970. */
  readonly createdAt: number;
}

type Row =
  | { readonly form: 'pending'; readonly pending: Pending }
  | { readonly form: 'code'; readonly code: string };

const PENDING_STORE = 'activations';
/** Milliseconds after which a pending activation is dropped. */
const LIFE = 24 * 3_600_000;
const KEY = { firstMessage: 1, c9: 2, createdAt: 3, code: 4 } as const;

export function dropPending(store: Store): Promise<void> {
  return store.change([PENDING_STORE], async (loaded) => ({
    changes: (await pendingIds(loaded)).map((id): RowWrite => ({
      drop: true,
      store: PENDING_STORE,
      key: id,
    })),
  }));
}

/** Drops what has been pending for more than a day. */
export function dropExpired(store: Store, now: number): Promise<void> {
  return store.change([PENDING_STORE], async (loaded) => {
    const expired = [];
    for (const id of await pendingIds(loaded)) {
      const row = await readRow(loaded, id);
      if (row?.form === 'pending' && isExpired(row.pending, now)) expired.push(id);
    }
    return {
      changes: expired.map((id): RowWrite => ({ drop: true, store: PENDING_STORE, key: id })),
    };
  });
}

/** The one pending activation, unless its day is over. */
export async function findPending(loaded: Loaded, now: number): Promise<Pending | undefined> {
  for (const id of loaded.rows(PENDING_STORE).keys()) {
    const row = await readRow(loaded, id);
    if (row?.form === 'pending' && !isExpired(row.pending, now)) return row.pending;
  }
  return undefined;
}

/** What replaces the pending row when its account is sealed. */
export function sealCode(loaded: Loaded, id: string, code: string): Promise<Sealed> {
  return sealRecord(
    loaded.deviceKey,
    recordAddress(id),
    new Map<CborValue, CborValue>([[KEY.code, code]]),
  );
}

/** 8 digits. @throws TesseraError UNKNOWN_ACCOUNT when none is kept */
export async function activationCodeOf(loaded: Loaded, id: string): Promise<string> {
  const row = await readRow(loaded, id);
  if (row?.form !== 'code') throw new TesseraError('UNKNOWN_ACCOUNT');
  return row.code;
}

/** A row that does not open is nothing that can be gone on with; the next pending activation takes its place. */
export async function pendingIds(loaded: Loaded): Promise<string[]> {
  const ids = [];
  for (const id of loaded.rows(PENDING_STORE).keys()) {
    if ((await readRow(loaded, id))?.form !== 'code') ids.push(id);
  }
  return ids;
}

async function readRow(loaded: Loaded, id: string): Promise<Row | undefined> {
  const row = loaded.rows(PENDING_STORE).get(id);
  if (row === undefined) return undefined;
  try {
    return await openRecord(loaded.deviceKey, recordAddress(id), sealedRow(row), (value) =>
      decode(id, value),
    );
  } catch (thrown) {
    if (thrown instanceof TesseraError && thrown.code === 'VAULT_DAMAGED') return undefined;
    throw thrown;
  }
}

function decode(id: string, value: CborValue): Row | undefined {
  if (!isCborMap(value)) return undefined;
  const code = value.get(KEY.code);
  if (typeof code === 'string') return { form: 'code', code };
  return decodePending(id, value);
}

function decodePending(id: string, value: CborMap): Row | undefined {
  const [firstMessage, c9] = [value.get(KEY.firstMessage), value.get(KEY.c9)];
  const createdAt = value.get(KEY.createdAt);
  if (!(firstMessage instanceof Uint8Array) || !(c9 instanceof Uint8Array)) return undefined;
  if (c9.length !== 9 || typeof createdAt !== 'number') return undefined;
  return {
    form: 'pending',
    pending: {
      id,
      firstMessage: firstMessage.slice() as Bytes,
      c9: c9.slice() as Bytes,
      createdAt,
    },
  };
}

export function sealPending(
  loaded: Loaded,
  { id, firstMessage, c9, createdAt }: Pending,
): Promise<Sealed> {
  const map = new Map<CborValue, CborValue>([
    [KEY.firstMessage, firstMessage],
    [KEY.c9, c9],
    [KEY.createdAt, createdAt],
  ]);
  return sealRecord(loaded.deviceKey, recordAddress(id), map);
}

function isExpired({ createdAt }: Pending, now: number): boolean {
  return now - createdAt > LIFE;
}

function recordAddress(id: string) {
  return { store: PENDING_STORE, id, format: FORMAT };
}
