/** The platform authenticator's pseudo-random function (WebAuthn Level 3 §10.1.4, PRF extension) through @simplewebauthn/browser. */
import {
  WebAuthnAbortService,
  WebAuthnError,
  sendSignal,
  startAuthentication,
  startRegistration,
} from '@simplewebauthn/browser';
import type { AuthenticationResponseJSON, RegistrationResponseJSON } from '@simplewebauthn/browser';
import { fromBase64url, ownBytes, toBase64url } from '../core/codec/bytes.ts';
import type { Bytes } from '../core/codec/bytes.ts';
import { TesseraError } from '../core/errors.ts';
import type { ErrorCode } from '../core/errors.ts';
import { errorName } from './dom-errors.ts';
import { within } from './within.ts';

/** `missing` says why biometrics are not offered; `available` speaks of the browser, only `create` knows the authenticator. */
export type Availability =
  | { readonly is: 'available' }
  | {
      readonly is: 'missing';
      readonly why: 'insecure' | 'no-webauthn' | 'no-authenticator' | 'no-prf';
    };

export interface Passkey {
  readonly credentialId: Bytes;
  /** 32 bytes; absent where the system gives them only from a second tap. */
  readonly prf?: Bytes;
}

export interface Biometrics {
  availability(): Promise<Availability>;
  /** @throws TesseraError BIOMETRICS_CANCELLED, BIOMETRICS_MISSING */
  create(request: {
    readonly name: string;
    readonly prfSalt: Uint8Array;
    readonly signal?: AbortSignal | undefined;
  }): Promise<Passkey>;
  /** The PRF's 32 bytes. @throws TesseraError BIOMETRICS_CANCELLED (a deleted passkey looks the same), BIOMETRICS_CHANGED, BIOMETRICS_MISSING */
  get(request: {
    readonly credentialId: Uint8Array;
    readonly prfSalt: Uint8Array;
    readonly signal?: AbortSignal | undefined;
  }): Promise<Bytes>;
  /** Tells the system that this passkey is no longer of use, where it can be told. Never throws. */
  forget(credentialId: Uint8Array): Promise<void>;
}

/** Milliseconds for what the browser knows without asking anybody. */
const KNOWN_MS = 5000;
const PRF_BYTES = 32;
const ES256 = -7;
const RS256 = -257;

export const webauthnBiometrics: Biometrics = { availability, create, get, forget };

async function availability(): Promise<Availability> {
  if (!globalThis.isSecureContext) return { is: 'missing', why: 'insecure' };
  if (typeof globalThis.PublicKeyCredential !== 'function')
    return { is: 'missing', why: 'no-webauthn' };
  try {
    const there = PublicKeyCredential.isUserVerifyingPlatformAuthenticatorAvailable();
    if (!(await within(KNOWN_MS, there, () => false)))
      return { is: 'missing', why: 'no-authenticator' };
    // Where the browser does not tell, only trying tells.
    const told = PublicKeyCredential.getClientCapabilities?.();
    const capabilities = told && (await within(KNOWN_MS, told, () => undefined));
    if ((capabilities as Record<string, boolean> | undefined)?.['extension:prf'] === false)
      return { is: 'missing', why: 'no-prf' };
    return { is: 'available' };
  } catch {
    return { is: 'missing', why: 'no-authenticator' };
  }
}

async function create(request: Parameters<Biometrics['create']>[0]): Promise<Passkey> {
  const response = await ceremony(request.signal, () =>
    startRegistration({
      optionsJSON: {
        rp: { name: request.name, id: location.hostname },
        user: { id: randomText(32), name: request.name, displayName: request.name },
        challenge: randomText(32), // nobody verifies: what counts is the PRF's result
        pubKeyCredParams: [
          { type: 'public-key', alg: ES256 },
          { type: 'public-key', alg: RS256 },
        ],
        authenticatorSelection: {
          authenticatorAttachment: 'platform',
          residentKey: 'required',
          requireResidentKey: true,
          userVerification: 'required',
        },
        extensions: { prf: { eval: { first: exactBuffer(request.prfSalt) } } },
      },
    }),
  );
  const credentialId = fromBase64url(response.id);
  const prf = prfOf(response);
  if (prf) return { credentialId, prf };
  // `enabled` without a result: the system wants a second tap (WebAuthn Level 3 §10.1.4).
  if (response.clientExtensionResults.prf?.enabled === true) return { credentialId };
  await forget(credentialId);
  throw new TesseraError('BIOMETRICS_MISSING');
}

