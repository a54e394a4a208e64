#!/usr/bin/env node
// Reads an exported vault with nothing but docs/vault.md and Node:
// `node independent-reader.mjs vault.json PIN [unix time]`.
import * as crypto from 'node:crypto';
import * as fs from 'node:fs';

const [file, pin, time = Math.floor(Date.now() / 1000)] = process.argv.slice(2);
if (!file || !/^\d{4,8}$/.test(pin ?? ''))
  stop('usage: independent-reader.mjs vault.json PIN [unix time]');

// In JSON, byte strings are "hex:…".
const bytes = (_, value) => (/^hex:/.test(value) ? Buffer.from(value.slice(4), 'hex') : value);
const { rows } = JSON.parse(fs.readFileSync(file, 'utf8'), bytes);
// An export has no head: what is under the PIN is the same in formats 1 and 2.
if (rows.keys.vault?.format > 2) stop('This vault has a newer format.');
const row = rows.keys.pin;
if (pin.length !== row.length) stop(`This vault's PIN has ${row.length} digits.`);

// "Keys": base = PIN + offset, PBKDF2, HKDF.
const offset = row.offsets.at(-1);
const base = [...pin].map((d, i) => (Number(d) + Number(offset[i])) % 10).join('');
const root = crypto.pbkdf2Sync(base, row.salt, row.rounds, 32, 'sha256');
const derive = (info, salt = '', n = 32) =>
  Buffer.from(crypto.hkdfSync('sha256', root, salt, `tessera/vault/v1/${info}`, n));
if (derive('check')[0] >> 4 !== row.check) stop('Wrong PIN.');
console.log(
  `picture ${derive('picture')[0] >> 3} (another one than you know: the PIN was mistyped)`,
);

for (const [id, account] of Object.entries(rows.accounts).sort(
  (a, b) => a[1].position - b[1].position,
)) {
  const raw = Buffer.from(id, 'hex');
  const aes = crypto.createDecipheriv(
    'aes-256-ctr',
    derive('account', raw),
    account.secret.counter,
  );
  const secret = aes.update(account.secret.bytes);
  const p = decode(recordBytes('accounts', id, account.profile));
  const [algorithm, digits, period] = [1, 2, 3].map((k) => p.get(8).get(k));
  console.log(
    [
      `${p.get(5) ?? p.get(4)} · ${p.get(1)} · ${p.get(6)}`,
      account.state,
      `one-time password ${totp(secret.subarray(0, 32), algorithm, digits, Math.floor(time / period))}`,
      `otp key ${secret.subarray(0, 32).toString('hex')}`,
      `sign key ${secret.subarray(32).toString('hex')} (${p.get(9)})`,
    ].join('\n  '),
  );
}

// "history": what was answered, where that was switched on.
const answers = Object.entries(rows.history ?? {}).map(([id, row]) => {
  const entry = decode(recordBytes('history', id, row));
  const [at, kind, title = 'a payment', decision] = [1, 2, 3, 4].map((key) => entry.get(key));
  return { at, line: `${new Date(at * 1000).toISOString()} ${decision}: ${title} (${kind})` };
});
for (const { line } of answers.sort((a, b) => b.at - a.at)) console.log(line);

// "Stores": a record as the browser opened it, or sealed and the device key beside it.
function recordBytes(store, id, record) {
  if (Buffer.isBuffer(record)) return record;
  const aad = Buffer.concat([Buffer.from([0x83]), text(store), text(id), Buffer.from([1])]);
  const aes = crypto.createDecipheriv('aes-256-gcm', rows.keys.device.key, record.iv);
  aes.setAAD(aad).setAuthTag(record.bytes.subarray(-16));
  return Buffer.concat([aes.update(record.bytes.subarray(0, -16)), aes.final()]);
}

// CBOR text of less than 256 bytes.
function text(string) {
  const { length } = string;
  return Buffer.concat([
    Buffer.from(length < 24 ? [0x60 + length] : [0x78, length]),
    Buffer.from(string),
  ]);
}

// RFC 6238 over RFC 4226.
function totp(key, algorithm, digits, step) {
  const message = Buffer.alloc(8);
  message.writeBigUInt64BE(BigInt(step));
  const mac = crypto.createHmac(algorithm.toLowerCase(), key).update(message).digest();
  const number = mac.readUInt32BE(mac.at(-1) & 15) & 0x7fffffff;
  return String(number % 10 ** digits).padStart(digits, '0');
}

// RFC 8949, as much as a profile needs.
function decode(b) {
  let i = 0;
  const size = (n) =>
    n < 24 ? n : b.readUIntBE((i += 2 ** (n - 24)) - 2 ** (n - 24), 2 ** (n - 24));
  const item = () => {
    const [major, n] = [b[i] >> 5, b[i++] & 31];
    if (major === 7) return n === 21;
    const length = size(n);
    if (major === 0) return length;
    if (major === 2) return b.subarray(i, (i += length));
    if (major === 3) return b.toString('utf8', i, (i += length));
    if (major === 5) return new Map(Array.from({ length }, () => [item(), item()]));
    throw new Error(`CBOR major type ${major}`);
  };
  return item();
}

function stop(sentence) {
  console.error(sentence);
  process.exit(1);
}
