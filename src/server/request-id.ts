/** Ids of requests, by which an answer is found in the log. */
import { toBase64url } from '../core/codec/bytes.ts';
import { randomBytes } from '../protocol/random.ts';

export const REQUEST_ID_HEADER = 'X-Request-Id';
const ID_BYTES = 12;

export function newRequestId(): string {
  return `req_${toBase64url(randomBytes(ID_BYTES))}`;
}
