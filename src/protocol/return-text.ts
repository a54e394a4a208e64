/**
 * The text of a code that goes from the phone to the page by camera (docs/protocol.md, "Codes by
 * camera").
 */
import { asciiBytes, concat } from '../core/codec/bytes.ts';
import { BASE32 } from '../core/codec/typed-code.ts';
import { sha256 } from './hmac.ts';

/** `D` device code, `A` activation code, `R` response code, `O` one-time password. */
export type ReturnKind = 'D' | 'A' | 'R' | 'O';

/** What a code belongs to. */
export interface ReturnOf {
  /** 8 bytes. */
  readonly activationId: Uint8Array;
  /** 8 bytes; of a response code alone. */
  readonly requestId?: Uint8Array;
}

const LABEL = asciiBytes('tessera/return');
const TAG_SYMBOLS = 4;

/**
 * Returns `TESR:` kind `:` code `:` tag. The tag is the first 20 bits of SHA-256(`tessera/return` ‖
 * kind ‖ activation id ‖ request id), in Crockford's base32.
 * @param code without separators
 */
export async function writeReturnText(
  kind: ReturnKind,
  code: string,
  { activationId, requestId = new Uint8Array(0) }: ReturnOf,
): Promise<string> {
  const hash = await sha256(concat(LABEL, asciiBytes(kind), activationId, requestId));
  const bits = (hash[0]! << 16) | (hash[1]! << 8) | hash[2]!;
  const tag = Array.from({ length: TAG_SYMBOLS }, (_, i) => BASE32[(bits >> (19 - 5 * i)) & 31]!);
  return `TESR:${kind}:${code}:${tag.join('')}`;
}
