/** The `activations` rows: a pending activation, or the activation code of a waiting account. */
import type { Bytes } from '../core/codec/bytes.ts';
import { equal, ownBytes, toHex } from '../core/codec/bytes.ts';
import type { CborMap, CborValue } from '../core/codec/cbor.ts';
import { isCborMap } from '../core/codec/cbor.ts';
import { TesseraError } from '../core/errors.ts';
import type { VerifiedFirstMessage } from '../protocol/first-message.ts';
import type { RecordAddress, Sealed } from './record-cipher.ts';
import { sealRecord } from './record-cipher.ts';
import { RECORD_FORMAT } from './schema.ts';
import { openSealedRow } from './sealed-rows.ts';
import { droppedChange, forgetDropped } from './settings.ts';
import type { Loaded, RowWrite, Store } from './store.ts';

/** An activation between its two messages. */
export interface StoredActivation {
  /** Activation id, hex. */
  readonly id: string;
  readonly firstMessage: Bytes;
  /** The bits of the device code, 9 bytes. */
  readonly c9: Bytes;
  /** Milliseconds since 1970. */
  readonly createdAt: number;
}

type Row =
  | { readonly form: 'pending'; readonly pending: StoredActivation }
  /** Of another server's account: `oath-pending.ts` opens it. */
  | { readonly form: 'other'; readonly pending: Pick<StoredActivation, 'createdAt'> }
  | { readonly form: 'code'; readonly code: string };

const PENDING_STORE = 'activations';
/** A pending activation is dropped after a day. */
export const PENDING_LIFETIME_MS = 24 * 3_600_000;
const C9_BYTES = 9;
/** Of another server's enrolment: what `oath-pending.ts` has in its rows besides a time. */
const OTHER_KEYS = [5, 6, 7, 9];
const PENDING_KEY = { firstMessage: 1, c9: 2, createdAt: 3, code: 4 } as const;

/**
 * Keeps an activation, in the place of any other pending one. The same first message again keeps
 * the pending one, device code included.
 * @param now milliseconds since 1970
 * @throws TesseraError WRONG_STATE when this activation is an account already
 */
export async function keepPending(
  store: Store,
  { fields, bytes }: VerifiedFirstMessage,
  c9: Uint8Array,
  now: number,
): Promise<StoredActivation> {
  const id = toHex(fields.activationId);
  let kept: StoredActivation = {
    id,
    firstMessage: ownBytes(bytes.slice()),
    c9: ownBytes(c9.slice()),
    createdAt: now,
  };
  await store.change([PENDING_STORE, 'accounts', 'settings'], async (loaded) => {
    if (loaded.rows('accounts').has(id)) throw new TesseraError('WRONG_STATE');
    const earlier = await findPending(loaded, now);
    if (earlier && equal(earlier.firstMessage, bytes)) {
      kept = earlier;
      return { changes: [] };
    }
    const put = { put: await sealPending(loaded, kept), store: PENDING_STORE, key: id } as const;
    return { changes: [...(await pendingDrops(loaded)), ...forgetDropped(loaded), put] };
  });
  return kept;
}

export function dropPending(store: Store): Promise<void> {
  return store.change([PENDING_STORE], async (loaded) => ({
    changes: await pendingDrops(loaded),
  }));
}

/**
 * Drops what has been pending for more than a day. Of an issuer's activation it notes that it did,
 * so that the person is told. `now`: milliseconds since 1970.
 */
export function dropExpired(store: Store, now: number): Promise<void> {
  return store.change([PENDING_STORE], async (loaded) => {
    const changes: RowWrite[] = [];
    for (const id of await pendingIds(loaded)) {
      const row = await openRow(loaded, id);
      if (row === undefined || row.form === 'code' || !isExpired(row.pending, now)) continue;
      changes.push(dropChange(id));
      if (row.form === 'pending') changes.push(await droppedChange(loaded, row.pending, now));
    }
    return { changes };
  });
}

