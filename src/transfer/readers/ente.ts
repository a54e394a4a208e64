/** Ente Auth, encrypted: Argon2id and libsodium's secretstream around a plain list, version 1. */
import { fromBase64 } from '../file-bytes.ts';
import type { FileReader } from '../file-reader.ts';
import { fieldAt, fieldOf, numberOf, textOf } from '../json.ts';
import { openSecretstream } from '../secretstream.ts';
import { textOfOpened, withKey } from './opened.ts';
import { readUriList } from './uri-list.ts';

const BYTES_PER_KIB = 1024;

export const ente: FileReader = {
  format: 'ente',
  recognises: ({ json }) =>
    fieldOf(json, 'kdfParams') !== undefined && textOf(json, 'encryptedData') !== undefined,
  needsPassword: () => true,
  async read({ json }, password, derive) {
    const kdf = fieldOf(json, 'kdfParams');
    const how = {
      salt: fromBase64(fieldAt(kdf, 'salt')),
      passes: numberOf(kdf, 'opsLimit') ?? NaN,
      memoryKib: Math.floor((numberOf(kdf, 'memLimit') ?? NaN) / BYTES_PER_KIB),
      lanes: 1,
    };
    const header = fromBase64(fieldOf(json, 'encryptionNonce'));
    const data = fromBase64(fieldOf(json, 'encryptedData'));
    const opened = await withKey(
      password,
      (typed) => derive.argon2id({ password: typed, ...how }),
      (key) => openSecretstream({ key, header, data }),
    );
    return readUriList(textOfOpened(opened, 'FILE_PASSWORD_WRONG'));
  },
};
