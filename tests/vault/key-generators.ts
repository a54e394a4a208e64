/** How sites draw the keys of their accounts, and which keys each of them could have drawn. */
import { randomBytes, randomInt, randomUUID } from 'node:crypto';

export interface KeyGenerator {
  readonly name: string;
  readonly draw: () => Uint8Array;
  /** What a thief knows who knows the generator; zero bytes at the end are dropped. */
  readonly canDraw: (key: Uint8Array) => boolean;
}

const DIGITS = '0123456789';
const CAPITALS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ';
const SMALL = 'abcdefghijklmnopqrstuvwxyz';
/** Keycloak's, and the order of class 2. */
export const ALPHANUMERIC = DIGITS + CAPITALS + SMALL;
const BASE58 = '123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz';
const BASE32 = `${CAPITALS}234567`;
const CROCKFORD = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const BASE64URL = `${ALPHANUMERIC}-_`;

export const smallLetters = text('20 small letters', SMALL, 20);
export const keycloak = text('Keycloak, 20 letters and digits', ALPHANUMERIC, 20);

/** Whose keys are hidden, or lie under the device key. */
export const SOUND: readonly KeyGenerator[] = [
  base32('pyotp, 32 symbols of base32', 32),
  base32('pyotp, 16 symbols of base32', 16),
  base32('otplib, 26 symbols of base32, spare bits dropped', 26),
  keycloak,
  ...[10, 15, 16, 20, 32, 64].map(uniform),
  ...[15, 16, 20, 32].map(urlSafeToken),
  ...[10, 16, 20].map(hexToken),
  { name: 'UUID 4 as text', draw: () => Buffer.from(randomUUID()), canDraw: isUuidText },
  { name: 'UUID 4 as bytes', draw: drawUuid, canDraw: isUuid },
  text('nanoid, 21 symbols', BASE64URL, 21),
  text('nanoid, 20 symbols', BASE64URL, 20),
  text('randomAlphabetic, 20 letters', CAPITALS + SMALL, 20),
  text('randomAlphanumeric, 20 letters and digits', ALPHANUMERIC, 20),
  text('Crockford, 20 symbols', CROCKFORD, 20),
  smallLetters,
  text('base32 as text, 20 symbols', BASE32, 20),
  base32('16 letters typed as base32', 16, CAPITALS),
  padded(10, 20),
  padded(16, 20),
  padded(20, 32),
];

/** Whose keys tell of the PIN (docs/vault.md, "Not protected"). */
export const base58 = text('base58, 20 symbols', BASE58, 20);

export function prefixed(prefix: Uint8Array, generator: KeyGenerator): KeyGenerator {
  const { length } = prefix;
  return {
    name: `a prefix before ${generator.name}`,
    draw: () => Buffer.concat([prefix, generator.draw()]),
    canDraw: (key) =>
      prefix.every((byte, i) => key[i] === byte) && generator.canDraw(key.subarray(length)),
  };
}

export function text(name: string, alphabet: string, length: number): KeyGenerator {
  const symbols = new Set(Buffer.from(alphabet));
  return {
    name,
    draw: () => Buffer.from(drawSymbols(alphabet, length)),
    canDraw: (key) => key.length === length && key.every((byte) => symbols.has(byte)),
  };
}

export function uniform(bytes: number): KeyGenerator {
  return {
    name: `${String(bytes)} even bytes`,
    draw: () => randomBytes(bytes),
    canDraw: ({ length }) => length <= bytes,
  };
}

function base32(name: string, symbols: number, alphabet = BASE32): KeyGenerator {
  return {
    name,
    draw: () => fromBase32(drawSymbols(alphabet, symbols)),
    canDraw: (key) =>
      key.length <= Math.floor((symbols * 5) / 8) &&
      [...toBase32(key)].every((symbol) => alphabet.includes(symbol)),
  };
}

function urlSafeToken(bytes: number): KeyGenerator {
  return {
    name: `token_urlsafe(${String(bytes)}) as text`,
    draw: () => Buffer.from(randomBytes(bytes).toString('base64url')),
    canDraw: (key) => {
      const decoded = Buffer.from(Buffer.from(key).toString('latin1'), 'base64url');
      return decoded.length === bytes && decoded.toString('base64url') === latin1(key);
    },
  };
}

function hexToken(bytes: number): KeyGenerator {
  return {
    name: `token_hex(${String(bytes)}) as text`,
    draw: () => Buffer.from(randomBytes(bytes).toString('hex')),
    canDraw: (key) => key.length === 2 * bytes && /^[0-9a-f]*$/.test(latin1(key)),
  };
}

/** A buffer that is longer than what was drawn into it. */
function padded(bytes: number, length: number): KeyGenerator {
  return {
    name: `${String(bytes)} even bytes in a buffer of ${String(length)}`,
    draw: () => Buffer.concat([randomBytes(bytes), new Uint8Array(length - bytes)]),
    canDraw: (key) => key.length <= bytes,
  };
}

function drawUuid(): Uint8Array {
  return Buffer.from(randomUUID().replaceAll('-', ''), 'hex');
}

function isUuid(key: Uint8Array): boolean {
  return key.length === 16 && key[6]! >> 4 === 4 && key[8]! >> 6 === 2;
}

function isUuidText(key: Uint8Array): boolean {
  return /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(latin1(key));
}

function drawSymbols(alphabet: string, length: number): string {
  return Array.from({ length }, () => alphabet[randomInt(alphabet.length)]).join('');
}

function fromBase32(symbols: string): Uint8Array {
  const bits = [...symbols].map((symbol) => BASE32.indexOf(symbol).toString(2).padStart(5, '0'));
  const bytes = bits.join('').match(/.{8}/g)!;
  return Uint8Array.from(bytes, (byte) => Number.parseInt(byte, 2));
}

/** RFC 4648 §6, without padding. */
export function toBase32(key: Uint8Array): string {
  const bits = [...key].map((byte) => byte.toString(2).padStart(8, '0')).join('');
  const groups = bits.match(/.{1,5}/g)!;
  return groups.map((group) => BASE32[Number.parseInt(group.padEnd(5, '0'), 2)]).join('');
}

function latin1(key: Uint8Array): string {
  return Buffer.from(key).toString('latin1');
}
