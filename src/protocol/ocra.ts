/** OCRA: challenge–response codes (RFC 6287), with the whole DataInput of §5.1. */
import type { Bytes } from '../core/codec/bytes.ts';
import { asciiBytes, concat, fromHex, toHex } from '../core/codec/bytes.ts';
import { isResponseSuite } from '../core/codec/validators.ts';
import { TesseraError } from '../core/errors.ts';
import type { HashName, Hmac } from './hmac.ts';
import { counterBytes, truncate } from './hotp.ts';

/** A parsed OCRASuite (RFC 6287 §6). */
export interface OcraSuite {
  /** The suite as it is written. */
  readonly text: string;
  /** The hash that the Hmac must have. */
  readonly hash: HashName;
  /** 4–10, or 0 for the whole MAC. */
  readonly digits: number;
  /** Whether a counter goes in. */
  readonly counter: boolean;
  /** The form of the question. */
  readonly question: {
    /** A alphanumeric, N decimal, H hexadecimal. */
    readonly format: 'A' | 'N' | 'H';
    /** Symbols at most, 4 to 64. */
    readonly maxLength: number;
  };
  /** The hash of the PIN that goes in. */
  readonly pinHash?: HashName;
  /** Length of the session information in bytes. */
  readonly session?: number;
  /** Length of a time step in seconds. */
  readonly timeStep?: number;
}

/** What goes into a code: exactly what the suite names. */
export interface OcraInput {
  /** An 8-byte counter. */
  readonly counter?: number;
  /**
   * Symbols of the suite's format; both parties' for mutual codes (§7.3); or the bytes that
   * hexadecimal symbols stand for.
   */
  readonly question: string | readonly [string, string] | Uint8Array;
  /** The PIN's hash, never the PIN. */
  readonly pinHash?: Uint8Array;
  /** Session information, of the suite's length. */
  readonly session?: Uint8Array;
  /** The time, in seconds since 1970 UTC. */
  readonly unixSeconds?: number;
}

const QUESTION = String.raw`Q([ANH])(0[4-9]|[1-5]\d|6[0-4])`;
const PIN_HASH = '(?:-PSHA(1|256|512))?';
const SESSION = String.raw`(?:-S(\d{3}))?`;
const TIME_STEP = String.raw`(?:-T(?:([1-9]|[1-5]\d)([SM])|([1-9]|[1-3]\d|4[0-8])H))?`;
/** RFC 6287 §6. */
const SUITE = new RegExp(
  `^OCRA-1:HOTP-SHA(1|256|512)-(0|[4-9]|10):(C-)?${QUESTION}${PIN_HASH}${SESSION}${TIME_STEP}$`,
);
const QUESTION_BYTES = 128;
const MAX_SESSION_BYTES = 512;
const HASH_BYTES = { 'SHA-1': 20, 'SHA-256': 32, 'SHA-512': 64 } as const;

/** @throws TesseraError OUT_OF_RANGE for what RFC 6287 §6 does not allow. */
export function parseSuite(text: string): OcraSuite {
  const match = SUITE.exec(text);
  if (match === null) throw new TesseraError('OUT_OF_RANGE');
  const [, hash, digits, counter, format, maxLength, pin, session, count, unit, hours] = match;
  const bytes = Number(session ?? 1);
  if (bytes < 1 || bytes > MAX_SESSION_BYTES) throw new TesseraError('OUT_OF_RANGE');
  return {
    text,
    hash: `SHA-${hash}` as HashName,
    digits: Number(digits),
    counter: counter !== undefined,
    question: { format: format as 'A' | 'N' | 'H', maxLength: Number(maxLength) },
    ...(pin !== undefined && { pinHash: `SHA-${pin}` as HashName }),
    ...(session !== undefined && { session: bytes }),
    ...(count !== undefined && { timeStep: Number(count) * (unit === 'M' ? 60 : 1) }),
    ...(hours !== undefined && { timeStep: Number(hours) * 3600 }),
  };
}

