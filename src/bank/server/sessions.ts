/** Who is signed in at the bank, and until when: without anything done a session ends. */

export interface Sessions {
  /**
   * Whether a customer is signed in. `isActivity`: the customer did something, which begins the
   * time anew; a page that looks by itself does not.
   */
  readonly isSignedIn: (customer: string, isActivity: boolean) => boolean;
  readonly signIn: (customer: string) => void;
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
  const activeAt = new Map<string, number>();

  function signIn(customer: string): void {
    activeAt.delete(customer);
    activeAt.set(customer, now());
    const [first] = activeAt.keys();
    if (activeAt.size > MAX_CUSTOMERS && first !== undefined) activeAt.delete(first);
  }

  return {
    isSignedIn(customer, isActivity) {
      if (seconds === Infinity) return true;
      const at = activeAt.get(customer);
      if (at === undefined || now() - at >= seconds * 1000) return false;
      if (isActivity) signIn(customer);
      return true;
    },
    signIn,
  };
}
