/** FreeOTP+: JSON with each key as an array of signed bytes, always plain. */
import type { Bytes } from '../../core/codec/bytes.ts';
import { unreadableEntry } from '../../core/codec/oath-fields.ts';
import type { Item } from '../accounts.ts';
import { toFileSource, toItem } from '../accounts.ts';
import type { FileReader } from '../file-reader.ts';
import {
  arrayOf,
  fieldOf,
  firstTextOf,
  isRecord,
  numberOf,
  requireArray,
  textOf,
} from '../json.ts';

export const freeOtp: FileReader = {
  format: 'freeotp',
  recognises: ({ json }) =>
    arrayOf(json, 'tokens') !== undefined && fieldOf(json, 'tokenOrder') !== undefined,
  needsPassword: () => false,
  read: ({ json }) => toFileSource(requireArray(fieldOf(json, 'tokens')).map(readItem)),
};

/** An issuer of the name "Steam" is Steam. */
function readItem(token: unknown): Item {
  const names = {
    issuer: firstTextOf(token, 'issuerExt', 'issuerInt'),
    label: textOf(token, 'label'),
  };
  if (!isRecord(token)) return unreadableEntry('form', names);
  const counter = numberOf(token, 'counter');
  return toItem(textOf(token, 'type') ?? '', {
    ...names,
    secret: bytesOf(fieldOf(token, 'secret')),
    algorithm: textOf(token, 'algo'),
    digits: numberOf(token, 'digits'),
    period: numberOf(token, 'period'),
    // The app stores the one that was used last.
    counter: counter === undefined ? undefined : counter + 1,
  });
}

/** Undefined for what is no array of bytes, −128 to 127. */
function bytesOf(value: unknown): Bytes | undefined {
  if (!Array.isArray(value)) return undefined;
  const bytes = Int8Array.from(value as readonly number[], Number);
  const isExact = value.every((byte, i) => byte === bytes[i]);
  return isExact ? new Uint8Array(bytes.buffer) : undefined;
}
