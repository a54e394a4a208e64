/** The browser's WebAuthn: what the vault asks for, what comes back, what exceptions mean. */
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';

import { toBase64url } from '../../src/core/codec/bytes.ts';
import { webauthnBiometrics } from '../../src/platform/biometrics.ts';
import { code } from './scenarios.ts';

const PRF = new Uint8Array(32).fill(9);
const SALT = new Uint8Array(32).fill(3);
const ID = new Uint8Array([1, 2, 3, 4]);

interface Asked {
  readonly publicKey: PublicKeyCredentialCreationOptions & PublicKeyCredentialRequestOptions;
  readonly signal: AbortSignal;
}

let asked: Asked[];
let answer: (options: Asked) => unknown;
let given: ArrayBuffer;

function credential(prf: unknown): unknown {
  const buffer = () => new ArrayBuffer(8);
  return {
    id: toBase64url(ID),
    rawId: ID.buffer,
    type: 'public-key',
    response: {
      attestationObject: buffer(),
      clientDataJSON: buffer(),
      authenticatorData: buffer(),
      signature: buffer(),
    },
    getClientExtensionResults: () => (prf === undefined ? {} : { prf }),
    toJSON: () => {
      throw new Error('toJSON must never be called');
    },
  };
}

function platform(extra: object = {}): void {
  const ask = async (options: Asked): Promise<unknown> => {
    asked.push(options);
    return answer(options);
  };
  vi.stubGlobal('navigator', { credentials: { create: ask, get: ask } });
  vi.stubGlobal('location', { hostname: 'auth.example' });
  vi.stubGlobal('isSecureContext', true);
  vi.stubGlobal(
    'PublicKeyCredential',
    Object.assign(class {}, {
      isUserVerifyingPlatformAuthenticatorAvailable: async () => true,
      getClientCapabilities: async () => ({ 'extension:prf': true }),
      ...extra,
    }),
  );
}

beforeEach(() => {
  asked = [];
  given = PRF.slice().buffer;
  answer = () => credential({ enabled: true, results: { first: given } });
  platform();
});
afterEach(() => void vi.unstubAllGlobals());

const create = (signal?: AbortSignal) =>
  webauthnBiometrics.create({ name: 'Tessera', prfSalt: SALT, signal });
const get = (signal?: AbortSignal) =>
  webauthnBiometrics.get({ credentialId: ID, prfSalt: SALT, signal });

describe('create', () => {
  test('asks for a resident, verified passkey and its PRF, with ArrayBuffers', async () => {
    const passkey = await create();
    expect(passkey).toEqual({ credentialId: ID, prf: PRF });
    const { publicKey } = asked[0]!;
    expect(publicKey.authenticatorSelection).toMatchObject({
      authenticatorAttachment: 'platform',
      residentKey: 'required',
      userVerification: 'required',
    });
    expect(publicKey.rp).toEqual({ name: 'Tessera', id: 'auth.example' });
    expect(publicKey.pubKeyCredParams.map(({ alg }) => alg)).toEqual([-7, -257]);
    const first = (publicKey.extensions as { prf: { eval: { first: unknown } } }).prf.eval.first;
    expect(first).toBeInstanceOf(ArrayBuffer);
    expect(new Uint8Array(first as ArrayBuffer)).toEqual(SALT);
    expect(publicKey.extensions).toEqual({ prf: { eval: { first } } });
  });

  test('draws a new user id and challenge each time', async () => {
    await create();
    await create();
    const drawn = asked.flatMap(({ publicKey }) => [
      toBase64url(new Uint8Array(publicKey.user.id as ArrayBuffer)),
      toBase64url(new Uint8Array(publicKey.challenge as ArrayBuffer)),
    ]);
    expect(new Set(drawn).size).toBe(4);
    for (const text of drawn) expect(text).toHaveLength(43);
  });

  test('overwrites the result that the browser gave', async () => {
    await create();
    expect(new Uint8Array(given).every((byte) => byte === 0)).toBe(true);
  });

  test('without a result wants a second tap where the PRF is enabled', async () => {
    answer = () => credential({ enabled: true });
    expect(await create()).toEqual({ credentialId: ID });
  });

  test.each([
    ['no PRF at all', undefined],
    ['a PRF that is not enabled', { enabled: false }],
  ])('with %s is BIOMETRICS_MISSING, and the useless passkey is forgotten', async (_, prf) => {
    const forgotten: unknown[] = [];
    platform({ signalUnknownCredential: async (which: unknown) => void forgotten.push(which) });
    answer = () => credential(prf);
    await expect(create()).rejects.toEqual(code('BIOMETRICS_MISSING'));
    expect(forgotten).toEqual([{ rpId: 'auth.example', credentialId: toBase64url(ID) }]);
  });
});

