/** Ids of requests, by which an answer is found in the log. */
import { randomUUID } from 'node:crypto';

export const REQUEST_ID_HEADER = 'X-Request-Id';

export function newRequestId(): string {
  // Node makes many at once, and takes a tenth of what as few random bytes cost.
  return `req_${randomUUID()}`;
}
