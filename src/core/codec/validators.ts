/** What a message may show as text: plain, of limited length, without controls that could disguise it (docs/protocol.md §1). */

/** Control characters, bidirectional overrides and isolates, and surrogates without their half. */
const FORBIDDEN = /[\p{Cc}\p{Cs}\u202a-\u202e\u2066-\u2069]/u;

/** Whether `text` has `min` to `max` Unicode code points and none that is forbidden. */
export function isShowable(text: string, min: number, max: number): boolean {
  const length = [...text].length;
  return length >= min && length <= max && !FORBIDDEN.test(text);
}

export function isSerial(text: string): boolean {
  return /^[A-Za-z0-9-]{1,20}$/.test(text);
}

/** Suites of response codes that a second message may name (docs/protocol.md §5). */
export function isResponseSuite(text: string): boolean {
  return /^OCRA-1:HOTP-SHA(1|256|512)-[678]:QH64$/.test(text);
}

const SERVICE_URL =
  /^(?:https:\/\/(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)*|\[[0-9a-f:.]+\])|http:\/\/localhost)(?::\d{1,5})?(?:\/[\w.~!$&'()*+,;=:@%/-]*)?$/i;

/** An https URL, or http on localhost; without user name, query and fragment, since paths are appended to it. */
export function isServiceUrl(text: string): boolean {
  return SERVICE_URL.test(text);
}