/** Returns the one pending activation, unless it has expired. */
export async function findPending(
  loaded: Loaded,
  now: number,
): Promise<StoredActivation | undefined> {
  for (const id of loaded.rows(PENDING_STORE).keys()) {
    const row = await openRow(loaded, id);
    if (row?.form === 'pending' && !isExpired(row.pending, now)) return row.pending;
  }
  return undefined;
}

/** Returns true while an enrolment of `oath-pending.ts` is between its images. */
export async function isEnrolling(loaded: Loaded, now: number): Promise<boolean> {
  for (const id of loaded.rows(PENDING_STORE).keys()) {
    const row = await openRow(loaded, id);
    if (row?.form === 'other' && !isExpired(row.pending, now)) return true;
  }
  return false;
}

/** Seals the activation code that replaces the pending row when its account is sealed. */
export function sealCode(loaded: Loaded, id: string, code: string): Promise<Sealed> {
  return sealRecord(
    loaded.deviceKey,
    recordAddress(id),
    new Map<CborValue, CborValue>([[PENDING_KEY.code, code]]),
  );
}

/** Returns the 8 digits of a code. @throws TesseraError UNKNOWN_ACCOUNT when none is kept */
export async function activationCodeOf(loaded: Loaded, id: string): Promise<string> {
  const row = await openRow(loaded, id);
  if (row?.form !== 'code') throw new TesseraError('UNKNOWN_ACCOUNT');
  return row.code;
}

/** Returns the changes that drop whatever is pending: there is one pending activation at most. */
export async function pendingDrops(loaded: Loaded): Promise<readonly RowWrite[]> {
  return (await pendingIds(loaded)).map(dropChange);
}

/**
 * Returns the ids of pending rows and of rows that do not open: those cannot be continued, and the
 * next pending activation replaces them.
 */
async function pendingIds(loaded: Loaded): Promise<string[]> {
  const ids = [];
  for (const id of loaded.rows(PENDING_STORE).keys()) {
    if ((await openRow(loaded, id))?.form !== 'code') ids.push(id);
  }
  return ids;
}

function openRow(loaded: Loaded, id: string): Promise<Row | undefined> {
  return openSealedRow(loaded, { store: PENDING_STORE, id }, (value) => decodeRow(id, value));
}

function decodeRow(id: string, value: CborValue): Row | undefined {
  if (!isCborMap(value)) return undefined;
  const code = value.get(PENDING_KEY.code);
  if (typeof code === 'string') return { form: 'code', code };
  return decodePending(id, value);
}

function decodePending(id: string, value: CborMap): Row | undefined {
  const [firstMessage, c9] = [value.get(PENDING_KEY.firstMessage), value.get(PENDING_KEY.c9)];
  const createdAt = value.get(PENDING_KEY.createdAt);
  if (typeof createdAt !== 'number') return undefined;
  if (OTHER_KEYS.every((key) => value.has(key))) return { form: 'other', pending: { createdAt } };
  if (!(firstMessage instanceof Uint8Array) || !(c9 instanceof Uint8Array)) return undefined;
  if (c9.length !== C9_BYTES) return undefined;
  return {
    form: 'pending',
    pending: {
      id,
      firstMessage: firstMessage.slice(),
      c9: c9.slice(),
      createdAt,
    },
  };
}

function sealPending(
  loaded: Loaded,
  { id, firstMessage, c9, createdAt }: StoredActivation,
): Promise<Sealed> {
  const map = new Map<CborValue, CborValue>([
    [PENDING_KEY.firstMessage, firstMessage],
    [PENDING_KEY.c9, c9],
    [PENDING_KEY.createdAt, createdAt],
  ]);
  return sealRecord(loaded.deviceKey, recordAddress(id), map);
}

function dropChange(id: string): RowWrite {
  return { drop: true, store: PENDING_STORE, key: id };
}

function isExpired({ createdAt }: Pick<StoredActivation, 'createdAt'>, now: number): boolean {
  return now - createdAt > PENDING_LIFETIME_MS;
}

function recordAddress(id: string): RecordAddress {
  return { store: PENDING_STORE, id, format: RECORD_FORMAT };
}
