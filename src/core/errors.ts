/** The one error type of the project: a code from a closed union, a cause, and never a secret. */

/** What the screens and the effects need to know about an error. */
export interface ErrorTraits {
  /**
   * `person`: the app may show it, so every language has words for it. `developer`: it occurs on
   * the third party's side or through a fault of the caller; the app shows UNEXPECTED instead.
   */
  readonly audience: 'person' | 'developer';
  /** `rescan`: another code helps. `resend`: the same answer can be sent again. */
  readonly recovery: 'rescan' | 'resend' | 'none';
}

/** Every error, independent of language. The sentences are in the catalogues of `src/i18n`. */
export const ERRORS = {
  // A reader of messages, in the order in which it checks (docs/protocol.md, "Errors").
  NOT_OURS: { audience: 'person', recovery: 'rescan' },
  DAMAGED: { audience: 'person', recovery: 'rescan' },
  FIRST_EXPECTED: { audience: 'person', recovery: 'rescan' },
  SECOND_EXPECTED: { audience: 'person', recovery: 'rescan' },
  REQUEST_EXPECTED: { audience: 'person', recovery: 'none' },
  SIGNATURE_WRONG: { audience: 'person', recovery: 'rescan' },
  ISSUER_NOT_TRUSTED: { audience: 'person', recovery: 'rescan' },
  EXPIRED: { audience: 'person', recovery: 'none' },
  UNKNOWN_ACTIVATION: { audience: 'person', recovery: 'rescan' },
  UNKNOWN_ACCOUNT: { audience: 'person', recovery: 'rescan' },
  OTHER_ACTIVATION: { audience: 'person', recovery: 'rescan' },
  DOES_NOT_OPEN: { audience: 'person', recovery: 'rescan' },
  OUT_OF_RANGE: { audience: 'person', recovery: 'rescan' },
  REPLACES_MISMATCH: { audience: 'person', recovery: 'rescan' },
  REQUEST_REUSED: { audience: 'person', recovery: 'rescan' },
  // A reader of requests, where it can say more to a person than EXPIRED, DOES_NOT_OPEN and
  // UNKNOWN_ACCOUNT.
  REQUEST_EXPIRED: { audience: 'person', recovery: 'rescan' },
  REQUEST_EARLY: { audience: 'person', recovery: 'rescan' },
  REQUEST_UNREADABLE: { audience: 'person', recovery: 'rescan' },
  ACCOUNT_REPLACED: { audience: 'person', recovery: 'rescan' },
  // A writer of messages.
  MESSAGE_TOO_LARGE: { audience: 'developer', recovery: 'none' },
  // Codes that a person types.
  CODE_MALFORMED: { audience: 'developer', recovery: 'none' },
  CODE_WRONG: { audience: 'developer', recovery: 'none' },
  CODE_USED: { audience: 'person', recovery: 'rescan' },
  CODE_OTHER: { audience: 'developer', recovery: 'none' },
  WRONG_STATE: { audience: 'developer', recovery: 'none' },
  BLOCKED: { audience: 'developer', recovery: 'none' },
  BUSY: { audience: 'developer', recovery: 'none' },
  ACTIVATION_REPLACED: { audience: 'person', recovery: 'none' },
  ACTIVATION_DROPPED: { audience: 'person', recovery: 'none' },
  PAGE_REFUSED: { audience: 'person', recovery: 'none' },
  // The camera and pictures.
  NO_SECURE_CONTEXT: { audience: 'person', recovery: 'none' },
  CAMERA_REFUSED: { audience: 'person', recovery: 'none' },
  CAMERA_MISSING: { audience: 'person', recovery: 'none' },
  CAMERA_BUSY: { audience: 'person', recovery: 'none' },
  CAMERA_LOST: { audience: 'person', recovery: 'none' },
  NO_CODE_IN_PICTURE: { audience: 'person', recovery: 'none' },
  PICTURE_UNREADABLE: { audience: 'person', recovery: 'none' },
  PICTURE_HEIC: { audience: 'person', recovery: 'none' },
  PICTURE_TOO_LARGE: { audience: 'person', recovery: 'none' },
  PICTURES_FALSIFIED: { audience: 'person', recovery: 'none' },
  FOREIGN_IMAGE: { audience: 'person', recovery: 'none' },
  // The vault.
  STORAGE_FULL: { audience: 'person', recovery: 'none' },
  STORAGE_BLOCKED: { audience: 'person', recovery: 'none' },
  STORAGE_LOST: { audience: 'person', recovery: 'none' },
  STORAGE_CLEARED: { audience: 'person', recovery: 'none' },
  VAULT_NEWER: { audience: 'person', recovery: 'none' },
  VAULT_DAMAGED: { audience: 'person', recovery: 'none' },
  VAULT_CHANGED: { audience: 'person', recovery: 'none' },
  VAULT_ERASED: { audience: 'person', recovery: 'none' },
  PIN_WRONG: { audience: 'person', recovery: 'none' },
  PIN_WAIT: { audience: 'person', recovery: 'none' },
  PIN_DISAGREES: { audience: 'person', recovery: 'none' },
  PIN_WEAK: { audience: 'person', recovery: 'none' },
  LOCKED: { audience: 'person', recovery: 'none' },
  // The issuer's service.
  SERVICE_NOT_ALLOWED: { audience: 'person', recovery: 'resend' },
  SERVICE_UNREACHABLE: { audience: 'person', recovery: 'resend' },
  SERVICE_REFUSED: { audience: 'person', recovery: 'resend' },
  CLONE_SUSPECTED: { audience: 'person', recovery: 'none' },
  REQUEST_GONE: { audience: 'person', recovery: 'none' },
  REQUEST_APPROVED: { audience: 'person', recovery: 'none' },
  ANSWER_WRONG: { audience: 'person', recovery: 'resend' },
  PAUSED: { audience: 'person', recovery: 'resend' },
  // Biometrics.
  BIOMETRICS_MISSING: { audience: 'person', recovery: 'none' },
  BIOMETRICS_CANCELLED: { audience: 'person', recovery: 'none' },
  BIOMETRICS_CHANGED: { audience: 'person', recovery: 'none' },
  BIOMETRICS_SECOND_TAP: { audience: 'person', recovery: 'none' },
  // Notifications.
  NOTIFICATIONS_REFUSED: { audience: 'person', recovery: 'none' },
  NOTIFICATIONS_DISMISSED: { audience: 'person', recovery: 'none' },
  PUSH_UNAVAILABLE: { audience: 'person', recovery: 'none' },
  // Accounts of other servers, and files of other programs.
  WEAK_KEY: { audience: 'person', recovery: 'rescan' },
  ACCOUNTS_TOO_MANY: { audience: 'person', recovery: 'none' },
  FILE_UNKNOWN: { audience: 'person', recovery: 'none' },
  FILE_DAMAGED: { audience: 'person', recovery: 'none' },
  FILE_TOO_LARGE: { audience: 'person', recovery: 'none' },
  FILE_EMPTY: { audience: 'person', recovery: 'none' },
  FILE_OF_OTHER_APP: { audience: 'person', recovery: 'none' },
  FILE_PASSWORD_WRONG: { audience: 'person', recovery: 'none' },
  FILE_TOO_COSTLY: { audience: 'person', recovery: 'none' },
  FILE_NO_MEMORY: { audience: 'person', recovery: 'none' },
  // A backup file, beside those of files.
  BACKUP_DIFFERS: { audience: 'person', recovery: 'none' },
  BACKUP_TOO_SLOW: { audience: 'person', recovery: 'none' },
  BACKUP_NO_MEMORY: { audience: 'person', recovery: 'none' },
  // Moving to a new phone.
  MOVE_NUMBER_WRONG: { audience: 'person', recovery: 'none' },
  MOVE_RECEIPT_WRONG: { audience: 'person', recovery: 'none' },
  MOVE_OTHER_PHONE: { audience: 'person', recovery: 'none' },
  MOVE_EXPIRED: { audience: 'person', recovery: 'none' },
  MOVE_TOO_LARGE: { audience: 'person', recovery: 'none' },
  MOVE_INCOMPLETE: { audience: 'person', recovery: 'none' },
  MOVE_TOO_SLOW: { audience: 'person', recovery: 'none' },
  MOVE_NO_MEMORY: { audience: 'person', recovery: 'none' },
  // The unforeseen.
  UNEXPECTED: { audience: 'person', recovery: 'none' },
} as const satisfies Record<string, ErrorTraits>;

