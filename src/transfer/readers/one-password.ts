/** 1Password: `export.data` of a 1PUX file (a zip file, opened before), and its CSV. */
import type { Item } from '../accounts.ts';
import { fromTotpField, toFileSource } from '../accounts.ts';
import { readCsv, recognisesCsv } from '../csv.ts';
import type { FileReader } from '../file-reader.ts';
import { arrayOf, fieldAt, fieldOf, firstTextOf, requireArray, textOf } from '../json.ts';

const CSV_COLUMN = 'OTPAuth';

export const onePassword: FileReader = {
  format: '1password',
  recognises: ({ json, text }) =>
    arrayOf(json, 'accounts')?.some((account) => arrayOf(account, 'vaults')) ??
    recognisesCsv(text, CSV_COLUMN),
  needsPassword: () => false,
  read: ({ json, text }) =>
    json === undefined
      ? toFileSource(readCsv(text ?? '').map(readRow))
      : toFileSource(itemsOf(json).flatMap(readItem)),
};

function itemsOf(json: unknown): readonly unknown[] {
  return requireArray(fieldOf(json, 'accounts'))
    .flatMap((account) => arrayOf(account, 'vaults') ?? [])
    .flatMap((vault) => arrayOf(vault, 'items') ?? []);
}

/** An item may have several keys; older exports wrap it once more. */
function readItem(wrapped: unknown): Item | readonly Item[] {
  const item = fieldOf(wrapped, 'item') ?? wrapped;
  const names = { issuer: textOf(fieldOf(item, 'overview'), 'title'), label: usernameOf(item) };
  const keys = (arrayOf(fieldOf(item, 'details'), 'sections') ?? [])
    .flatMap((section) => arrayOf(section, 'fields') ?? [])
    .map((field) => firstTextOf(fieldOf(field, 'value'), 'totp'))
    .filter((totp) => totp !== undefined);
  return keys.length === 0 ? 'other' : keys.map((totp) => fromTotpField(totp, names));
}

function usernameOf(item: unknown): string | undefined {
  const fields = fieldAt(item, 'details', 'loginFields');
  if (!Array.isArray(fields)) return undefined;
  const username = fields.find((field) => fieldOf(field, 'designation') === 'username') as unknown;
  return textOf(username, 'value');
}

function readRow(row: ReadonlyMap<string, string>): Item {
  const totp = row.get(CSV_COLUMN) ?? '';
  if (totp === '') return 'other';
  return fromTotpField(totp, { issuer: row.get('Title'), label: row.get('Username') });
}
