/** Steam: a maFile of one account, or the older apps' one of several; keys in base64. */
import type { Bytes } from '../../core/codec/bytes.ts';
import type { Item } from '../accounts.ts';
import { toFileSource, toItem } from '../accounts.ts';
import { fromBase64 } from '../file-bytes.ts';
import type { FileReader } from '../file-reader.ts';
import { fieldOf, isRecord, textOf } from '../json.ts';

export const steam: FileReader = {
  format: 'steam',
  recognises: ({ json }) => accountsOf(json).some((account) => secretOf(account) !== undefined),
  needsPassword: () => false,
  read: ({ json }) => toFileSource(accountsOf(json).map(readItem)),
};

function accountsOf(json: unknown): readonly unknown[] {
  const accounts = fieldOf(json, 'accounts');
  return isRecord(accounts) ? Object.values(accounts) : [json];
}

function secretOf(account: unknown): string | undefined {
  return textOf(account, 'shared_secret');
}

/** What else stands in the file confirms trades or takes an account back: it is never read. */
function readItem(account: unknown): Item {
  return toItem('steam', {
    issuer: 'Steam',
    label: textOf(account, 'account_name'),
    secret: decoded(secretOf(account)),
  });
}

function decoded(secret: string | undefined): Bytes | undefined {
  try {
    return fromBase64(secret);
  } catch {
    return undefined;
  }
}
