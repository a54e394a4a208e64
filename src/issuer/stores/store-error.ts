/**
 * What a store tells its operator: a code to act on and a sentence to read, never a key, a row or
 * an address with its password.
 */

/**
 * - `STORE_KEY_MALFORMED`: not 32 bytes in base64url.
 * - `STORE_KEY_WRONG`: the rows were sealed under another key; nothing was written.
 * - `STORE_NEWER`: a newer version of this library has changed the tables so that this one can't
 *   serve them.
 * - `STORE_OLD`: the tables are not up to date, and the program is not to change them.
 * - `STORE_NO_RIGHT`: the database's role may not do what was asked.
 * - `STORE_LOCKED`: another process has the folder open.
 * - `STORE_UNREACHABLE`: the database does not answer; what was under way may or may not have been
 *   written.
 * - `STORE_CLOSED`: the issuer was closed; nothing was read or written.
 * - `STORE_CLOCK`: the clocks of this server and the database differ; nothing was deleted.
 * - `STORE_DAMAGED`: a row does not open, or is not where it was sealed.
 */
export type StoreErrorCode =
  | 'STORE_KEY_MALFORMED'
  | 'STORE_KEY_WRONG'
  | 'STORE_NEWER'
  | 'STORE_OLD'
  | 'STORE_NO_RIGHT'
  | 'STORE_LOCKED'
  | 'STORE_UNREACHABLE'
  | 'STORE_CLOSED'
  | 'STORE_CLOCK'
  | 'STORE_DAMAGED';

/** An error of a store, with a stable code and a sentence for its operator. */
export class StoreError extends Error {
  /** Tells this class by name, where `instanceof` does not reach. */
  override readonly name = 'StoreError';
  /** What went wrong, for programs. */
  readonly code: StoreErrorCode;

  constructor(code: StoreErrorCode, sentence: string, options?: { readonly cause?: unknown }) {
    super(sentence, options);
    this.code = code;
  }
}

/**
 * Returns true if a call failed because the database is away, or this server about to end: it, or
 * another one, may answer soon, so the answer is 503 and not 500.
 */
export function isUnreachable(thrown: unknown): boolean {
  return (
    thrown instanceof StoreError &&
    (thrown.code === 'STORE_UNREACHABLE' || thrown.code === 'STORE_CLOSED')
  );
}

/** STORE_DAMAGED: a row that is not what was sealed here. */
export function damagedRow(table: string, cause: unknown): StoreError {
  return new StoreError('STORE_DAMAGED', `A row of ${table} does not open.`, { cause });
}

/** STORE_KEY_WRONG: the key of a row was not given. */
export function wrongKey(): StoreError {
  return new StoreError(
    'STORE_KEY_WRONG',
    'The store was sealed with another key than TESSERA_STORE_KEY: give it that key, too (the newest first, a comma between them).',
  );
}
