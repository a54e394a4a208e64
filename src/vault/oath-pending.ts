/**
 * The `activations` rows of other servers' accounts: LinOTP's ocra2 between its two images, and the
 * text that a page waits for. The server's nonce, its signatures and a two-step code's own part are
 * never written: beside what is kept here they would be the key (docs/vault.md).
 */
import type { Bytes } from '../core/codec/bytes.ts';
import { equal, toHex } from '../core/codec/bytes.ts';
import type { CborValue } from '../core/codec/cbor.ts';
import { isCborMap } from '../core/codec/cbor.ts';
import { randomBytes } from '../protocol/random.ts';
import { PENDING_LIFETIME_MS, pendingDrops } from './pending-activation.ts';
import type { Sealed } from './record-cipher.ts';
import { sealRecord } from './record-cipher.ts';
import { RECORD_FORMAT } from './schema.ts';
import { openSealedRow } from './sealed-rows.ts';
import { forgetDropped } from './settings.ts';
import type { Loaded, RowWrite, Store } from './store.ts';

/** What image 1 and the phone have given. */
export interface NewOcra2Enrolment {
  /** The server's part, 1–128 bytes. */
  readonly shared: Uint8Array;
  /** The phone's part. */
  readonly phonePart: Uint8Array;
  readonly serial: string;
  readonly suite: string;
}

/** An enrolment between its two images. */
export interface StoredOcra2Enrolment extends NewOcra2Enrolment {
  /** 16 hex digits; its account will have the same. */
  readonly id: string;
  readonly shared: Bytes;
  readonly phonePart: Bytes;
  /** Milliseconds since 1970. */
  readonly createdAt: number;
}

const PENDING_STORE = 'activations';
const ID_BYTES = 8;
const ENROLMENT_KEY = { createdAt: 3, shared: 5, phonePart: 6, serial: 7, suite: 9 } as const;

/** Draws an id that no account and no pending activation has. */
export function drawAccountId(loaded: Loaded): string {
  for (;;) {
    const id = toHex(randomBytes(ID_BYTES));
    if (!loaded.rows('accounts').has(id) && !loaded.rows(PENDING_STORE).has(id)) return id;
  }
}

/**
 * Keeps an enrolment, in the place of any other pending one. The same image 1 again keeps the
 * pending one, with its activation code.
 * @param now milliseconds since 1970
 */
export async function keepOcra2Enrolment(
  store: Store,
  enrolment: NewOcra2Enrolment,
  now: number,
): Promise<StoredOcra2Enrolment> {
  const { serial, suite } = enrolment;
  let kept: StoredOcra2Enrolment | undefined;
  await store.change([PENDING_STORE, 'accounts', 'settings'], async (loaded) => {
    const earlier = await findOcra2Enrolment(loaded, now);
    if (earlier && isSameImage(earlier, enrolment)) {
      kept = earlier;
      return { changes: [] };
    }
    const fresh: StoredOcra2Enrolment = {
      id: drawAccountId(loaded),
      shared: enrolment.shared.slice(),
      phonePart: enrolment.phonePart.slice(),
      serial,
      suite,
      createdAt: now,
    };
    kept = fresh;
    const put: RowWrite = {
      put: await sealEnrolment(loaded, fresh),
      store: PENDING_STORE,
      key: fresh.id,
    };
    return { changes: [...(await pendingDrops(loaded)), ...forgetDropped(loaded), put] };
  });
  return kept!;
}

/** Returns the one enrolment between its images, unless it has expired. */
export async function findOcra2Enrolment(
  loaded: Loaded,
  now: number,
): Promise<StoredOcra2Enrolment | undefined> {
  for (const id of loaded.rows(PENDING_STORE).keys()) {
    const found = await openEnrolment(loaded, id);
    if (found && now - found.createdAt <= PENDING_LIFETIME_MS) return found;
  }
  return undefined;
}

function isSameImage(earlier: StoredOcra2Enrolment, enrolment: NewOcra2Enrolment): boolean {
  const { serial, suite } = enrolment;
  return (
    earlier.serial === serial && earlier.suite === suite && equal(earlier.shared, enrolment.shared)
  );
}

function openEnrolment(loaded: Loaded, id: string): Promise<StoredOcra2Enrolment | undefined> {
  return openSealedRow(loaded, { store: PENDING_STORE, id }, (value) => decode(id, value));
}

function decode(id: string, value: CborValue): StoredOcra2Enrolment | undefined {
  if (!isCborMap(value)) return undefined;
  const { createdAt: at, shared: sh, phonePart: a, serial: se, suite: os } = ENROLMENT_KEY;
  const [createdAt, shared, phonePart] = [value.get(at), value.get(sh), value.get(a)];
  const [serial, suite] = [value.get(se), value.get(os)];
  if (!(shared instanceof Uint8Array) || !(phonePart instanceof Uint8Array)) return undefined;
  if (typeof createdAt !== 'number' || typeof serial !== 'string' || typeof suite !== 'string')
    return undefined;
  return { id, createdAt, shared: shared.slice(), phonePart: phonePart.slice(), serial, suite };
}

function sealEnrolment(loaded: Loaded, enrolment: StoredOcra2Enrolment): Promise<Sealed> {
  const { id, createdAt, shared, phonePart, serial, suite } = enrolment;
  const map = new Map<CborValue, CborValue>([
    [ENROLMENT_KEY.createdAt, createdAt],
    [ENROLMENT_KEY.shared, shared],
    [ENROLMENT_KEY.phonePart, phonePart],
    [ENROLMENT_KEY.serial, serial],
    [ENROLMENT_KEY.suite, suite],
  ]);
  return sealRecord(loaded.deviceKey, { store: PENDING_STORE, id, format: RECORD_FORMAT }, map);
}
