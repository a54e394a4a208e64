/** FIDO's Credential Exchange Format 1.0 as a JSON file: keys among the credentials of items. */
import type { OathSource } from '../../core/oath-entry.ts';
import type { Item, ItemNames } from '../accounts.ts';
import { fromUri, toItem, toSource } from '../accounts.ts';
import type { FileReader } from '../file-reader.ts';
import { arrayOf, fieldOf, firstTextOf, numberOf, requireArray, textOf } from '../json.ts';

const TOTP = 'totp';
/** Fields in which this app's backup has an account whole: CXF has no HOTP, and no own names. */
const OWN_FIELDS = { type: 'custom-fields', label: 'Tessera', field: 'otpauth' } as const;

export const cxf: FileReader = {
  format: 'cxf',
  recognises: ({ json }) =>
    numberOf(fieldOf(json, 'version'), 'major') !== undefined &&
    textOf(json, 'exporterRpId') !== undefined &&
    arrayOf(json, 'accounts') !== undefined,
  needsPassword: () => false,
  read: ({ json }) => readCxf(json),
};

/** @throws TesseraError FILE_DAMAGED, FILE_EMPTY, ACCOUNTS_TOO_MANY */
export function readCxf(json: unknown): OathSource {
  const items = requireArray(fieldOf(json, 'accounts')).flatMap(
    (account) => arrayOf(account, 'items') ?? [],
  );
  return toSource(items.flatMap(readItem));
}

function readItem(item: unknown): Item | readonly Item[] {
  const credentials = arrayOf(item, 'credentials') ?? [];
  const names = { issuer: textOf(item, 'title') };
  const own = credentials.map(ownUriOf).find((uri) => uri !== undefined);
  if (own !== undefined) return fromUri(own, names);
  const keys = credentials.filter((credential) => textOf(credential, 'type') === TOTP);
  const addedAt = numberOf(item, 'creationAt');
  return keys.length === 0 ? 'other' : keys.map((key) => readKey(key, names, addedAt));
}

function readKey(key: unknown, names: ItemNames, addedAt: number | undefined): Item {
  return toItem(TOTP, {
    issuer: firstTextOf(key, 'issuer') ?? names.issuer,
    label: textOf(key, 'username'),
    secret: textOf(key, 'secret'),
    algorithm: textOf(key, 'algorithm'),
    digits: numberOf(key, 'digits'),
    period: numberOf(key, 'period'),
    addedAt,
  });
}

/** The URI that this app's backup keeps beside a credential. */
function ownUriOf(credential: unknown): string | undefined {
  const isOwn =
    textOf(credential, 'type') === OWN_FIELDS.type &&
    textOf(credential, 'label') === OWN_FIELDS.label;
  if (!isOwn) return undefined;
  const fields = arrayOf(credential, 'fields') ?? [];
  const field = fields.find((each) => textOf(each, 'label') === OWN_FIELDS.field);
  return textOf(field, 'value');
}
