/** VAPID as a push service checks it (RFC 8292 §2 and §4.2). */
import { importJWK, jwtVerify } from 'jose';

import { fromBase64url, toBase64url } from '../../../src/core/codec/bytes.ts';

const COORDINATE_BYTES = 32;

/** Whether an Authorization header is signed with a key (a point, base64url) for an audience. */
export async function isSignedBy(
  key: string,
  authorization: string,
  audience: string,
): Promise<boolean> {
  const [, token = '', named] = /^vapid t=([\w.-]+), ?k=([\w-]+)$/.exec(authorization) ?? [];
  if (named !== key) return false;
  const point = fromBase64url(key);
  const x = toBase64url(point.slice(1, 1 + COORDINATE_BYTES));
  const y = toBase64url(point.slice(1 + COORDINATE_BYTES));
  try {
    const publicKey = await importJWK({ kty: 'EC', crv: 'P-256', x, y }, 'ES256');
    const { payload } = await jwtVerify(token, publicKey, { audience });
    return payload.exp !== undefined;
  } catch {
    return false;
  }
}
