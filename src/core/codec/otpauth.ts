/**
 * The Key URI (`otpauth:`), as authenticators and servers write it, with the deviations that are in
 * use; and `steam:`, which is a key alone.
 */
import { TesseraError } from '../errors.ts';
import type { OathEntry, UnreadableEntry } from '../oath-entry.ts';
import { accountText } from './account-text.ts';
import { toBase32 } from './base32.ts';
import { MAX_OWN_NAME } from './oath-bounds.ts';
import { toOathEntry, unreadableEntry } from './oath-fields.ts';
import type { Query } from './query.ts';
import { decodePercent, readQuery } from './query.ts';

/**
 * Characters of the longest URI that is read: three names of 200 code points of four bytes each,
 * percent-encoded, an own name, a key of 128 bytes and the parameters, as they are written here.
 */
export const MAX_OTPAUTH_LENGTH = 8500;

/** `pia:` is privacyIDEA's; `apple-otpauth:` opens Apple's own app where it stands in a link. */
const OTPAUTH = /^(?:otpauth|apple-otpauth|pia):\/*([a-z]*)/i;
const STEAM = /^steam:\/*/i;
const MOTP = /^motp:\/*/i;

/** Seconds of a day: a day password's period where none is given. */
const DAY_SECONDS = 86_400;

/**
 * Reads one account. Of several deviations the one that most programs share is taken: the
 * parameter `issuer` goes before the label's, and keys may have blanks and padding.
 * @returns why it cannot be brought in, where its text is a URI of this kind all the same
 * @throws TesseraError NOT_OURS for any other text
 */
export function readOtpauth(uri: string): OathEntry | UnreadableEntry {
  const text = uri.trim();
  const isKey = STEAM.test(text);
  const type = OTPAUTH.exec(text);
  if (!isKey && type === null && !MOTP.test(text)) throw new TesseraError('NOT_OURS');
  if (text.length > MAX_OTPAUTH_LENGTH) return unreadableEntry('form');
  if (isKey) {
    const secret = decodePercent(text.replace(STEAM, '').replace(/[/?#].*$/s, ''));
    return toOathEntry({ type: 'steam', issuer: 'Steam', secret });
  }
  if (type === null) return unreadableEntry('kind', readMotpNames(text));
  return readKeyUri(type[1]!.toLowerCase(), text.slice(type[0].length));
}

/** Reads what follows the type. */
function readKeyUri(type: string, rest: string): OathEntry | UnreadableEntry {
  const [path, queryText] = splitAtQuery(rest);
  const query = readQuery(withPeriodApart(queryText));
  const names = namesOf(decodePercent(path.replace(/^\//, '')), query.get('issuer'));
  const oathType = oathTypeOf(type, query);
  if (oathType === undefined) return unreadableEntry('kind', names);
  return toOathEntry({
    ...names,
    type: oathType,
    secret: query.get('secret'),
    algorithm: query.get('algorithm'),
    digits: numberIn(query, 'digits'),
    period: numberIn(query, 'period') ?? (type === 'daypassword' ? DAY_SECONDS : undefined),
    counter: numberIn(query, 'counter'),
    ownName: query.get('tessera_name'),
    addedAt: numberIn(query, 'tessera_at'),
  });
}

/** Writes an account so that the most programs read it; the app's own parameters come last. */
export function writeOtpauth(entry: OathEntry): string {
  const { type, otp, counter = 0, secret, addedAt } = entry;
  const [issuer, label] = [accountText(entry.issuer), accountText(entry.label)];
  const ownName = accountText(entry.ownName ?? '', MAX_OWN_NAME);
  // Without an issuer a colon in the label would be read as the end of one.
  const hasIssuer = issuer !== '' || label.includes(':');
  const path = `${hasIssuer ? `${encoded(issuer)}:` : ''}${encoded(label)}`;
  const parameters = [
    `secret=${toBase32(secret)}`,
    ...(hasIssuer ? [`issuer=${encoded(issuer)}`] : []),
    `algorithm=${otp.algorithm}`,
    `digits=${otp.digits}`,
    type === 'hotp' ? `counter=${counter}` : `period=${otp.period!}`,
    ...(ownName === '' ? [] : [`tessera_name=${encoded(ownName)}`]),
    ...(addedAt === undefined ? [] : [`tessera_at=${addedAt}`]),
  ];
  return `otpauth://${type}/${path}?${parameters.join('&')}`;
}

export interface AccountNames {
  readonly issuer: string;
  readonly label: string;
}

/**
 * Takes the issuer off the beginning of a label, or the label's own up to its first colon. A label
 * that names another issuer than `issuer` keeps that.
 */
export function namesOf(label: string, issuer: string | undefined): AccountNames {
  const given = issuer?.trim();
  if (given !== undefined && label.toLowerCase().startsWith(`${given.toLowerCase()}:`))
    return { issuer: given, label: label.slice(given.length + 1).trimStart() };
  if (given !== undefined && given !== '') return { issuer: given, label };
  const colon = label.indexOf(':');
  if (colon < 0) return { issuer: '', label };
  return { issuer: label.slice(0, colon), label: label.slice(colon + 1).trimStart() };
}

/** An unencoded `#` in a label is a part of it: there are no fragments. */
function splitAtQuery(text: string): readonly [path: string, query: string] {
  const at = text.indexOf('?');
  return at < 0 ? [text, ''] : [text.slice(0, at), text.slice(at + 1)];
}

/** A producer leaves out the `&` before the period: `issuer=Exampleperiod=30`. */
function withPeriodApart(query: string): string {
  return query.replace(/(^|&)(issuer=[^&]*?)period=(\d+)(?=&|$)/i, '$1$2&period=$3');
}

/** Undefined for a kind of code that is not made here, or that needs more than the key. */
function oathTypeOf(type: string, query: Query): 'totp' | 'hotp' | 'steam' | undefined {
  if ([...query.keys()].some((name) => name.startsWith('2step_'))) return undefined;
  switch (type) {
    case 'totp':
      return isSaid(query.get('steam')) ? 'steam' : 'totp';
    case 'daypassword':
      return 'totp';
    case 'hotp':
    case 'steam':
      return type;
    default:
      return undefined;
  }
}

function isSaid(value: string | undefined): boolean {
  return value !== undefined && !/^(false|0|no)$/i.test(value);
}

/** Undefined where it is absent or empty; NaN for what is no number. */
function numberIn(query: Query, name: string): number | undefined {
  const text = query.get(name)?.trim();
  if (text === undefined || text === '') return undefined;
  return /^\d+$/.test(text) ? Number(text) : NaN;
}

function readMotpNames(text: string): AccountNames {
  const [path] = splitAtQuery(text.replace(MOTP, ''));
  return namesOf(decodePercent(path), undefined);
}

/** Percent-encodes everything but RFC 3986's unreserved characters. */
function encoded(text: string): string {
  return encodeURIComponent(text).replace(
    /[!'()*]/g,
    (symbol) => `%${symbol.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}
