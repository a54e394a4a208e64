/**
 * The value that stands for the browser session that asked (docs/protocol.md §7). Only its hash is
 * kept, so that rows give nobody a session.
 */
import { toBase64url, utf8 } from '../core/codec/bytes.ts';
import { issuerSha256 } from './hmac.ts';
import type { RequestRow } from './request-row.ts';

/** SHA-256 (FIPS 180-4), base64url; no salt, since the value itself is unguessable. */
export async function askerHash(asker: string): Promise<string> {
  return toBase64url(await issuerSha256(utf8(asker)));
}

/** Whether a request was made with this asker; no request without one was. */
export async function isAskedBy(request: RequestRow, asker: string): Promise<boolean> {
  return request.asker !== undefined && request.asker === (await askerHash(asker));
}
