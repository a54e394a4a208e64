/** The header `Accept-Language` (RFC 9110 §12.5.4). */

/** No browser sends more; what is longer is not read. UTF-16 code units. */
const MOST_LENGTH = 500;
const RANGE = /^([a-z]{1,8}(?:-[a-z0-9]{1,8})*)(?:\s*;\s*q=([01](?:\.\d{0,3})?))?$/i;

/** Returns the language tags that are accepted, the most wanted first; none of what is no list. */
export function acceptedLanguages(header: string | null | undefined): readonly string[] {
  if (header === null || header === undefined || header.length > MOST_LENGTH) return [];
  return header
    .split(',')
    .map((range) => RANGE.exec(range.trim()))
    .filter((range) => range !== null)
    .map(([, tag = '', weight = '1']) => ({ tag, weight: Number(weight) }))
    .filter(({ weight }) => weight > 0)
    .sort((one, other) => other.weight - one.weight)
    .map(({ tag }) => tag);
}
