/** The one error type of the project: a code from a closed union, a cause, and never a secret. */

/** What went wrong, independent of language. The sentences live with the strings of the screens. */
export type ErrorCode =
  // A reader of messages, in the order in which it checks (docs/protocol.md, "Errors").
  | 'NOT_OURS'
  | 'DAMAGED'
  | 'FIRST_EXPECTED'
  | 'SECOND_EXPECTED'
  | 'REQUEST_EXPECTED'
  | 'SIGNATURE_WRONG'
  | 'ISSUER_NOT_TRUSTED'
  | 'EXPIRED'
  | 'UNKNOWN_ACTIVATION'
  | 'UNKNOWN_ACCOUNT'
  | 'OTHER_ACTIVATION'
  | 'DOES_NOT_OPEN'
  | 'OUT_OF_RANGE'
  | 'REPLACES_MISMATCH'
  | 'REQUEST_REUSED'
  // What a reader of requests can say more exactly to a person than EXPIRED, DOES_NOT_OPEN and UNKNOWN_ACCOUNT.
  | 'REQUEST_EXPIRED'
  | 'REQUEST_EARLY'
  | 'REQUEST_UNREADABLE'
  | 'ACCOUNT_REPLACED'
  // A writer of messages.
  | 'MESSAGE_TOO_LARGE'
  // Codes that a person types.
  | 'CODE_MALFORMED'
  | 'CODE_WRONG'
  | 'CODE_USED'
  | 'CODE_OTHER'
  | 'WRONG_STATE'
  | 'BLOCKED'
  | 'BUSY'
  | 'PAGE_REFUSED'
  // The camera and pictures.
  | 'NO_SECURE_CONTEXT'
  | 'CAMERA_REFUSED'
  | 'CAMERA_MISSING'
  | 'CAMERA_BUSY'
  | 'CAMERA_LOST'
  | 'NO_CODE_IN_PICTURE'
  | 'FOREIGN_IMAGE'
  // The vault.
  | 'STORAGE_FULL'
  | 'STORAGE_BLOCKED'
  | 'STORAGE_LOST'
  | 'VAULT_NEWER'
  | 'VAULT_DAMAGED'
  | 'VAULT_CHANGED'
  | 'VAULT_ERASED'
  | 'PIN_WRONG'
  | 'PIN_WAIT'
  | 'PIN_DISAGREES'
  | 'PIN_WEAK'
  | 'LOCKED'
  // The issuer's service.
  | 'SERVICE_NOT_ALLOWED'
  | 'SERVICE_UNREACHABLE'
  | 'SERVICE_REFUSED'
  | 'REQUEST_GONE'
  | 'RESPONSE_WRONG'
  // Biometrics.
  | 'BIOMETRICS_MISSING'
  | 'BIOMETRICS_CANCELLED'
  | 'BIOMETRICS_CHANGED'
  | 'BIOMETRICS_SECOND_TAP'
  // Notifications.
  | 'NOTIFICATIONS_REFUSED'
  | 'NOTIFICATIONS_DISMISSED'
  | 'PUSH_UNAVAILABLE'
  // The unforeseen.
  | 'UNEXPECTED';

export class TesseraError extends Error {
  override readonly name = 'TesseraError';

  constructor(
    readonly code: ErrorCode,
    options?: { readonly cause?: unknown },
  ) {
    super(code, options);
  }
}

/** Any thrown value as a TesseraError; what is not one already becomes UNEXPECTED with a cause. */
export function asTesseraError(thrown: unknown): TesseraError {
  return thrown instanceof TesseraError
    ? thrown
    : new TesseraError('UNEXPECTED', { cause: thrown });
}
