/** Measures the first item of CBOR (RFC 8949 §3) by its heads, without decoding it. */

const MAJOR_SHIFT = 5;
const INFO_BITS = 0x1f;
/** Additional information: the argument follows in 1, 2, 4 or 8 bytes; 28 to 31 are refused. */
const ONE_BYTE = 24;
const RESERVED = 28;
const BYTE_VALUES = 256;
/** Major types whose argument says how much follows. */
const BYTE_STRING = 2;
const TEXT_STRING = 3;
const ARRAY = 4;
const MAP = 5;
const TAG = 6;

/**
 * The length of the first item in bytes, as its heads claim it: the content of its last string may
 * be missing. Undefined where a head is missing, reserved or of indefinite length.
 */
export function itemLength(data: Uint8Array): number | undefined {
  let at = 0;
  for (let items = 1; items > 0; items--) {
    const head = headAt(data, at);
    if (head === undefined) return undefined;
    at = head.end;
    if (head.major === BYTE_STRING || head.major === TEXT_STRING) at += head.argument;
    else if (head.major === ARRAY) items += head.argument;
    else if (head.major === MAP) items += 2 * head.argument;
    else if (head.major === TAG) items++;
  }
  return at;
}

interface Head {
  readonly major: number;
  readonly argument: number;
  /** Index of the byte behind the head. */
  readonly end: number;
}

function headAt(data: Uint8Array, at: number): Head | undefined {
  const first = data[at];
  if (first === undefined) return undefined;
  const major = first >> MAJOR_SHIFT;
  const info = first & INFO_BITS;
  if (info < ONE_BYTE) return { major, argument: info, end: at + 1 };
  const end = at + 1 + (1 << (info - ONE_BYTE));
  if (info >= RESERVED || end > data.length) return undefined;
  const argument = data.subarray(at + 1, end).reduce((sum, byte) => sum * BYTE_VALUES + byte, 0);
  return { major, argument, end };
}
