/** Values on their way from a killed process to its test, byte strings included. */
import { fromBase64url, toBase64url } from '../../src/core/codec/bytes.ts';

export function line(value: unknown): string {
  return JSON.stringify(value ?? null, (_, each: unknown) =>
    each instanceof Uint8Array ? { bytes: toBase64url(each) } : each,
  );
}

export function heard(text: string): unknown {
  return JSON.parse(text, (_, each: unknown) =>
    each instanceof Object && 'bytes' in each ? fromBase64url(String(each.bytes)) : each,
  );
}
