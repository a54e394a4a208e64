/** Files of age-encryption.org/v1 (C2SP age) that a passphrase opens, by the library's own hand. */
import type { Stanza } from 'age-encryption';

import type { Bytes } from '../../core/codec/bytes.ts';
import { ownBytes } from '../../core/codec/bytes.ts';
import { TesseraError } from '../../core/errors.ts';

/** log2 of scrypt's N for files written here: 64 MiB, which every phone's browser has. */
const WRITE_WORK_FACTOR = 16;
/** The same for files read here, at most: 256 MiB. */
const MAX_WORK_FACTOR = 18;
export const MAX_BACKUP_BYTES = 4 * 1024 * 1024;

const BINARY_START = 'age-encryption.org/';
const ARMOR_START = '-----BEGIN AGE ENCRYPTED FILE-----';
/** Blanks before armor that are skipped to recognise it. */
const MAX_BLANKS_BEFORE = 1024;

const SCRYPT = 'scrypt';

/** Returns true for a file of this format, binary or armored, however it is encrypted. */
export function isAgeFile(file: Uint8Array): boolean {
  return startsWith(file, BINARY_START) || isArmored(file);
}

/** Encrypts under one scrypt stanza; `workFactor` is log2 of its N. */
export async function encryptAge(
  plaintext: Uint8Array,
  passphrase: string,
  workFactor = WRITE_WORK_FACTOR,
): Promise<Bytes> {
  const { Encrypter } = await import('../packages/age-library.ts');
  const encrypter = new Encrypter();
  encrypter.setPassphrase(passphrase);
  encrypter.setScryptWorkFactor(workFactor);
  return withMemory(async () => ownBytes(await encrypter.encrypt(plaintext)));
}

/**
 * Decrypts a file, binary or armored.
 * @throws TesseraError FILE_PASSWORD_WRONG, FILE_UNKNOWN for one that no passphrase opens,
 * FILE_TOO_COSTLY before any work, FILE_NO_MEMORY, FILE_DAMAGED
 */
export async function decryptAge(file: Uint8Array, passphrase: string): Promise<Bytes> {
  if (!isAgeFile(file)) throw new TesseraError('FILE_UNKNOWN');
  const { armor, Decrypter } = await import('../packages/age-library.ts');
  const decrypter = new Decrypter();
  // Identities are asked in this order.
  decrypter.addIdentity({ unwrapFileKey: requireBearable });
  decrypter.addPassphrase(passphrase);
  decrypter.addIdentity({ unwrapFileKey: refusePassphrase });
  return withMemory(async () => {
    const binary = isArmored(file) ? armor.decode(asciiText(file)) : file;
    return ownBytes(await decrypter.decrypt(binary));
  });
}

/** Runs before the passphrase is tried; a malformed stanza is left to the library. */
function requireBearable(stanzas: readonly Stanza[]): null {
  const [stanza, ...others] = stanzas.filter(({ args }) => args[0] === SCRYPT);
  if (stanza === undefined) throw new TesseraError('FILE_UNKNOWN');
  const isAlone = others.length === 0 && stanzas.length === 1;
  const workFactor = stanza.args[2] ?? '';
  if (!isAlone || !/^[1-9][0-9]*$/.test(workFactor)) throw new TesseraError('FILE_DAMAGED');
  if (Number(workFactor) > MAX_WORK_FACTOR) throw new TesseraError('FILE_TOO_COSTLY');
  return null;
}

/** Is asked only where the passphrase has opened nothing. */
function refusePassphrase(): never {
  throw new TesseraError('FILE_PASSWORD_WRONG');
}

async function withMemory<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (cause) {
    if (cause instanceof TesseraError) throw cause;
    // What every engine throws where it cannot allocate a buffer.
    const code = cause instanceof RangeError ? 'FILE_NO_MEMORY' : 'FILE_DAMAGED';
    throw new TesseraError(code, { cause });
  }
}

function isArmored(file: Uint8Array): boolean {
  const start = file.findIndex((byte) => !isBlank(byte));
  return start >= 0 && start <= MAX_BLANKS_BEFORE && startsWith(file.subarray(start), ARMOR_START);
}

/** Space, tab, line feed, carriage return. */
function isBlank(byte: number): boolean {
  return byte === 0x20 || byte === 0x09 || byte === 0x0a || byte === 0x0d;
}

function startsWith(file: Uint8Array, text: string): boolean {
  return asciiText(file.subarray(0, text.length)) === text;
}

/** Bytes beyond ASCII become what no armor contains. */
function asciiText(file: Uint8Array): string {
  return new TextDecoder('latin1').decode(file);
}
