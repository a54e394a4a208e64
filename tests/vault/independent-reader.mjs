#!/usr/bin/env node
// Reads an exported vault with nothing but docs/vault.md and Node:
// `node independent-reader.mjs vault.json PIN [unix time [question]]`.
import { isUtf8 } from 'node:buffer';
import * as crypto from 'node:crypto';
import * as fs from 'node:fs';

const [file, pin, time = Math.floor(Date.now() / 1000), question] = process.argv.slice(2);
if (!file || !/^\d{4,8}$/.test(pin ?? ''))
  stop('usage: independent-reader.mjs vault.json PIN [unix time [question]]');

// In JSON, byte strings are "hex:…".
const bytes = (_, value) => (/^hex:/.test(value) ? Buffer.from(value.slice(4), 'hex') : value);
const { rows, counters = {} } = JSON.parse(fs.readFileSync(file, 'utf8'), bytes);
// An export has no head: what is under the PIN is the same in formats 1 and 2.
if (rows.keys.vault?.format > 2) stop('This vault has a newer format.');
const row = rows.keys.pin;
if (pin.length !== row.length) stop(`This vault's PIN has ${row.length} digits.`);

const ALNUM = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const PUBLISHED = [
  '48656c6c6f21deadbeef',
  '47bb5a7d5dcc17fb0784',
  'a4b763c8dfbf5407d75fa81b6540e5dc8fb3d16b',
  '3dc6caa4824a6d288767b2331e20b43166cb85d9',
];

// "Keys": base = PIN + offset, PBKDF2, HKDF.
const offset = row.offsets.at(-1);
const base = [...pin].map((d, i) => (Number(d) + Number(offset[i])) % 10).join('');
const root = crypto.pbkdf2Sync(base, row.salt, row.rounds, 32, 'sha256');
const derive = (info, salt = '', version = 1) =>
  Buffer.from(crypto.hkdfSync('sha256', root, salt, `tessera/vault/v${version}/${info}`, 32));
if (derive('check')[0] >> 4 !== row.check) stop('Wrong PIN.');
console.log(
  `picture ${derive('picture')[0] >> 3} (another one than you know: the PIN was mistyped)`,
);

const accounts = Object.entries(rows.accounts).sort((a, b) => a[1].position - b[1].position);
for (const [id, account] of accounts)
  try {
    console.log((account.kind ? others : issuers)(id, account).join('\n  '));
  } catch (damage) {
    console.log(`account ${id} is damaged: ${damage.message}`);
  }

// "accounts": an issuer's.
function issuers(id, account) {
  const raw = Buffer.from(id, 'hex');
  const aes = crypto.createDecipheriv(
    'aes-256-ctr',
    derive('account', raw),
    account.secret.counter,
  );
  const secret = aes.update(account.secret.bytes);
  const p = decode(recordBytes('accounts', id, account.profile));
  const [algorithm, digits, period] = [1, 2, 3].map((k) => p.get(8).get(k));
  const code = decimal(mac(algorithm, secret.subarray(0, 32), Math.floor(time / period)), digits);
  return [
    `${p.get(5) ?? p.get(4)} · ${p.get(1)} · ${p.get(6)}`,
    account.state,
    `one-time password ${code}`,
    `otp key ${secret.subarray(0, 32).toString('hex')}`,
    `sign key ${secret.subarray(32).toString('hex')} (${p.get(9)})`,
  ];
}

// "accounts": another server's.
function others(id, account) {
  const p = decode(recordBytes('accounts', id, account.profile, 2));
  const key = account.secret ? unhide(account.secret) : p.get(15);
  return [
    `${p.get(5) ?? p.get(4)} · ${p.get(1)}${p.has(6) ? ` · ${p.get(6)}` : ''}`,
    account.state,
    ...codes(p, key, () => counter(id)),
    `${p.get(14)} key ${key.toString('hex')}${account.secret ? '' : ' (not hidden by the PIN)'}`,
  ];
}

function codes(p, key, counter) {
  const [algorithm, digits, period] = [1, 2, 3].map((k) => p.get(8)?.get(k));
  const step = Math.floor(time / period);
  if (p.get(14) === 'totp')
    return [`one-time password ${decimal(mac(algorithm, key, step), digits)}`];
  if (p.get(14) === 'steam') return [`one-time password ${steam(mac('SHA1', key, step))}`];
  if (p.get(14) === 'ocra2') return question ? [`answer ${ocra(p.get(9), key, counter)}`] : [];
  return [
    `next one-time password ${decimal(mac(algorithm, key, counter()), digits)} (${counter()})`,
  ];
}

// "settings": the next counter, as the export opened it, or sealed.
function counter(id) {
  const name = `counter/${id}`;
  const row = rows.settings?.[name];
  return counters[id] ?? (row ? decode(recordBytes('settings', name, row)) : 0);
}

