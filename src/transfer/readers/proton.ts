/** Proton Authenticator: JSON with URIs, plain or under Argon2id and AES-256-GCM, version 1. */
import { asciiBytes } from '../../core/codec/bytes.ts';
import { unreadableEntry } from '../../core/codec/oath-fields.ts';
import type { Item } from '../accounts.ts';
import { fromUri, toFileSource } from '../accounts.ts';
import { openGcm } from '../ciphers.ts';
import { fromBase64 } from '../file-bytes.ts';
import type { FileReader } from '../file-reader.ts';
import { arrayOf, fieldAt, fieldOf, requireArray, textOf } from '../json.ts';
import type { KeyDerivation } from '../kdf.ts';
import { parseOpened, withKey } from './opened.ts';

const VERSION = 1;
const NONCE_BYTES = 12;
/** Fixed by the format. */
const ARGON2 = { passes: 2, memoryKib: 19_456, lanes: 1 } as const;
const AAD = 'proton.authenticator.export.v1';

export const proton: FileReader = {
  format: 'proton',
  recognises: ({ json }) =>
    fieldOf(json, 'version') === VERSION &&
    (arrayOf(json, 'entries') !== undefined ||
      (textOf(json, 'salt') !== undefined && textOf(json, 'content') !== undefined)),
  needsPassword: ({ json }) => arrayOf(json, 'entries') === undefined,
  async read({ json }, password, derive) {
    const entries = arrayOf(json, 'entries') ?? (await openEntries(json, password, derive));
    return toFileSource(entries.map(readItem));
  },
};

async function openEntries(
  json: unknown,
  password: string,
  derive: KeyDerivation,
): Promise<readonly unknown[]> {
  const salt = fromBase64(fieldOf(json, 'salt'));
  const content = fromBase64(fieldOf(json, 'content'));
  const sealed = {
    iv: content.slice(0, NONCE_BYTES),
    data: content.slice(NONCE_BYTES),
    aad: asciiBytes(AAD),
  };
  const opened = await withKey(
    password,
    (typed) => derive.argon2id({ password: typed, salt, ...ARGON2 }),
    (key) => openGcm({ key, ...sealed }),
  );
  return requireArray(fieldOf(parseOpened(opened, 'FILE_PASSWORD_WRONG'), 'entries'));
}

/** Its name is the account's; a URI of Steam's has no name of its own. */
function readItem(entry: unknown): Item {
  const names = { label: textOf(fieldOf(entry, 'content'), 'name') };
  const uri = fieldAt(entry, 'content', 'uri');
  return typeof uri === 'string' ? fromUri(uri, names) : unreadableEntry('form', names);
}
