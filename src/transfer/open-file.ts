/** Opens an export of another program: within bounds, by whichever reader recognises it. */
import type { Bytes } from '../core/codec/bytes.ts';
import { TesseraError } from '../core/errors.ts';
import type { OathSource } from '../core/oath-entry.ts';
import { decodeUtf8 } from './file-bytes.ts';
import type { FileFormat, FileReader, OpenedFile } from './file-reader.ts';
import { MAX_FILE_BYTES } from './file-reader.ts';
import { parseJson } from './json.ts';
import type { KeyDerivation } from './kdf.ts';
import { keyDerivation } from './kdf.ts';
import { aegis } from './readers/aegis.ts';
import { andOtp } from './readers/and-otp.ts';
import { bitwarden } from './readers/bitwarden.ts';
import { cxf } from './readers/cxf.ts';
import { duo } from './readers/duo.ts';
import { ente } from './readers/ente.ts';
import { freeOtp } from './readers/free-otp.ts';
import { onePassword } from './readers/one-password.ts';
import { proton } from './readers/proton.ts';
import { steam } from './readers/steam.ts';
import { stratum } from './readers/stratum.ts';
import { tessera } from './readers/tessera.ts';
import { twoFas } from './readers/two-fas.ts';
import { uriList } from './readers/uri-list.ts';
import { isZip, unzip } from './zip.ts';

/** A zip file's member, unpacked: 16 MiB. */
const MAX_MEMBER_BYTES = 16 * 1024 * 1024;
/** Members that hold accounts: of 1Password's 1PUX, and of Bitwarden's export with attachments. */
const ZIP_MEMBERS = ['export.data', 'data.json'];

/** The first that recognises a file reads it. */
const READERS: readonly FileReader[] = [
  tessera,
  aegis,
  twoFas,
  ente,
  stratum,
  proton,
  freeOtp,
  bitwarden,
  cxf,
  onePassword,
  steam,
  duo,
  uriList,
  // The last: its encrypted files have no mark.
  andOtp,
];

export interface OpenFileInput {
  /** Overwritten. */
  readonly bytes: Bytes;
  /** As it was typed; absent as long as nobody was asked for it. */
  readonly password?: string;
}

export type OpenFileResult =
  | { readonly is: 'opened'; readonly format: FileFormat; readonly source: OathSource }
  /** It opens with a password. */
  | { readonly is: 'locked'; readonly format: FileFormat };

/**
 * Reads the accounts of a file.
 * @throws TesseraError FILE_UNKNOWN, FILE_TOO_LARGE, and what readers throw
 */
export async function openFile(
  { bytes, password }: OpenFileInput,
  derive: KeyDerivation = keyDerivation,
): Promise<OpenFileResult> {
  try {
    if (bytes.length > MAX_FILE_BYTES) throw new TesseraError('FILE_TOO_LARGE');
    const file = await lookAt(bytes);
    const reader = READERS.find(({ recognises }) => recognises(file));
    if (reader === undefined) throw unknownFile(file);
    const { format } = reader;
    if (password === undefined && reader.needsPassword(file)) return { is: 'locked', format };
    return { is: 'opened', format, source: await reader.read(file, password ?? '', derive) };
  } finally {
    bytes.fill(0);
  }
}

async function lookAt(file: Bytes): Promise<OpenedFile> {
  if (!isZip(file)) return look(file);
  const member = await unzip(file, ZIP_MEMBERS, MAX_MEMBER_BYTES);
  if (member === undefined) throw new TesseraError('FILE_UNKNOWN');
  try {
    return look(member);
  } finally {
    member.fill(0);
  }
}

function look(bytes: Bytes): OpenedFile {
  const text = decodeUtf8(bytes);
  return { bytes, text, json: text === undefined ? undefined : parseJson(text) };
}

/** What begins as JSON and is none was cut off or is nested too deep. */
function unknownFile({ text, json }: OpenedFile): TesseraError {
  const isBroken = json === undefined && /^\s*[[{]/.test(text ?? '');
  return new TesseraError(isBroken ? 'FILE_DAMAGED' : 'FILE_UNKNOWN');
}
