/** What the vault asks of a platform authenticator (WebAuthn Level 3 §10.1.4); types alone. */
import type { Bytes } from '../core/codec/bytes.ts';

/**
 * `missing` says why biometrics are not offered. `available` speaks of the browser: only `create`
 * knows the authenticator.
 */
export type Availability =
  | { readonly is: 'available' }
  | {
      readonly is: 'missing';
      readonly why: 'insecure' | 'no-webauthn' | 'no-authenticator' | 'no-prf';
    };

export interface Passkey {
  readonly credentialId: Bytes;
  /** 32 bytes; absent where the system gives them only after a second tap. */
  readonly prf?: Bytes;
}

export interface Biometrics {
  readonly availability: () => Promise<Availability>;
  /** @throws TesseraError BIOMETRICS_CANCELLED, BIOMETRICS_MISSING */
  readonly create: (request: {
    readonly name: string;
    readonly prfSalt: Uint8Array;
    readonly signal?: AbortSignal | undefined;
  }) => Promise<Passkey>;
  /**
   * Returns the PRF's 32 bytes.
   * @throws TesseraError BIOMETRICS_CANCELLED (a deleted passkey looks the same),
   * BIOMETRICS_CHANGED, BIOMETRICS_MISSING
   */
  readonly get: (request: {
    readonly credentialId: Uint8Array;
    readonly prfSalt: Uint8Array;
    readonly signal?: AbortSignal | undefined;
  }) => Promise<Bytes>;
  /** Tells the system that this passkey is of no more use, where it can be told. Never throws. */
  readonly forget: (credentialId: Uint8Array) => Promise<void>;
}
