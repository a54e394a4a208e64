/** Aegis: its vault as JSON, plain or under a password (scrypt, AES-256-GCM), format version 1. */
import type { Bytes } from '../../core/codec/bytes.ts';
import { concat } from '../../core/codec/bytes.ts';
import { unreadableEntry } from '../../core/codec/oath-fields.ts';
import { TesseraError } from '../../core/errors.ts';
import type { Item } from '../accounts.ts';
import { toFileSource, toItem } from '../accounts.ts';
import { openGcm } from '../ciphers.ts';
import { encodeUtf8, fromBase64, fromHexField, requireLength } from '../file-bytes.ts';
import type { FileReader } from '../file-reader.ts';
import { fieldAt, fieldOf, isRecord, numberOf, requireArray, textOf } from '../json.ts';
import type { KeyDerivation, ScryptInput } from '../kdf.ts';
import { KEY_BYTES, MAX_SCRYPT_WORK, requireBearableScrypt } from '../kdf.ts';
import { parseOpened } from './opened.ts';

const PASSWORD_SLOT = 1;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

export const aegis: FileReader = {
  format: 'aegis',
  recognises: ({ json }) => isRecord(fieldOf(json, 'header')) && fieldOf(json, 'db') !== undefined,
  needsPassword: ({ json }) => isEncrypted(json) && slotsOf(json).length > 0,
  async read({ json }, password, derive) {
    const db = isEncrypted(json) ? await openVault(json, password, derive) : fieldOf(json, 'db');
    return toFileSource(requireArray(fieldOf(db, 'entries')).map(readItem));
  },
};

/** One of the vault's slots that a password opens: the master key, encrypted. */
interface Slot extends Omit<ScryptInput, 'password'> {
  readonly nonce: Bytes;
  /** With its tag. */
  readonly key: Bytes;
}

function isEncrypted(json: unknown): boolean {
  return typeof fieldOf(json, 'db') === 'string';
}

/** @throws TesseraError FILE_OF_OTHER_APP, FILE_TOO_COSTLY, FILE_DAMAGED */
function slotsOf(json: unknown): readonly Slot[] {
  const slots = requireArray(fieldAt(json, 'header', 'slots'))
    .filter((slot) => fieldOf(slot, 'type') === PASSWORD_SLOT)
    .map(toSlot);
  // A vault that only a fingerprint opens.
  if (slots.length === 0) throw new TesseraError('FILE_OF_OTHER_APP');
  slots.forEach(requireBearableScrypt);
  // Each of them may have to be tried.
  const work = slots.reduce((sum, { n, r, p }) => sum + n * r * p, 0);
  if (work > MAX_SCRYPT_WORK) throw new TesseraError('FILE_TOO_COSTLY');
  return slots;
}

async function openVault(json: unknown, password: string, derive: KeyDerivation): Promise<unknown> {
  const params = fieldAt(json, 'header', 'params');
  const iv = requireLength(fromHexField(fieldOf(params, 'nonce')), NONCE_BYTES);
  const tag = requireLength(fromHexField(fieldOf(params, 'tag')), TAG_BYTES);
  const data = concat(fromBase64(fieldOf(json, 'db')), tag);
  const key = await openSlots(slotsOf(json), password, derive);
  const opened = await openGcm({ key, iv, data });
  key.fill(0);
  return parseOpened(opened, 'FILE_DAMAGED');
}

/** @throws TesseraError FILE_PASSWORD_WRONG where no slot opens */
async function openSlots(
  slots: readonly Slot[],
  password: string,
  derive: KeyDerivation,
): Promise<Bytes> {
  const typed = encodeUtf8(password);
  try {
    for (const { key: data, nonce: iv, ...how } of slots) {
      const key = await derive.scrypt({ password: typed, ...how });
      const master = await openGcm({ key, iv, data });
      key.fill(0);
      if (master !== undefined) return requireLength(master, KEY_BYTES);
    }
  } finally {
    typed.fill(0);
  }
  throw new TesseraError('FILE_PASSWORD_WRONG');
}

function toSlot(slot: unknown): Slot {
  const tag = requireLength(fromHexField(fieldAt(slot, 'key_params', 'tag')), TAG_BYTES);
  return {
    salt: fromHexField(fieldOf(slot, 'salt')),
    n: numberOf(slot, 'n') ?? NaN,
    r: numberOf(slot, 'r') ?? NaN,
    p: numberOf(slot, 'p') ?? NaN,
    nonce: requireLength(fromHexField(fieldAt(slot, 'key_params', 'nonce')), NONCE_BYTES),
    key: concat(fromHexField(fieldOf(slot, 'key')), tag),
  };
}

function readItem(entry: unknown): Item {
  const names = { issuer: textOf(entry, 'issuer'), label: textOf(entry, 'name') };
  const info = fieldOf(entry, 'info');
  if (!isRecord(info)) return unreadableEntry('form', names);
  return toItem(textOf(entry, 'type') ?? '', {
    ...names,
    secret: textOf(info, 'secret'),
    algorithm: textOf(info, 'algo'),
    digits: numberOf(info, 'digits'),
    period: numberOf(info, 'period'),
    counter: numberOf(info, 'counter'),
  });
}
