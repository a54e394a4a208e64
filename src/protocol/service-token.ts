/**
 * Signs and verifies the token of a call to the issuer's service: a JWT bound to one HTTP request
 * (docs/protocol.md §8; RFC 7519; RFC 9449 §4.2 for htm and htu).
 */
import type { JWTPayload } from 'jose';
import { decodeProtectedHeader } from 'jose/decode/protected_header';
import { JWSSignatureVerificationFailed, JWTClaimValidationFailed, JWTExpired } from 'jose/errors';
import { SignJWT } from 'jose/jwt/sign';
import { jwtVerify } from 'jose/jwt/verify';

import type { Bytes } from '../core/codec/bytes.ts';
import { fromBase64url, ownBytes, toBase64url } from '../core/codec/bytes.ts';
import { TesseraError } from '../core/errors.ts';
import { sha256 } from './hmac.ts';
import { randomBytes } from './random.ts';

/** How long a token is valid, at most. */
const LIFETIME_SECONDS = 60;
/** How far the two clocks may differ. */
const SKEW_SECONDS = 60;

/** The service key: 32 bytes, or imported for HMAC with SHA-256. */
export type ServiceKey = Uint8Array | CryptoKey;

/** The HTTP request that a token is good for. */
export interface TokenCall {
  /** The HTTP method. */
  readonly method: string;
  /** The whole URL; query and fragment are not covered. */
  readonly url: string;
  /** The bytes of the body, where there is one. */
  readonly body?: Uint8Array;
}

/** The account instance that makes a call. */
export interface TokenSubject {
  /** The account instance, 8 bytes. */
  readonly activationId: Uint8Array;
  /** The serial number of the account. */
  readonly serial: string;
}

/** A token that was accepted, until it is spent. */
export interface VerifiedToken {
  /** Good once: the issuer refuses it again until `rememberUntil`. */
  readonly jti: string;
  /** Seconds since 1970, after which the token is refused for its age. */
  readonly rememberUntil: number;
}

/**
 * The compact JWT for one call. `now` is the phone's time with the account's offset, in seconds.
 * @throws TesseraError OUT_OF_RANGE for a URL that is none
 */
export async function signServiceToken(
  key: ServiceKey,
  { activationId, serial }: TokenSubject,
  call: TokenCall,
  now: number,
): Promise<string> {
  const claims = { ...(await createClaims(call)), jti: toBase64url(randomBytes(16)) };
  return new SignJWT(claims)
    .setProtectedHeader({ alg: 'HS256', kid: toBase64url(activationId) })
    .setSubject(serial)
    .setIssuedAt(now)
    .setExpirationTime(now + LIFETIME_SECONDS)
    .sign(toJoseKey(key));
}

/** The account instance that a token claims, to find its key by. @throws TesseraError DAMAGED */
export function serviceTokenActivationId(token: string): Bytes {
  let kid: unknown;
  try {
    ({ kid } = decodeProtectedHeader(token));
  } catch (cause) {
    throw new TesseraError('DAMAGED', { cause });
  }
  const id = typeof kid === 'string' ? fromBase64url(kid) : undefined;
  if (id?.length !== 8) throw new TesseraError('DAMAGED');
  return id;
}

/**
 * Verifies, for the issuer, that this instance made a token for this very call, not long ago. `now`
 * in seconds.
 * @throws TesseraError DAMAGED, EXPIRED (or early), SIGNATURE_WRONG (or made for another call)
 */
export async function verifyServiceToken(
  token: string,
  key: ServiceKey,
  { serial }: Pick<TokenSubject, 'serial'>,
  call: TokenCall,
  now: number,
): Promise<VerifiedToken> {
  const wanted = await createClaims(call);
  const { payload } = await jwtVerify(token, toJoseKey(key), {
    algorithms: ['HS256'],
    audience: wanted.aud,
    subject: serial,
    currentDate: new Date(now * 1000),
    clockTolerance: SKEW_SECONDS,
    requiredClaims: ['iat', 'exp', 'jti', 'sub', 'aud'],
  }).catch((cause: unknown) => {
    throw serviceRefusal(cause);
  });
  const { iat, exp, jti } = checkTimes(payload, now);
  for (const claim of ['htm', 'htu', 'bod'] as const) {
    if (payload[claim] !== wanted[claim]) throw new TesseraError('SIGNATURE_WRONG');
  }
  return { jti, rememberUntil: Math.min(exp, iat + LIFETIME_SECONDS) + SKEW_SECONDS };
}

interface CallClaims extends JWTPayload {
  readonly aud: string;
  readonly htm: string;
  readonly htu: string;
  readonly bod?: string;
}

async function createClaims({ method, url, body }: TokenCall): Promise<CallClaims> {
  const target = parseUrl(url);
  return {
    aud: target.origin,
    htm: method.toUpperCase(),
    htu: target.origin + target.pathname,
    ...(body !== undefined && { bod: toBase64url(await sha256(body)) }),
  };
}

/** A service URL of the right form can still be none, for its port or its address. */
function parseUrl(url: string): URL {
  try {
    return new URL(url);
  } catch (cause) {
    throw new TesseraError('OUT_OF_RANGE', { cause });
  }
}

function checkTimes(
  { iat, exp, jti }: JWTPayload,
  now: number,
): { iat: number; exp: number; jti: string } {
  if (iat === undefined || exp === undefined || typeof jti !== 'string') {
    throw new TesseraError('DAMAGED');
  }
  if (exp - iat > LIFETIME_SECONDS || iat > now + SKEW_SECONDS) throw new TesseraError('EXPIRED');
  return { iat, exp, jti };
}

function serviceRefusal(cause: unknown): TesseraError {
  if (cause instanceof JWTExpired) return new TesseraError('EXPIRED', { cause });
  const foreign =
    cause instanceof JWSSignatureVerificationFailed || cause instanceof JWTClaimValidationFailed;
  return new TesseraError(foreign ? 'SIGNATURE_WRONG' : 'DAMAGED', { cause });
}

function toJoseKey(key: ServiceKey): Bytes | CryptoKey {
  return key instanceof Uint8Array ? ownBytes(key) : key;
}
