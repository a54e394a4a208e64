/** Ente Auth, encrypted: Argon2id and libsodium's secretstream around a plain list, version 1. */
import { fromBase64 } from '../file-bytes.ts';
import type { FileReader } from '../file-reader.ts';
import { fieldOf, numberOf, textOf } from '../json.ts';
import type { Argon2Input } from '../kdf.ts';
import { requireBearableArgon2 } from '../kdf.ts';
import { openSecretstream } from '../secretstream.ts';
import { textOfOpened, withKey } from './opened.ts';
import { readUriList } from './uri-list.ts';

const BYTES_PER_KIB = 1024;

export const ente: FileReader = {
  format: 'ente',
  recognises: ({ json }) =>
    fieldOf(json, 'kdfParams') !== undefined && textOf(json, 'encryptedData') !== undefined,
  needsPassword({ json }) {
    requireBearableArgon2(kdfOf(json));
    return true;
  },
  async read({ json }, password, derive) {
    const header = fromBase64(fieldOf(json, 'encryptionNonce'));
    const data = fromBase64(fieldOf(json, 'encryptedData'));
    const opened = await withKey(
      password,
      (typed) => derive.argon2id({ password: typed, ...kdfOf(json) }),
      (key) => openSecretstream({ key, header, data }),
    );
    return readUriList(textOfOpened(opened, 'FILE_PASSWORD_WRONG'));
  },
};

function kdfOf(json: unknown): Omit<Argon2Input, 'password'> {
  const kdf = fieldOf(json, 'kdfParams');
  return {
    salt: fromBase64(fieldOf(kdf, 'salt')),
    passes: numberOf(kdf, 'opsLimit') ?? NaN,
    memoryKib: Math.floor((numberOf(kdf, 'memLimit') ?? NaN) / BYTES_PER_KIB),
    lanes: 1,
  };
}
