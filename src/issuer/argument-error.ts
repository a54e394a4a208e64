/** What is wrong with the arguments of a call: all of it at once, and never a value. */
import { TesseraError } from '../core/errors.ts';

/** One mistake. */
export interface WrongArgument {
  /** Path of the value in the caller's own argument, for example `otp.digits`. */
  readonly field: string;
  /**
   * The rule that it breaks, for example `must be 6 to 8`. Positions count UTF-16 units from 0, as
   * in `codePointAt`.
   */
  readonly message: string;
}

/**
 * A mistake of the program that calls: `begin: owner must be a string; label must be 0 to 60
 * characters`. It is thrown before anything is read or written.
 */
export class ArgumentError extends TesseraError {
  /** Every argument that breaks its rule, one or more. */
  readonly errors: readonly WrongArgument[];

  /** @param call the name of what was called, where it is known */
  constructor(errors: readonly WrongArgument[], call?: string, cause?: unknown) {
    super('OUT_OF_RANGE', { ...(errors[0] && { field: errors[0].field }), cause });
    this.errors = errors;
    const told = errors.map(({ field, message }) => `${field} ${message}`).join('; ');
    this.message = call === undefined ? told : `${call}: ${told}`;
  }
}

/** One mistake as an error. */
export function argumentError(field: string, message: string, cause?: unknown): ArgumentError {
  return new ArgumentError([{ field, message }], undefined, cause);
}

/** Runs part of a call, which an ArgumentError then names. */
export function inCall<Result>(call: string, run: () => Result): Result {
  try {
    return run();
  } catch (thrown) {
    throw named(call, thrown);
  }
}

type Calls<T> = { readonly [Name in keyof T]: (...args: never[]) => Promise<unknown> };

/** The same calls, whose ArgumentErrors name them. */
export function namedCalls<T extends Calls<T>>(calls: T, prefix = ''): T {
  const entries = Object.entries<(...args: never[]) => Promise<unknown>>(calls);
  return Object.fromEntries(
    entries.map(([name, call]) => [
      name,
      async (...args: never[]): Promise<unknown> => {
        try {
          return await call(...args);
        } catch (thrown) {
          throw named(`${prefix}${name}`, thrown);
        }
      },
    ]),
  ) as T;
}

function named(call: string, thrown: unknown): unknown {
  return thrown instanceof ArgumentError
    ? new ArgumentError(thrown.errors, call, thrown.cause)
    : thrown;
}
