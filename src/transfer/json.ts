/** JSON (RFC 8259) that anybody may have made: parsed within bounds, and read by field. */
import { TesseraError } from '../core/errors.ts';

/** Arrays and objects within each other, at most; exports have nine. */
const MAX_DEPTH = 16;

export type JsonRecord = Readonly<Record<string, unknown>>;

/** Returns the value, or undefined for a text that is no JSON or is nested too deep. */
export function parseJson(text: string): unknown {
  if (isTooDeep(text)) return undefined;
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

/**
 * Parses what was decrypted.
 * @throws TesseraError FILE_DAMAGED
 */
export function parseDecrypted(text: string): unknown {
  const value = parseJson(text);
  if (value === undefined) throw new TesseraError('FILE_DAMAGED');
  return value;
}

export function isRecord(value: unknown): value is JsonRecord {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A record's own field: a file cannot reach what every object inherits. */
export function fieldOf(value: unknown, name: string): unknown {
  return isRecord(value) && Object.hasOwn(value, name) ? value[name] : undefined;
}

/** The field at the end of a path of records. */
export function fieldAt(value: unknown, ...path: readonly string[]): unknown {
  return path.reduce(fieldOf, value);
}

export function textOf(value: unknown, name: string): string | undefined {
  const field = fieldOf(value, name);
  return typeof field === 'string' ? field : undefined;
}

/** The first of several fields that is a text and not empty. */
export function firstTextOf(value: unknown, ...names: readonly string[]): string | undefined {
  return names.map((name) => textOf(value, name)).find((text) => text !== undefined && text !== '');
}

/** Undefined where it is absent or null; NaN where it is no number. */
export function numberOf(value: unknown, name: string): number | undefined {
  const field = fieldOf(value, name);
  if (field === undefined || field === null) return undefined;
  if (typeof field === 'string' && /^\d+$/.test(field)) return Number(field);
  return typeof field === 'number' ? field : NaN;
}

/** Undefined where it is no array. */
export function arrayOf(value: unknown, name: string): readonly unknown[] | undefined {
  const field = fieldOf(value, name);
  return Array.isArray(field) ? field : undefined;
}

/**
 * The array of a file's accounts.
 * @throws TesseraError FILE_DAMAGED where it is none
 */
export function requireArray(value: unknown): readonly unknown[] {
  if (!Array.isArray(value)) throw new TesseraError('FILE_DAMAGED');
  return value;
}

/** Counts brackets outside of strings, before anything is parsed. */
function isTooDeep(text: string): boolean {
  let depth = 0;
  let isString = false;
  for (let i = 0; i < text.length; i++) {
    const symbol = text[i];
    if (isString) {
      if (symbol === '\\') i++;
      else if (symbol === '"') isString = false;
    } else if (symbol === '"') isString = true;
    else if (symbol === '{' || symbol === '[') depth++;
    else if (symbol === '}' || symbol === ']') depth--;
    if (depth > MAX_DEPTH) return true;
  }
  return false;
}