async function get(request: Parameters<Biometrics['get']>[0]): Promise<Bytes> {
  const response = await ceremony(request.signal, () =>
    startAuthentication({
      optionsJSON: {
        challenge: randomText(32),
        rpId: location.hostname,
        allowCredentials: [{ type: 'public-key', id: toBase64url(request.credentialId) }],
        userVerification: 'required',
        extensions: { prf: { eval: { first: exactBuffer(request.prfSalt) } } },
      },
    }),
  );
  const prf = prfOf(response);
  if (!prf) throw new TesseraError('BIOMETRICS_CHANGED');
  return prf;
}

async function forget(credentialId: Uint8Array): Promise<void> {
  try {
    const sent = sendSignal({
      signalName: 'unknownCredential',
      rpID: location.hostname,
      credentialID: toBase64url(credentialId),
    });
    await within(KNOWN_MS, sent, () => undefined);
  } catch {
    // Few systems listen; a passkey without its slot opens nothing.
  }
}

async function ceremony<T>(signal: AbortSignal | undefined, begin: () => Promise<T>): Promise<T> {
  if (signal?.aborted) throw new TesseraError('BIOMETRICS_CANCELLED');
  let cancel: () => void = () => undefined;
  // A person may look at the prompt for any time; who cancels need not wait for the browser to follow.
  const cancelled = new Promise<never>((_, reject) => {
    cancel = () => {
      WebAuthnAbortService.cancelCeremony();
      reject(new DOMException('Cancelled', 'AbortError'));
    };
  });
  signal?.addEventListener('abort', cancel, { once: true });
  try {
    return await Promise.race([begin(), cancelled]);
  } catch (thrown) {
    throw new TesseraError(codeOf(thrown), { cause: thrown });
  } finally {
    signal?.removeEventListener('abort', cancel);
  }
}

/** Which of our codes a WebAuthn exception means (WebAuthn Level 3 §5.1.3, §5.1.4). */
function codeOf(thrown: unknown): ErrorCode {
  const cause = thrown instanceof WebAuthnError ? (thrown.cause ?? thrown) : thrown;
  switch (errorName(cause)) {
    case 'NotAllowedError': // refused, timed out, or the passkey was deleted: nobody may tell them apart
    case 'AbortError':
    case 'TimeoutError':
    case 'OperationError': // another prompt of the page is still open
      return 'BIOMETRICS_CANCELLED';
    case 'InvalidStateError':
      return 'BIOMETRICS_CHANGED';
    case 'UnknownError':
    case 'NotSupportedError':
    case 'ConstraintError':
    case 'SecurityError':
    case 'NotReadableError':
    case 'Error': // the library's own: no WebAuthn here, or no credential came back
      return 'BIOMETRICS_MISSING';
    default:
      return 'UNEXPECTED';
  }
}

/** A copy of the PRF's first result; the original is overwritten. It is never serialised nor logged. */
function prfOf(response: RegistrationResponseJSON | AuthenticationResponseJSON): Bytes | undefined {
  const first = response.clientExtensionResults.prf?.results?.first;
  if (!(first instanceof ArrayBuffer) && !ArrayBuffer.isView(first)) return undefined;
  const seen = ArrayBuffer.isView(first)
    ? new Uint8Array(first.buffer, first.byteOffset, first.byteLength)
    : new Uint8Array(first);
  const prf = ownBytes(seen.slice());
  seen.fill(0);
  return prf.length === PRF_BYTES ? prf : undefined;
}

function randomText(length: number): string {
  return toBase64url(crypto.getRandomValues(new Uint8Array(length)));
}

/** Some systems refuse views: the buffer itself, of exactly these bytes. */
function exactBuffer(bytes: Uint8Array): ArrayBuffer {
  return ownBytes(bytes.slice()).buffer;
}
