/**
 * Models of privacyIDEA's two-step enrolment and of LinOTP's ocra2, made from their formulas with
 * node:crypto alone: another implementation than the app's.
 */
import { createHash, createHmac, pbkdf2Sync, randomBytes } from 'node:crypto';

const BASE32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

function base32(data: Uint8Array): string {
  const bits = [...data].map((byte) => byte.toString(2).padStart(8, '0')).join('');
  const groups = bits.match(/.{1,5}/g) ?? [];
  return groups.map((group) => BASE32[Number.parseInt(group.padEnd(5, '0'), 2)]).join('');
}

function fromBase32(text: string): Buffer {
  const bits = [...text].map((symbol) => BASE32.indexOf(symbol).toString(2).padStart(5, '0'));
  const bytes = bits.join('').match(/.{8}/g) ?? [];
  return Buffer.from(bytes.map((byte) => Number.parseInt(byte, 2)));
}

/** RFC 4226 §5.3. */
function truncated(mac: Buffer, digits: number): string {
  const number = mac.readUInt32BE(mac.at(-1)! & 15) & 0x7fffffff;
  return String(number % 10 ** digits).padStart(digits, '0');
}

function counterBuffer(counter: number): Buffer {
  const data = Buffer.alloc(8);
  data.writeBigUInt64BE(BigInt(counter));
  return data;
}

export interface PrivacyIdea {
  /** The code on the page. */
  readonly uri: string;
  /** Types into the page; false where it says that the text is wrong. */
  readonly type: (text: string) => boolean;
  /** The one-time password at a time, in seconds since 1970. */
  readonly totp: (unixSeconds: number) => string;
  readonly hotp: (counter: number) => string;
  /** What must never be written: its part of the key, and the key. */
  readonly secrets: () => readonly Buffer[];
}

export function privacyIdea({ type = 'totp', rounds = 1000 } = {}): PrivacyIdea {
  const part = randomBytes(20);
  let key = Buffer.alloc(0);
  const moving = type === 'totp' ? 'period=30' : 'counter=1';
  const numbers = `2step_salt=8&2step_output=20&2step_difficulty=${rounds}`;
  function hotp(counter: number): string {
    return truncated(createHmac('sha1', key).update(counterBuffer(counter)).digest(), 6);
  }
  return {
    uri:
      `otpauth://${type}/OATH0001?secret=${base32(part)}&${moving}&digits=6` +
      `&creator=privacyidea&issuer=Intranet%20Login&serial=OATH0001&${numbers}`,
    type(text) {
      const data = fromBase32(text.toUpperCase());
      const [check, phone] = [data.subarray(0, 4), data.subarray(4)];
      if (phone.length !== 8) return false;
      if (!createHash('sha1').update(phone).digest().subarray(0, 4).equals(check)) return false;
      key = pbkdf2Sync(part.toString('hex'), phone, rounds, 20, 'sha1');
      return true;
    },
    totp: (unixSeconds) => hotp(Math.floor(unixSeconds / 30)),
    hotp,
    secrets: () => [part, key],
  };
}

export interface LinOtp {
  /** Image 1. */
  readonly image1: string;
  /** Types the activation code into the page: image 2, or undefined where its checksum is wrong. */
  readonly type: (code: string) => string | undefined;
  /** A later question. */
  readonly ask: (message: string) => string;
  /** Types the code of the last challenge; the server looks a few counters ahead. */
  readonly check: (code: string) => boolean;
  /** The counters of the codes that were taken. */
  readonly taken: readonly number[];
  /** What must never be written: nonces, signatures, challenges, codes, and the key. */
  readonly secrets: () => readonly (Buffer | string)[];
}

const WINDOW = 5;

export function linOtp({
  suite = 'OCRA-1:HOTP-SHA256-8:C-QA64',
  serial = 'LSO200000001',
} = {}): LinOtp {
  const shared = randomBytes(32);
  const taken: number[] = [];
  const secrets: (Buffer | string)[] = [];
  let key = Buffer.alloc(0);
  let next = 0;
  let challenge = '';

  function signed(uri: string): string {
    const signature = createHmac('sha256', key).update(uri).digest();
    secrets.push(signature);
    return `${uri}&si=${signature.toString('hex')}`;
  }

  /** The message's letters and digits, zeros, and random symbols. */
  function challengeFor(message: string): string {
    const random = randomBytes(64)
      .toString('base64')
      .replace(/[^A-Za-z0-9]/g, '');
    challenge = `${message.replace(/[^A-Za-z0-9]/g, '')}0000${random}`.slice(0, 64);
    secrets.push(challenge.slice(-20));
    return challenge;
  }

  function query(message: string): string {
    const address = encodeURIComponent(encodeURIComponent('https://bank.example/check_t'));
    const text = encodeURIComponent(message).replaceAll('%20', '+');
    return `tr=299636729110&ch=${challengeFor(message)}&me=${text}&u=${address}`;
  }

  function codeAt(counter: number): string {
    const question = Buffer.alloc(128);
    question.write(challenge, 'ascii');
    const data = [
      Buffer.from(`${suite}\0`, 'ascii'),
      ...(suite.includes(':C-') ? [counterBuffer(counter)] : []),
      question,
    ];
    const digits = Number(/SHA256-(\d+):/.exec(suite)![1]);
    return truncated(createHmac('sha256', key).update(Buffer.concat(data)).digest(), digits);
  }

  return {
    image1:
      `lseqr://init?sh=${shared.toString('hex')}&os=${encodeURIComponent(suite)}&se=${serial}` +
      `&u=${encodeURIComponent('https://user:word@bank.example/init')}`,
    type(code) {
      const [phone, sum] = [fromBase32(code.slice(0, -2)), Number.parseInt(code.slice(-2), 16)];
      if (phone.reduce((all, byte) => all ^ byte, 0) !== sum) return undefined;
      const nonce = randomBytes(64);
      const password = Buffer.concat([shared, phone, nonce.subarray(0, 56)]);
      key = pbkdf2Sync(password, nonce.subarray(56), 10_000, 32, 'sha256');
      secrets.push(nonce, key);
      next = 0;
      const head = `lseqr://nonce?se=${serial}&no=${nonce.toString('hex')}`;
      return signed(`${head}&${query('Aktivierung + Test')}`);
    },
    ask: (message) => signed(`lseqr://req?${query(message)}`),
    check(code) {
      for (let counter = next; counter < next + WINDOW; counter++) {
        if (codeAt(counter) !== code) continue;
        secrets.push(code);
        taken.push(counter);
        next = counter + 1;
        return true;
      }
      return false;
    },
    taken,
    secrets: () => secrets,
  };
}
