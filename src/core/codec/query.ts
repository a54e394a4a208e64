/** The query of a URI (RFC 3986 §3.4), form-encoded, read without the platform's URL. */

/** The parameters by their names in lower case; of several with one name the first. */
export type Query = ReadonlyMap<string, string>;

/** Reads `name=value&…`, where `+` is a blank; what has no `=` is a name with an empty value. */
export function readQuery(text: string): Query {
  const query = new Map<string, string>();
  for (const part of text.split('&')) {
    const at = part.indexOf('=');
    const name = decodePercent(at < 0 ? part : part.slice(0, at)).toLowerCase();
    const value = at < 0 ? '' : part.slice(at + 1);
    if (name !== '' && !query.has(name)) query.set(name, decodePercent(value.replaceAll('+', ' ')));
  }
  return query;
}

/** Undoes percent-encoding; what is no encoded UTF-8 stays as it stands. */
export function decodePercent(text: string): string {
  return text.replace(/(?:%[0-9a-f]{2})+/gi, (encoded) => {
    try {
      return decodeURIComponent(encoded);
    } catch {
      return encoded;
    }
  });
}
