/** Measures how long a file of 1,000 accounts takes from its bytes to the list of its accounts. */
import { toBase32 } from '../../src/core/codec/base32.ts';
import type { Bytes } from '../../src/core/codec/bytes.ts';
import { concat } from '../../src/core/codec/bytes.ts';
import { openFile } from '../../src/transfer/open-file.ts';
import { median, ms } from './timing.ts';

const ACCOUNTS = 1000;
const RUNS = 15;
/** Milliseconds until the preview; comparing with the vault is a part of it (see `vault`). */
const GOAL = 2000;

const PASSWORD = 'four words and more';
/** As andOTP draws it at most. */
const ITERATIONS = 160_000;
const [SALT_BYTES, IV_BYTES, SECRET_BYTES] = [12, 12, 20];

function random(length: number): Bytes {
  return crypto.getRandomValues(new Uint8Array(length));
}

function accounts() {
  return Array.from({ length: ACCOUNTS }, (_, i) => ({
    issuer: `Site ${i % 300}`,
    label: `person-${i}@example.com`,
    secret: toBase32(random(SECRET_BYTES)),
  }));
}

function uriList(): Bytes {
  const lines = accounts().map(
    ({ issuer, label, secret }) =>
      `otpauth://totp/${encodeURIComponent(issuer)}:${label}?secret=${secret}` +
      `&issuer=${encodeURIComponent(issuer)}&algorithm=SHA1&digits=6&period=30\n`,
  );
  return new TextEncoder().encode(lines.join(''));
}

function andOtp(): Bytes {
  const items = accounts().map((account) => ({
    ...account,
    type: 'TOTP',
    algorithm: 'SHA1',
    digits: 6,
    period: 30,
    tags: [],
  }));
  return new TextEncoder().encode(JSON.stringify(items));
}

async function andOtpEncrypted(): Promise<Bytes> {
  const [salt, iv] = [random(SALT_BYTES), random(IV_BYTES)];
  const password = new TextEncoder().encode(PASSWORD);
  const base = await crypto.subtle.importKey('raw', password, 'PBKDF2', false, ['deriveKey']);
  const key = await crypto.subtle.deriveKey(
    { name: 'PBKDF2', hash: 'SHA-1', salt, iterations: ITERATIONS },
    base,
    { name: 'AES-GCM', length: 256 },
    false,
    ['encrypt'],
  );
  const sealed = await crypto.subtle.encrypt({ name: 'AES-GCM', iv }, key, andOtp());
  const iterations = new DataView(new ArrayBuffer(4));
  iterations.setUint32(0, ITERATIONS);
  return concat(new Uint8Array(iterations.buffer), salt, iv, new Uint8Array(sealed));
}

export async function run(): Promise<boolean> {
  const files = [
    ['a list of URIs', uriList()],
    ['JSON (andOTP)', andOtp()],
    ['the same under a password', await andOtpEncrypted()],
  ] as const;
  let isFast = true;
  for (const [what, file] of files) {
    const times: number[] = [];
    for (let i = 0; i < RUNS; i++) {
      const bytes = file.slice();
      const begin = performance.now();
      const opened = await openFile({ bytes, password: PASSWORD });
      times.push(performance.now() - begin);
      if (opened.is !== 'opened' || opened.source.entries.length !== ACCOUNTS)
        throw new Error(`${what} was not read whole`);
    }
    const time = median(times);
    isFast &&= time <= GOAL;
    console.log(`  ${what.padEnd(28)} ${ms(time).padStart(6)} ms of ${String(GOAL)}`);
  }
  return isFast;
}
