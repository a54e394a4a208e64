/** What IndexedDB's exceptions mean (Indexed Database API 3.0 §2.8, and what iOS says in its own words). */
import { TesseraError } from '../core/errors.ts';
import { errorName } from './dom-errors.ts';

/** The browser has not answered: as good as a lost connection. */
export function silence(): DOMException {
  return new DOMException('The browser does not answer', 'AbortError');
}

/** Connections end by themselves: closed by the browser, or by iOS while the app was in the background. */
export function isLost(thrown: unknown): boolean {
  const name = errorName(thrown);
  if (name === 'InvalidStateError' || name === 'AbortError') return true;
  return name === 'UnknownError' && /connection|server/i.test((thrown as Error).message);
}

/** A database that was not opened. */
export function refusal(thrown: unknown): TesseraError {
  const name = errorName(thrown);
  if (name === 'QuotaExceededError') return new TesseraError('STORAGE_FULL', { cause: thrown });
  return new TesseraError(name === 'VersionError' ? 'VAULT_NEWER' : 'STORAGE_BLOCKED', {
    cause: thrown,
  });
}

/** A transaction that failed; what is none of IndexedDB's stays what it is. */
export function storageError(thrown: unknown): unknown {
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
