/**
 * Who is signed in at the bank, until when, and what the session may do: without anything done a
 * session ends.
 */
import type { Power } from '../../issuer/http/page-api.ts';

export interface Sessions {
  /**
   * Whether a customer is signed in. `isActivity`: the customer did something, which begins the
   * time anew; a page that looks by itself does not.
   */
  readonly isSignedIn: (customer: string, isActivity: boolean) => boolean;
  /** @param may what the session may do; everything unless told */
  readonly signIn: (customer: string, may?: readonly Power[]) => void;
  /** Undefined where the session may do everything. */
  readonly powersOf: (customer: string) => readonly Power[] | undefined;
  /** From now on the session may do everything. */
  readonly raise: (customer: string) => void;
}

interface Session {
  /** When the customer did something last, in milliseconds since 1970. */
  readonly at: number;
  readonly may: readonly Power[] | undefined;
}

/** Customers that are remembered; beyond them the one who came first is forgotten. */
const MAX_CUSTOMERS = 10_000;

/**
 * Signs in whoever asks for it: the demonstration has no password. Sessions are those of this
 * process.
 * @param seconds how long a session lasts without activity; `Infinity`: everybody is signed in
 * @param now milliseconds since 1970
 */
export function createSessions(seconds: number, now: () => number = Date.now): Sessions {
  const kept = new Map<string, Session>();

  function signIn(customer: string, may?: readonly Power[]): void {
    kept.delete(customer);
    kept.set(customer, { at: now(), may });
    const [first] = kept.keys();
    if (kept.size > MAX_CUSTOMERS && first !== undefined) kept.delete(first);
  }

  return {
    isSignedIn(customer, isActivity) {
      if (seconds === Infinity) return true;
      const session = kept.get(customer);
      if (session === undefined || now() - session.at >= seconds * 1000) return false;
      if (isActivity) signIn(customer, session.may);
      return true;
    },
    signIn,
    powersOf: (customer) => kept.get(customer)?.may,
    raise(customer) {
      if (kept.has(customer)) signIn(customer);
    },
  };
}
