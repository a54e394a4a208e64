/** Whether an account can be had again from what was read: what a backup's proof compares. */
import { equal } from '../codec/bytes.ts';
import type { OathEntry } from '../oath-entry.ts';

/** Returns the ids of accounts that `found` has not, or has otherwise. */
export function missingFrom(
  found: readonly OathEntry[],
  accounts: readonly (OathEntry & { readonly id: string })[],
): string[] {
  return accounts.filter((one) => !found.some((other) => isSame(one, other))).map(({ id }) => id);
}

/**
 * Compares what makes an account's codes, and the names that its site gave it. Counters go on, and
 * the person's own name may change, while the file stays what it is.
 */
function isSame(one: OathEntry, other: OathEntry): boolean {
  return (
    one.type === other.type &&
    one.issuer === other.issuer &&
    one.label === other.label &&
    one.otp.algorithm === other.otp.algorithm &&
    one.otp.digits === other.otp.digits &&
    one.otp.period === other.otp.period &&
    equal(one.secret, other.secret)
  );
}
