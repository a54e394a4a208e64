/** Collects the accounts of a file: each as fields, as a URI or as a key alone. */
import { accountText } from '../core/codec/account-text.ts';
import type { OathFields } from '../core/codec/oath-fields.ts';
import { isOathEntry, toOathEntry, toSource, unreadableEntry } from '../core/codec/oath-fields.ts';
import { readOtpauth } from '../core/codec/otpauth.ts';
import { TesseraError } from '../core/errors.ts';
import type { OathEntry, OathSource, UnreadableEntry } from '../core/oath-entry.ts';
import { MAX_OATH_ACCOUNTS, wipeSecrets } from '../core/oath-entry.ts';

/** What one item of a file is; `other` is none of this kind, for example a password. */
export type Item = OathEntry | UnreadableEntry | 'other';

/** Names of an item, for the account in it. */
export interface ItemNames {
  readonly issuer?: string | undefined;
  readonly label?: string | undefined;
}

const URI = /^\s*[a-z][a-z0-9+.-]*:\/\//i;

/**
 * Sorts what a file has, and counts what is no account.
 * @throws TesseraError FILE_EMPTY for a file without accounts, ACCOUNTS_TOO_MANY
 */
export function toFileSource(items: Iterable<Item>): OathSource {
  const read: (OathEntry | UnreadableEntry)[] = [];
  let others = 0;
  for (const item of items) {
    if (item === 'other') others++;
    else read.push(item);
    if (read.length > MAX_OATH_ACCOUNTS) {
      wipeSecrets(read.filter(isOathEntry));
      throw new TesseraError('ACCOUNTS_TOO_MANY');
    }
  }
  if (read.length === 0) throw new TesseraError('FILE_EMPTY');
  return toSource(read, others);
}

/** Checks what an item says of its account, whose type has one of the names that programs share. */
export function toItem(type: string, fields: Omit<OathFields, 'type'>): Item {
  const known = type.toLowerCase();
  return known === 'totp' || known === 'hotp' || known === 'steam'
    ? toOathEntry({ ...fields, type: known })
    : unreadableEntry('kind', fields);
}

/** Reads a URI of one account; whatever its own names leave empty, the item's names fill. */
export function fromUri(uri: string, { issuer = '', label = '' }: ItemNames = {}): Item {
  const read = readUri(uri);
  const names = {
    issuer: read.issuer || accountText(issuer),
    label: read.label || accountText(label),
  };
  return { ...read, ...names };
}

/** Reads what password managers keep of a login: a URI, or a key in base32. */
export function fromTotpField(totp: string, names: ItemNames): Item {
  return URI.test(totp)
    ? fromUri(totp, names)
    : toOathEntry({ ...names, type: 'totp', secret: totp });
}

/** Reads a URI of one account; any other text is unreadable. */
export function readUri(uri: string): OathEntry | UnreadableEntry {
  try {
    return readOtpauth(uri);
  } catch (thrown) {
    if (!(thrown instanceof TesseraError)) throw thrown;
    return unreadableEntry('form');
  }
}