// "The permutation": rounds 3, 2, 1, 0, until the key is of its class.
function unhide({ class: kind, bytes }) {
  if (classOf(bytes) !== kind) throw new Error(`its key is not of class ${kind}`);
  const symbols = kind === 1 ? Uint8Array.from({ length: 256 }, (_, i) => i) : Buffer.from(ALNUM);
  const key = Buffer.from(bytes);
  const half = key.length >> 1;
  do
    for (const round of [3, 2, 1, 0]) {
      const [part, other] = [key.subarray(0, half), key.subarray(half)];
      if (round % 2) unshift(other, part, [kind, key.length, round], symbols);
      else unshift(part, other, [kind, key.length, round], symbols);
    }
  while (classOf(key) !== kind);
  return key;
}

function unshift(part, other, header, symbols) {
  const [stream, m] = [[], symbols.length];
  for (let block = 0; stream.length < part.length; block++) {
    const hmac = crypto.createHmac('sha256', derive('other', '', 2));
    const bytes = hmac
      .update(Buffer.from([...header, block]))
      .update(other)
      .digest();
    stream.push(...bytes.filter((byte) => byte < 256 - (256 % m)).map((byte) => byte % m));
  }
  part.forEach((byte, i) => {
    part[i] = symbols[(symbols.indexOf(byte) - stream[i] + m) % m];
  });
}

// "Classes".
function classOf(s) {
  const [n, latin] = [s.length, s.toString('latin1')];
  if (n === 20 && /^(?=.*\d)(?=.*[A-Z])(?=.*[a-z])[\dA-Za-z]+$/.test(latin)) return 2;
  const bits = [...s].map((byte) => byte.toString(2).padStart(8, '0')).join('');
  const letters = bits.match(/.{1,5}/g)?.every((five) => parseInt(five.padEnd(5, '0'), 2) < 26);
  const uuid = n >= 14 && n <= 16 && [4, 7].includes(s[6] >> 4) && s[8] >> 6 === 2;
  const periodic = [...s.keys()].some(
    (p) => p && 2 * p <= n && s.subarray(p).equals(s.subarray(0, -p)),
  );
  const plain = isUtf8(s) || letters || uuid || periodic || PUBLISHED.includes(s.toString('hex'));
  return n < 10 || n > 128 || s[n - 1] === 0 || plain || new Set(s).size < 6 ? 0 : 1;
}

// "history": what was answered, where that was switched on.
const answers = Object.entries(rows.history ?? {}).map(([id, row]) => {
  const entry = decode(recordBytes('history', id, row));
  const [at, kind, title = 'a payment', decision] = [1, 2, 3, 4].map((key) => entry.get(key));
  return { at, line: `${new Date(at * 1000).toISOString()} ${decision}: ${title} (${kind})` };
});
for (const { line } of answers.sort((a, b) => b.at - a.at)) console.log(line);

// "Stores": a record as the browser opened it, or sealed and the device key beside it.
function recordBytes(store, id, record, format = 1) {
  if (Buffer.isBuffer(record)) return record;
  const aad = Buffer.concat([Buffer.from([0x83]), text(store), text(id), Buffer.from([format])]);
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

// RFC 4226 and 6238: the MAC of a counter or a time step, and its 31 bits in decimal digits.
function mac(algorithm, key, counter) {
  return crypto.createHmac(algorithm.toLowerCase(), key).update(eight(counter)).digest();
}

function eight(counter) {
  const message = Buffer.alloc(8);
  message.writeBigUInt64BE(BigInt(counter));
  return message;
}

function number(mac) {
  return mac.readUInt32BE(mac.at(-1) & 15) & 0x7fffffff;
}

function decimal(mac, digits) {
  return String(number(mac) % 10 ** digits).padStart(digits, '0');
}

function steam(mac) {
  const symbols = '23456789BCDFGHJKMNPQRTVWXY';
  return [0, 1, 2, 3, 4].map((i) => symbols[Math.floor(number(mac) / 26 ** i) % 26]).join('');
}

// RFC 6287: counter and question.
function ocra(suite, key, counter) {
  const [, hash, digits, counts, format] = /SHA(\d+)-(\d+):(C-)?Q([ANH])/.exec(suite);
  const hex = format === 'N' ? BigInt(question).toString(16) : question;
  const asked =
    format === 'A' ? Buffer.from(question) : Buffer.from(hex + '0'.repeat(hex.length % 2), 'hex');
  const hmac = crypto.createHmac(`sha${hash}`, key).update(`${suite}\0`);
  if (counts) hmac.update(eight(counter()));
  return decimal(hmac.update(Buffer.concat([asked, Buffer.alloc(128)], 128)).digest(), digits);
}

// RFC 8949, as much as a profile needs.
function decode(b) {
  let i = 0;
  const size = (n) => {
    const width = n < 24 ? 0 : 2 ** (n - 24);
    i += width;
    return width === 8
      ? Number(b.readBigUInt64BE(i - 8))
      : width
        ? b.readUIntBE(i - width, width)
        : n;
  };
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
