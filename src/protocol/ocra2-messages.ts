/**
 * LinOTP's ocra2 ("QR-TAN"): the texts that its page shows. Everything is in a query in the form
 * encoding; bytes are hexadecimal. An address to call back may stand there, too: it is not read.
 */
import type { Bytes } from '../core/codec/bytes.ts';
import { fromHex } from '../core/codec/bytes.ts';
import { readFormFields } from '../core/codec/form-fields.ts';
import { splitOcra2 } from '../core/codec/ocra2-text.ts';
import { shownText } from '../core/codec/shown-text.ts';
import { TesseraError } from '../core/errors.ts';
import { refuseWeakKey } from './key-strength.ts';
import { ocra2Suite } from './ocra.ts';

/** Image 1: the server's part of the key. */
export interface Ocra2Init {
  readonly step: 'init';
  /** 1–128 bytes; whoever takes the message overwrites them. */
  readonly shared: Bytes;
  /** With QA, QN or QH, a counter or none, and nothing else. */
  readonly suite: string;
  readonly serial: string;
}

/** What is signed, and with what. */
interface Ocra2Signed {
  readonly challenge: string;
  /** Plain text in one line; it may be empty. */
  readonly message: string;
  /** The text under the signature, as it was received. */
  readonly signed: string;
  readonly signature: Bytes;
}

/** Image 2: the rest of the key's material, and the first challenge. */
export interface Ocra2Nonce extends Ocra2Signed {
  readonly step: 'nonce';
  readonly serial: string;
  /** 64 bytes; whoever takes the message overwrites them. */
  readonly nonce: Bytes;
}

/** A later challenge. It names no account: the account is the one whose key signed it. */
export interface Ocra2Request extends Ocra2Signed {
  readonly step: 'req';
}

export type Ocra2Message = Ocra2Init | Ocra2Nonce | Ocra2Request;

/** Where image 1 names none. */
const DEFAULT_SUITE = 'OCRA-1:HOTP-SHA256-6:C-QA64';
const MAX_URI_LENGTH = 4096;
const MAX_SHARED_BYTES = 128;
const NONCE_BYTES = 64;
const SIGNATURE = '&si=';

/**
 * What is signed keeps the case that it came in.
 * @throws TesseraError NOT_OURS for another text, DAMAGED, OUT_OF_RANGE; WEAK_KEY where a part of
 * the key can be guessed
 */
export function parseOcra2(text: string): Ocra2Message {
  const uri = text.trim();
  const split = splitOcra2(uri);
  if (!split) throw new TesseraError('NOT_OURS');
  const [step, query] = split;
  if (uri.length > MAX_URI_LENGTH) throw new TesseraError('OUT_OF_RANGE');
  // A URI is ASCII (RFC 3986 §2): what is signed are these bytes.
  if (/[^!-~]/.test(uri)) throw new TesseraError('DAMAGED');
  const fields = readFormFields(query);
  switch (step) {
    case 'init':
      return readInit(fields);
    case 'nonce':
      return {
        step: 'nonce',
        serial: readSerial(fields),
        nonce: readKeyPart(fields, 'no', { min: NONCE_BYTES, max: NONCE_BYTES }),
        ...readSigned(uri, fields),
      };
    default:
      return { step: 'req', ...readSigned(uri, fields) };
  }
}

/**
 * Returns true if the challenge begins with the letters and digits of the message, as the server
 * makes it: what is signed is the challenge alone.
 */
export function isMessageSigned({ message, challenge }: Ocra2Signed): boolean {
  return challenge.startsWith(message.replace(/[^A-Za-z0-9]/g, ''));
}

function readInit(fields: ReadonlyMap<string, string>): Ocra2Init {
  return {
    step: 'init',
    shared: readKeyPart(fields, 'sh', { min: 1, max: MAX_SHARED_BYTES }),
    suite: ocra2Suite(fields.get('os') ?? DEFAULT_SUITE).text,
    serial: readSerial(fields),
  };
}

/** The signature stands last: what came after it would not be signed. */
function readSigned(uri: string, fields: ReadonlyMap<string, string>): Ocra2Signed {
  const end = uri.lastIndexOf(SIGNATURE);
  if (end < 0 || uri.includes('&', end + 1)) throw new TesseraError('DAMAGED');
  const challenge = required(fields, 'ch');
  if (!/^[A-Za-z0-9]{1,64}$/.test(challenge)) throw new TesseraError('OUT_OF_RANGE');
  return {
    challenge,
    message: shownText((fields.get('me') ?? '').replace(/[\p{Cc}\s]+/gu, ' ')),
    signed: uri.slice(0, end),
    signature: readBytes(fields, 'si', { min: 20, max: 64 }),
  };
}

function readSerial(fields: ReadonlyMap<string, string>): string {
  const serial = required(fields, 'se');
  if (!/^[A-Za-z0-9_.-]{1,60}$/.test(serial)) throw new TesseraError('OUT_OF_RANGE');
  return serial;
}

interface Bounds {
  readonly min: number;
  readonly max: number;
}

/** A part of the key; an empty one is no shorter one, but one that can be guessed. */
function readKeyPart(fields: ReadonlyMap<string, string>, name: string, bounds: Bounds): Bytes {
  const part = readBytes(fields, name, { ...bounds, min: 0 });
  refuseWeakKey(part);
  if (part.length < bounds.min) throw new TesseraError('OUT_OF_RANGE');
  return part;
}

function readBytes(fields: ReadonlyMap<string, string>, name: string, { min, max }: Bounds): Bytes {
  const hex = required(fields, name);
  const bytes = fromHex(hex);
  if (bytes.length < min || bytes.length > max) throw new TesseraError('OUT_OF_RANGE');
  return bytes;
}

function required(fields: ReadonlyMap<string, string>, name: string): string {
  const value = fields.get(name);
  if (value === undefined) throw new TesseraError('DAMAGED');
  return value;
}