/** A stable code, for programs. */
export type ErrorCode = keyof typeof ERRORS;

/** Errors of other servers' accounts, of files and of moving: their words are a catalogue apart. */
export type TransferErrorCode =
  | Extract<ErrorCode, `FILE_${string}` | `BACKUP_${string}` | `MOVE_${string}`>
  | 'WEAK_KEY'
  | 'ACCOUNTS_TOO_MANY';

/** The errors that the app shows, for which every language has words. */
export type PersonErrorCode = {
  [Code in ErrorCode]: (typeof ERRORS)[Code]['audience'] extends 'person' ? Code : never;
}[ErrorCode];

/** Names what the person can do about an error. */
export function recoveryOf(code: ErrorCode): ErrorTraits['recovery'] {
  return ERRORS[code].recovery;
}

/** What an error can tell besides its code. */
export interface TesseraErrorOptions {
  /** What was thrown below. */
  readonly cause?: unknown;
  /** Path of the value in the caller's own argument, for example `otp.digits`. */
  readonly field?: string;
  /**
   * What a developer should know, for example `must be 6 to 8`. Never a value that may be secret
   * or personal.
   */
  readonly detail?: string;
}

/** An error with a stable code. Its message is for developers: code, field and detail. */
export class TesseraError extends Error {
  /** Tells this class by name, where `instanceof` does not reach. */
  override readonly name = 'TesseraError';
  /** What went wrong, for programs. */
  readonly code: ErrorCode;
  /** Path of the value in the caller's own argument, where an argument is wrong. */
  readonly field: string | undefined;

  constructor(code: ErrorCode, { field, detail, ...options }: TesseraErrorOptions = {}) {
    super(messageOf(code, field, detail), options);
    this.code = code;
    this.field = field;
  }
}

function messageOf(code: ErrorCode, field?: string, detail?: string): string {
  if (field === undefined) return detail === undefined ? code : `${code}: ${detail}`;
  if (detail === undefined) return `${code}: ${field}`;
  // A detail that begins with the wrong name is a sentence of its own.
  return `${code}: ${field}${detail.startsWith("'") ? ':' : ''} ${detail}`;
}

/** Returns any thrown value as a TesseraError; what is none becomes the cause of an UNEXPECTED. */
export function asTesseraError(thrown: unknown): TesseraError {
  return thrown instanceof TesseraError
    ? thrown
    : new TesseraError('UNEXPECTED', { cause: thrown });
}

/**
 * Maps the name of an exception of getUserMedia to an error code (Media Capture and Streams
 * §10.2).
 */
export function cameraErrorCode(name: string): ErrorCode {
  switch (name) {
    case 'NotAllowedError':
    case 'SecurityError':
      return 'CAMERA_REFUSED';
    case 'NotReadableError':
    case 'AbortError':
      return 'CAMERA_BUSY';
    default:
      return 'CAMERA_MISSING';
  }
}
