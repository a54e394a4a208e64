/** What every reader of an encrypted file does with what it decrypted. */
import type { Bytes } from '../../core/codec/bytes.ts';
import type { ErrorCode } from '../../core/errors.ts';
import { TesseraError } from '../../core/errors.ts';
import { decodeUtf8, encodeUtf8 } from '../file-bytes.ts';
import { parseDecrypted } from '../json.ts';

/** What a failed decryption tells: where nothing else has tried the password, that it is wrong. */
type Failure = Extract<ErrorCode, 'FILE_PASSWORD_WRONG' | 'FILE_DAMAGED'>;

/**
 * The text that was decrypted; its bytes are overwritten.
 * @throws TesseraError `failure` where nothing was decrypted; FILE_DAMAGED for no UTF-8
 */
export function textOfOpened(opened: Bytes | undefined, failure: Failure): string {
  if (opened === undefined) throw new TesseraError(failure);
  const text = decodeUtf8(opened);
  opened.fill(0);
  if (text === undefined) throw new TesseraError('FILE_DAMAGED');
  return text;
}

/**
 * The JSON that was decrypted; its bytes are overwritten.
 * @throws TesseraError `failure` where nothing was decrypted; FILE_DAMAGED for no JSON
 */
export function parseOpened(opened: Bytes | undefined, failure: Failure): unknown {
  return parseDecrypted(textOfOpened(opened, failure));
}

/** Derives a key of a password, uses it, and overwrites both. */
export async function withKey<T>(
  password: string,
  derive: (password: Bytes) => Promise<Bytes>,
  use: (key: Bytes) => Promise<T>,
): Promise<T> {
  const typed = encodeUtf8(password);
  let key: Bytes | undefined;
  try {
    key = await derive(typed);
    return await use(key);
  } finally {
    typed.fill(0);
    key?.fill(0);
  }
}
