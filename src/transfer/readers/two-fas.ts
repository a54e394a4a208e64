/** 2FAS: a backup as JSON, plain or under a password (PBKDF2-SHA-256, AES-256-GCM), schema 1–4. */
import type { Bytes } from '../../core/codec/bytes.ts';
import { unreadableEntry } from '../../core/codec/oath-fields.ts';
import { TesseraError } from '../../core/errors.ts';
import type { Item } from '../accounts.ts';
import { toFileSource, toItem } from '../accounts.ts';
import { openGcm } from '../ciphers.ts';
import { fromBase64 } from '../file-bytes.ts';
import type { FileReader } from '../file-reader.ts';
import { fieldOf, firstTextOf, isRecord, numberOf, requireArray, textOf } from '../json.ts';
import type { KeyDerivation } from '../kdf.ts';
import { parseOpened, withKey } from './opened.ts';

/** Fixed by the format. */
const ITERATIONS = 10_000;
/** Services and the reference text are `data:salt:iv`, each in base64. */
const PARTS = 3;

export const twoFas: FileReader = {
  format: '2fas',
  recognises: ({ json }) =>
    fieldOf(json, 'schemaVersion') !== undefined && fieldOf(json, 'services') !== undefined,
  needsPassword: ({ json }) => typeof fieldOf(json, 'servicesEncrypted') === 'string',
  async read({ json }, password, derive) {
    const sealed = textOf(json, 'servicesEncrypted');
    const services =
      sealed === undefined
        ? fieldOf(json, 'services')
        : await openServices(sealed, textOf(json, 'reference'), password, derive);
    return toFileSource(requireArray(services).map(readItem));
  },
};

async function openServices(
  sealed: string,
  reference: string | undefined,
  password: string,
  derive: KeyDerivation,
): Promise<unknown> {
  const { salt, ...services } = toParts(sealed);
  const test = reference === undefined ? undefined : toParts(reference);
  return withKey(
    password,
    (typed) => derive.pbkdf2({ hash: 'SHA-256', password: typed, salt, iterations: ITERATIONS }),
    async (key) => {
      // The reference text is there to tell a wrong password from damaged services.
      if (test !== undefined && (await openGcm({ key, ...test })) === undefined)
        throw new TesseraError('FILE_PASSWORD_WRONG');
      const opened = await openGcm({ key, ...services });
      return parseOpened(opened, test === undefined ? 'FILE_PASSWORD_WRONG' : 'FILE_DAMAGED');
    },
  );
}

interface Parts {
  readonly data: Bytes;
  readonly salt: Bytes;
  readonly iv: Bytes;
}

function toParts(text: string): Parts {
  const parts = text.split(':', PARTS + 1);
  if (parts.length !== PARTS) throw new TesseraError('FILE_DAMAGED');
  const [data, salt, iv] = parts.map(fromBase64);
  return { data: data!, salt: salt!, iv: iv! };
}

function readItem(service: unknown): Item {
  const otp = fieldOf(service, 'otp');
  const names = {
    issuer: firstTextOf(service, 'name') ?? textOf(otp, 'issuer'),
    label: firstTextOf(otp, 'account', 'label'),
  };
  if (!isRecord(otp)) return unreadableEntry('form', names);
  return toItem(textOf(otp, 'tokenType') ?? 'TOTP', {
    ...names,
    secret: textOf(service, 'secret'),
    algorithm: textOf(otp, 'algorithm'),
    digits: numberOf(otp, 'digits'),
    period: numberOf(otp, 'period'),
    counter: numberOf(otp, 'counter'),
  });
}
