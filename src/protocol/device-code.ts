/** The device code: 65 random bits and a check of 15, in 16 symbols (docs/protocol.md §3). */
import type { Bytes } from '../core/codec/bytes.ts';
import { asciiBytes, concat } from '../core/codec/bytes.ts';
import type { ForeignCharacter } from '../core/codec/foreign-character.ts';
import { scriptName } from '../core/codec/foreign-character.ts';
import { BASE32, readTyped, wholeCode } from '../core/codec/typed-code.ts';
import { TesseraError } from '../core/errors.ts';
import { webHmac } from './hmac.ts';
import type { RandomBytes } from './random.ts';
import { randomBytes } from './random.ts';

const SYMBOLS = 16;
const TAG_BITS = 15n;
const RANDOM_BYTES = 9;
const LABEL = asciiBytes('tessera/device-code');

/** The two parts of a device code. */
export interface ParsedDeviceCode {
  /** 65 bits in 9 bytes, big-endian, the top 7 bits zero. */
  readonly c9: Bytes;
  /** 15 bits. */
  readonly tag: number;
}

/** A new device code, for {@link createDeviceCode}. */
export interface NewDeviceCode {
  /** The bits to keep: 65 bits in 9 bytes. */
  c9: Bytes;
  /** The code: 16 symbols without separators. */
  code: string;
}

/** Creates a device code for the first message with hash `h1`. */
export async function createDeviceCode(
  secret: Uint8Array,
  h1: Uint8Array,
  random: RandomBytes = randomBytes,
): Promise<NewDeviceCode> {
  const c9 = new Uint8Array(random(RANDOM_BYTES));
  c9[0] = c9[0]! & 1;
  return { c9, code: await deviceCode(secret, h1, c9) };
}

/** The 16 symbols of known bits: the same first message shows the same code again. */
export async function deviceCode(
  secret: Uint8Array,
  h1: Uint8Array,
  c9: Uint8Array,
): Promise<string> {
  if (c9.length !== RANDOM_BYTES || c9[0]! > 1) throw new TesseraError('OUT_OF_RANGE');
  const c = c9.reduce((value, byte) => (value << 8n) | BigInt(byte), 0n);
  const number = (c << TAG_BITS) | BigInt(await computeTag(secret, h1, c9));
  let symbols = '';
  for (let i = SYMBOLS - 1; i >= 0; i--)
    symbols += BASE32[Number((number >> BigInt(5 * i)) & 31n)]!;
  return symbols;
}

/** `XXXX-XXXX-XXXX-XXXX` */
export function formatDeviceCode(symbols: string): string {
  return symbols.replace(/(.{4})(?=.)/g, '$1-');
}

/**
 * Parses typed input, as docs/protocol.md §3 says ({@link readTyped}).
 * @throws TesseraError CODE_MALFORMED unless it is 16 symbols; the detail names a foreign character
 */
export function parseDeviceCode(typed: string): ParsedDeviceCode {
  const read = readTyped(typed, 'base32');
  const symbols = wholeCode(read, SYMBOLS);
  if (symbols === undefined) throw malformed(read.foreign);
  let number = 0n;
  for (const symbol of symbols) number = (number << 5n) | BigInt(BASE32.indexOf(symbol));
  const c9 = new Uint8Array(RANDOM_BYTES);
  let c = number >> TAG_BITS;
  for (let i = RANDOM_BYTES - 1; i >= 0; i--, c >>= 8n) c9[i] = Number(c & 0xffn);
  return { c9, tag: Number(number & ((1n << TAG_BITS) - 1n)) };
}

function malformed(foreign: ForeignCharacter | undefined): TesseraError {
  if (foreign === undefined) return new TesseraError('CODE_MALFORMED');
  const { text, script } = foreign;
  const named = script === undefined ? `“${text}”` : `“${text}” (${scriptName(script, 'en')})`;
  const detail = `has ${named}, which isn't used in these codes`;
  return new TesseraError('CODE_MALFORMED', { field: 'typed', detail });
}

/** Returns true if the code belongs to this first message; one in 32,768 others passes, too. */
export async function checkDeviceCode(
  secret: Uint8Array,
  h1: Uint8Array,
  { c9, tag }: ParsedDeviceCode,
): Promise<boolean> {
  return (await computeTag(secret, h1, c9)) === tag;
}

/** The first 15 bits of HMAC-SHA-256(S, label ‖ h1 ‖ c9). */
async function computeTag(secret: Uint8Array, h1: Uint8Array, c9: Uint8Array): Promise<number> {
  const hmac = await webHmac('SHA-256', secret);
  const mac = await hmac(concat(LABEL, h1, c9));
  return ((mac[0]! << 8) | mac[1]!) >> 1;
}
