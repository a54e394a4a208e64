/** IndexedDB's exceptions (Indexed Database API 3.0 §2.8, and iOS's own messages) as errors. */
import { TesseraError } from '../core/errors.ts';
import { errorName } from './dom-errors.ts';

/** Returns the error of a browser that does not answer: treated like a lost connection. */
export function noAnswer(): DOMException {
  return new DOMException('The browser does not answer', 'AbortError');
}

/**
 * Returns true if the connection was lost: closed by the browser, or by iOS while the app was in
 * the background.
 */
export function isLostConnection(thrown: unknown): boolean {
  const name = errorName(thrown);
  if (name === 'InvalidStateError' || name === 'AbortError') return true;
  return name === 'UnknownError' && /connection|server/i.test((thrown as Error).message);
}

/**
 * Maps the failure of opening a database. One that the browser has broken off, as Chromium does
 * while it clears its data, stays a lost connection.
 */
export function openingError(thrown: unknown): Error {
  const name = errorName(thrown);
  if (name === 'AbortError') return thrown as DOMException;
  if (name === 'QuotaExceededError') return new TesseraError('STORAGE_FULL', { cause: thrown });
  return new TesseraError(name === 'VersionError' ? 'VAULT_NEWER' : 'STORAGE_BLOCKED', {
    cause: thrown,
  });
}

/** Maps the failure of a transaction; errors that are not IndexedDB's pass through. */
export function transactionError(thrown: unknown): unknown {
  if (thrown instanceof TesseraError) return thrown;
  switch (errorName(thrown)) {
    case 'QuotaExceededError':
      return new TesseraError('STORAGE_FULL', { cause: thrown });
    case 'UnknownError':
      return new TesseraError('STORAGE_LOST', { cause: thrown });
    default:
      return thrown;
  }
}
