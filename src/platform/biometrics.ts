/** The platform authenticator's PRF (WebAuthn Level 3 §10.1.4), through @simplewebauthn/browser. */
import type { AuthenticationResponseJSON, RegistrationResponseJSON } from '@simplewebauthn/browser';
import {
  sendSignal,
  startAuthentication,
  startRegistration,
  WebAuthnAbortService,
  WebAuthnError,
} from '@simplewebauthn/browser';

import type { Bytes } from '../core/codec/bytes.ts';
import { fromBase64url, ownBytes, toBase64url } from '../core/codec/bytes.ts';
import type { ErrorCode } from '../core/errors.ts';
import { TesseraError } from '../core/errors.ts';
import type { Availability, Biometrics, Passkey } from './biometrics-port.ts';
import { errorName } from './dom-errors.ts';
import { within } from './within.ts';

/** Milliseconds for what the browser knows without asking the person. */
const KNOWN_MS = 5000;
const PRF_BYTES = 32;
const ES256 = -7;
const RS256 = -257;

export const webauthnBiometrics: Biometrics = {
  availability: checkAvailability,
  create: createPasskey,
  get: evaluatePrf,
  forget: forgetPasskey,
};

async function checkAvailability(): Promise<Availability> {
  if (!globalThis.isSecureContext) return { is: 'missing', why: 'insecure' };
  if (typeof globalThis.PublicKeyCredential !== 'function')
    return { is: 'missing', why: 'no-webauthn' };
  try {
    const hasAuthenticator = PublicKeyCredential.isUserVerifyingPlatformAuthenticatorAvailable();
    if (!(await within(KNOWN_MS, hasAuthenticator, () => false)))
      return { is: 'missing', why: 'no-authenticator' };
    // Where the browser does not say, only `create` finds out.
    const asked = PublicKeyCredential.getClientCapabilities?.();
    const capabilities =
      asked === undefined ? undefined : await within(KNOWN_MS, asked, () => undefined);
    if (capabilities?.['extension:prf'] === false) return { is: 'missing', why: 'no-prf' };
    return { is: 'available' };
  } catch {
    return { is: 'missing', why: 'no-authenticator' };
  }
}

async function createPasskey(request: Parameters<Biometrics['create']>[0]): Promise<Passkey> {
  const response = await runCeremony(request.signal, () =>
    startRegistration({
      optionsJSON: {
        rp: { name: request.name, id: location.hostname },
        user: { id: randomText(32), name: request.name, displayName: request.name },
        challenge: randomText(32), // not verified: only the PRF's result counts
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
  await forgetPasskey(credentialId);
  throw new TesseraError('BIOMETRICS_MISSING');
}

async function evaluatePrf(request: Parameters<Biometrics['get']>[0]): Promise<Bytes> {
  const response = await runCeremony(request.signal, () =>
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

async function forgetPasskey(credentialId: Uint8Array): Promise<void> {
  try {
    const sent = sendSignal({
      signalName: 'unknownCredential',
      rpID: location.hostname,
      credentialID: toBase64url(credentialId),
    });
    await within(KNOWN_MS, sent, () => undefined);
  } catch {
    // Few systems support it; a passkey without its slot opens nothing.
  }
}

async function runCeremony<T>(
  signal: AbortSignal | undefined,
  begin: () => Promise<T>,
): Promise<T> {
  if (signal?.aborted) throw new TesseraError('BIOMETRICS_CANCELLED');
  let cancel: () => void = () => undefined;
  // The person may take any time at the prompt; cancelling does not wait for the browser to follow.
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
    throw new TesseraError(errorCodeOf(thrown), { cause: thrown });
  } finally {
    signal?.removeEventListener('abort', cancel);
  }
}

/** Maps a WebAuthn exception to an error code (WebAuthn Level 3 §5.1.3, §5.1.4). */
function errorCodeOf(thrown: unknown): ErrorCode {
  const cause = thrown instanceof WebAuthnError ? (thrown.cause ?? thrown) : thrown;
  switch (errorName(cause)) {
    case 'NotAllowedError': // refused, timed out or deleted: indistinguishable for privacy
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

/**
 * Returns a copy of the PRF's first result and overwrites the original. It is never serialised nor
 * logged.
 */
function prfOf(response: RegistrationResponseJSON | AuthenticationResponseJSON): Bytes | undefined {
  const first = response.clientExtensionResults.prf?.results?.first;
  if (!(first instanceof ArrayBuffer) && !ArrayBuffer.isView(first)) return undefined;
  const original = ArrayBuffer.isView(first)
    ? new Uint8Array(first.buffer, first.byteOffset, first.byteLength)
    : new Uint8Array(first);
  const prf = ownBytes(original.slice());
  original.fill(0);
  return prf.length === PRF_BYTES ? prf : undefined;
}

function randomText(length: number): string {
  return toBase64url(crypto.getRandomValues(new Uint8Array(length)));
}

/** Returns a buffer of exactly these bytes: some systems refuse views. */
function exactBuffer(bytes: Uint8Array): ArrayBuffer {
  return ownBytes(bytes.slice()).buffer;
}
