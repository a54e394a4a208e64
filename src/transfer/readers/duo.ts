/** Duo Mobile: its accounts as a JSON array, as they are found on phones, always plain. */
import type { Item } from '../accounts.ts';
import { toFileSource, toItem } from '../accounts.ts';
import type { FileReader } from '../file-reader.ts';
import { fieldOf, numberOf, requireArray, textOf } from '../json.ts';

/** Others are enrolled with Duo's own servers. */
const ACCOUNT_TYPE = 'OtpAccount';

export const duo: FileReader = {
  format: 'duo',
  recognises: ({ json }) => Array.isArray(json) && json.some(isOtpAccount),
  needsPassword: () => false,
  read: ({ json }) => toFileSource(requireArray(json).map(readItem)),
};

function isOtpAccount(account: unknown): boolean {
  return fieldOf(account, 'accountType') === ACCOUNT_TYPE;
}

/** A counter makes it HOTP. */
function readItem(account: unknown): Item {
  if (!isOtpAccount(account)) return 'other';
  const generator = fieldOf(account, 'otpGenerator');
  const counter = numberOf(generator, 'counter');
  return toItem(counter === undefined ? 'totp' : 'hotp', {
    label: textOf(account, 'name'),
    secret: textOf(generator, 'otpSecret'),
    counter,
  });
}
