/** Other servers' accounts as tests need them: keys of each class, entries, right codes. */
import type { OathPolicy } from '../../src/core/account.ts';
import type { Bytes } from '../../src/core/codec/bytes.ts';
import { asciiBytes } from '../../src/core/codec/bytes.ts';
import type { OathEntry } from '../../src/core/oath-entry.ts';
import { hashOf, webHmac } from '../../src/protocol/hmac.ts';
import { counterBytes, hotp } from '../../src/protocol/hotp.ts';
import { randomBytes } from '../../src/protocol/random.ts';
import { classOf } from '../../src/vault/secret-classes.ts';
import type { Unlocked } from '../../src/vault/types.ts';

export const TOTP = { algorithm: 'SHA1', digits: 6, period: 30 } as const satisfies OathPolicy;
export const HOTP: OathPolicy = { algorithm: 'SHA256', digits: 8 };
const STEAM: OathPolicy = { algorithm: 'SHA1', digits: 5, period: 30 };

/** A random key that a PIN can hide, of class 1. */
export function hiddenKey(length = 20): Bytes {
  for (;;) {
    const key = randomBytes(length);
    if (classOf(key) === 1) return key;
  }
}

/** A random key of class 2. */
export function letterKey(): Bytes {
  const symbols = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';
  for (;;) {
    const key = asciiBytes([...randomBytes(20)].map((byte) => symbols[byte % 62]!).join(''));
    if (classOf(key) === 2) return key;
  }
}

/** A random key that no PIN can hide: a text. */
export function plainKey(): Bytes {
  return asciiBytes(
    `word ${[...randomBytes(10)].map((byte) => 'abcdefghij'[byte % 10]!).join('')}`,
  );
}

/** An entry with a fresh copy of its key. */
export function entry(changes: Partial<OathEntry> = {}): OathEntry {
  const { secret = hiddenKey(), ...rest } = changes;
  const otp: OathPolicy = rest.type === 'hotp' ? HOTP : rest.type === 'steam' ? STEAM : TOTP;
  return {
    type: 'totp',
    issuer: 'Fern & Moss',
    label: 'ada@example.org',
    otp,
    secret: secret.slice(),
    ...rest,
  };
}

/** Whether the unlocked vault computes with the key of this entry. */
export async function hasKeyOf(
  unlocked: Unlocked,
  id: string,
  { secret, otp }: Pick<OathEntry, 'secret' | 'otp'>,
): Promise<boolean> {
  const expected = await webHmac(hashOf(otp.algorithm), secret);
  const found = await unlocked.otp(id);
  return (
    Buffer.compare(await found(counterBytes(7)), await expected(counterBytes(7))) === 0 &&
    (await hotp(found, 8, otp.digits)) === (await hotp(expected, 8, otp.digits))
  );
}
