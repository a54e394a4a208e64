/** Checks the texts of a message: length, form, no disguising characters (docs/protocol.md §1). */

/** Control characters, bidirectional overrides and isolates, and surrogates without their half. */
const FORBIDDEN = /[\p{Cc}\p{Cs}\u202a-\u202e\u2066-\u2069]/u;

/** Returns true for `min` to `max` Unicode code points, none of them forbidden. */
export function isShowable(text: string, min: number, max: number): boolean {
  // A code point has at most two UTF-16 units: a megabyte is not taken apart.
  if (text.length > 2 * max) return false;
  const { length } = Array.from(text);
  return length >= min && length <= max && !FORBIDDEN.test(text);
}

export function isSerial(text: string): boolean {
  return /^[A-Za-z0-9-]{1,20}$/.test(text);
}

/** Suites of response codes that a second message may name (docs/protocol.md §5). */
export function isResponseSuite(text: string): boolean {
  return /^OCRA-1:HOTP-SHA(1|256|512)-[678]:QH64$/.test(text);
}

const LABEL = '[a-z0-9](?:[a-z0-9-]*[a-z0-9])?';
const HOST = String.raw`${LABEL}(?:\.${LABEL})*|\[[0-9a-f:.]+\]`;
const ORIGIN = String.raw`(?:https://(?:${HOST})|http://localhost)(?::\d{1,5})?`;
const PATH = String.raw`(?:/[\w.~!$&'()*+,;=:@%/-]*)?`;
const SERVICE_URL = new RegExp(`^${ORIGIN}${PATH}$`, 'i');

/**
 * An https URL, or http on localhost; without user name, query and fragment, since paths are
 * appended to it.
 */
export function isServiceUrl(text: string): boolean {
  return SERVICE_URL.test(text);
}