/**
 * Parses a suite that a second message may name (docs/protocol.md §5).
 * @throws TesseraError OUT_OF_RANGE for every other
 */
export function responseSuite(text: string): OcraSuite {
  if (!isResponseSuite(text)) throw new TesseraError('OUT_OF_RANGE');
  return parseSuite(text);
}

/**
 * Parses a suite of LinOTP's ocra2: digits of a question, and of a counter where it names one.
 * @throws TesseraError OUT_OF_RANGE for every other
 */
export function ocra2Suite(text: string): OcraSuite {
  const suite = parseSuite(text);
  const { digits, pinHash, session, timeStep } = suite;
  const isAllowed = digits > 0 && !pinHash && session === undefined && timeStep === undefined;
  if (!isAllowed) throw new TesseraError('OUT_OF_RANGE');
  return suite;
}

/**
 * Computes the code: `digits` decimal digits, or the whole MAC in lower-case hexadecimal where the
 * suite says 0. `hmac` is keyed with K and the suite's hash.
 * @throws TesseraError OUT_OF_RANGE when the input is not what the suite names.
 */
export async function ocra(hmac: Hmac, suite: OcraSuite, input: OcraInput): Promise<string> {
  const mac = await hmac(
    concat(
      asciiBytes(suite.text),
      new Uint8Array(1),
      encodePart(suite.counter, input.counter, counterBytes),
      encodeQuestion(suite, input.question),
      encodePart(suite.pinHash, input.pinHash, (hash) =>
        checkLength(hash, HASH_BYTES[suite.pinHash!]),
      ),
      encodePart(suite.session, input.session, (data) => padLeft(data, suite.session!)),
      encodePart(suite.timeStep, input.unixSeconds, (at) =>
        counterBytes(Math.floor(at / suite.timeStep!)),
      ),
    ),
  );
  return suite.digits === 0 ? toHex(mac) : truncate(mac, suite.digits);
}

/** One optional part of the DataInput: in the suite and in the input, or in neither. */
function encodePart<T>(
  wanted: unknown,
  value: T | undefined,
  encode: (value: T) => Uint8Array,
): Uint8Array {
  const named = wanted !== undefined && wanted !== false;
  if (named !== (value !== undefined)) throw new TesseraError('OUT_OF_RANGE');
  return value === undefined ? new Uint8Array(0) : encode(value);
}

/**
 * Q: 128 bytes, padded with zeros on the right (RFC 6287 §5.1); a number or an odd hexadecimal
 * string ends in the middle of a byte.
 */
function encodeQuestion({ question }: OcraSuite, given: OcraInput['question']): Bytes {
  const { format, maxLength } = question;
  const raw = given instanceof Uint8Array;
  if (raw && (format !== 'H' || given.length === 0 || given.length > maxLength / 2)) {
    throw new TesseraError('OUT_OF_RANGE');
  }
  const data = raw ? given : encodeSymbols(question, [given].flat());
  return concat(data, new Uint8Array(QUESTION_BYTES - data.length));
}

function encodeSymbols(
  { format, maxLength }: OcraSuite['question'],
  questions: readonly string[],
): Bytes {
  const allowed = { A: /^[A-Za-z0-9]+$/, N: /^\d+$/, H: /^[0-9A-Fa-f]+$/ }[format];
  for (const symbols of questions) {
    if (!allowed.test(symbols) || symbols.length > maxLength)
      throw new TesseraError('OUT_OF_RANGE');
  }
  const whole = questions.join('');
  if (format === 'A') return asciiBytes(whole);
  const hex = format === 'N' ? BigInt(whole).toString(16) : whole;
  return fromHex(hex.length % 2 === 0 ? hex : `${hex}0`);
}

function checkLength(data: Uint8Array, length: number): Uint8Array {
  if (data.length !== length) throw new TesseraError('OUT_OF_RANGE');
  return data;
}

function padLeft(data: Uint8Array, length: number): Bytes {
  if (data.length > length) throw new TesseraError('OUT_OF_RANGE');
  return concat(new Uint8Array(length - data.length), data);
}
