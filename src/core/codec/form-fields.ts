/** The fields of a query in the form encoding, where `+` is a blank (WHATWG URL §5.1). */
import { TesseraError } from '../errors.ts';

/**
 * Reads `name=value&…`; a name without `=` has an empty value.
 * @throws TesseraError DAMAGED where a percent sign begins no UTF-8 byte, or a name comes twice:
 * another reader might take the other value
 */
export function readFormFields(query: string): ReadonlyMap<string, string> {
  const fields = new Map<string, string>();
  for (const pair of query.split('&')) {
    if (pair === '') continue;
    const end = pair.includes('=') ? pair.indexOf('=') : pair.length;
    const name = decodeFormText(pair.slice(0, end));
    if (fields.has(name)) throw new TesseraError('DAMAGED');
    fields.set(name, decodeFormText(pair.slice(end + 1)));
  }
  return fields;
}

function decodeFormText(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch (cause) {
    throw new TesseraError('DAMAGED', { cause });
  }
}