describe('get', () => {
  test('names its passkey and asks for the PRF', async () => {
    expect(await get()).toEqual(PRF);
    const { publicKey } = asked[0]!;
    expect(publicKey.userVerification).toBe('required');
    expect(publicKey.rpId).toBe('auth.example');
    expect(publicKey.allowCredentials).toHaveLength(1);
    expect(new Uint8Array(publicKey.allowCredentials![0]!.id as ArrayBuffer)).toEqual(ID);
  });

  test.each([
    ['without a result', {}],
    ['with a result of another length', { results: { first: new ArrayBuffer(16) } }],
    ['with a result that is no buffer', { results: { first: 'AAAA' } }],
  ])('%s is BIOMETRICS_CHANGED', async (_, prf) => {
    answer = () => credential(prf);
    await expect(get()).rejects.toEqual(code('BIOMETRICS_CHANGED'));
  });
});

describe('exceptions', () => {
  test.each([
    ['NotAllowedError', 'BIOMETRICS_CANCELLED'],
    ['AbortError', 'BIOMETRICS_CANCELLED'],
    ['InvalidStateError', 'BIOMETRICS_CHANGED'],
    ['UnknownError', 'BIOMETRICS_MISSING'],
    ['NotSupportedError', 'BIOMETRICS_MISSING'],
    ['ConstraintError', 'BIOMETRICS_MISSING'],
    ['SecurityError', 'BIOMETRICS_MISSING'],
    ['DataError', 'UNEXPECTED'],
  ])('%s is %s, and is not tried again', async (name, expected) => {
    answer = () => {
      throw new DOMException('words of the system', name);
    };
    await expect(create()).rejects.toEqual(code(expected));
    await expect(get()).rejects.toEqual(code(expected));
    expect(asked).toHaveLength(2);
  });

  test('no credential, or no WebAuthn, is BIOMETRICS_MISSING', async () => {
    answer = () => null;
    await expect(get()).rejects.toEqual(code('BIOMETRICS_MISSING'));
    vi.stubGlobal('PublicKeyCredential', undefined);
    await expect(create()).rejects.toEqual(code('BIOMETRICS_MISSING'));
  });

  test('a signal ends the prompt, and one that has ended opens none', async () => {
    const cancel = new AbortController();
    answer = ({ signal }) =>
      new Promise((_, reject) => {
        signal.addEventListener('abort', () => reject(signal.reason as Error));
        cancel.abort();
      });
    await expect(get(cancel.signal)).rejects.toEqual(code('BIOMETRICS_CANCELLED'));
    await expect(create(cancel.signal)).rejects.toEqual(code('BIOMETRICS_CANCELLED'));
    expect(asked).toHaveLength(1);
  });
});

describe('availability', () => {
  const why = async () => {
    const found = await webauthnBiometrics.availability();
    return found.is === 'missing' ? found.why : found.is;
  };

  test('needs a secure context, WebAuthn, an authenticator and the PRF', async () => {
    expect(await why()).toBe('available');
    platform({ getClientCapabilities: undefined });
    expect(await why(), 'where the browser does not tell, only trying tells').toBe('available');
    platform({ getClientCapabilities: async () => ({ 'extension:prf': false }) });
    expect(await why()).toBe('no-prf');
    platform({ isUserVerifyingPlatformAuthenticatorAvailable: async () => false });
    expect(await why()).toBe('no-authenticator');
    platform({
      isUserVerifyingPlatformAuthenticatorAvailable: async () => {
        throw new Error();
      },
    });
    expect(await why()).toBe('no-authenticator');
    vi.stubGlobal('PublicKeyCredential', undefined);
    expect(await why()).toBe('no-webauthn');
    vi.stubGlobal('isSecureContext', false);
    expect(await why()).toBe('insecure');
  });

  test('forgetting a passkey never throws', async () => {
    await webauthnBiometrics.forget(ID);
    platform({
      signalUnknownCredential: async () => {
        throw new DOMException('', 'SecurityError');
      },
    });
    await webauthnBiometrics.forget(ID);
  });
});
