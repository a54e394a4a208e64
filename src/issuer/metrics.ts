/**
 * What became of an issuer's calls, counted: plain numbers for a site's monitoring, whatever it
 * uses.
 */
import type { Refusal } from './outcome.ts';

/**
 * Calls of this process since it began, by name and outcome: `verifyOtp.ok`,
 * `verifyOtp.CODE_WRONG`, `service.answer.TOKEN_USED`, and `thrown` where a call rejected. A name
 * is there once it has happened. What push services answered is counted by its status: `push.201`,
 * `push.403`, and `push.failed` where none answered; `denial.not-me` counts persons who say that
 * they did not ask for something. For {@link Issuer.watch}: `watch.look.thrown` counts rows and
 * versions that could not be read, `watch.interrupted` times in which they could not for five
 * seconds, `watch.listener.thrown` what listeners threw.
 */
export type Counts = Readonly<Record<string, number>>;

type Calls<T> = { readonly [Name in keyof T]: (...args: never[]) => Promise<unknown> };

export interface Counter {
  readonly read: () => Counts;
  /** Counts what is no call. */
  readonly add: (name: string) => void;
  /** The same calls, counted under their names. */
  over<T extends Calls<T>>(calls: T, prefix?: string): T;
}

export function createCounter(): Counter {
  const counts = new Map<string, number>();
  const add = (name: string) => void counts.set(name, (counts.get(name) ?? 0) + 1);

  const counted =
    (name: string, call: (...args: never[]) => Promise<unknown>) =>
    async (...args: never[]): Promise<unknown> => {
      try {
        const outcome = await call(...args);
        add(`${name}.${reasonOf(outcome) ?? 'ok'}`);
        return outcome;
      } catch (thrown) {
        add(`${name}.thrown`);
        throw thrown;
      }
    };

  return {
    read: () => Object.fromEntries(counts),
    add,
    over<T extends Calls<T>>(calls: T, prefix = ''): T {
      const entries = Object.entries<(...args: never[]) => Promise<unknown>>(calls);
      return Object.fromEntries(
        entries.map(([name, call]) => [name, counted(`${prefix}${name}`, call)]),
      ) as T;
    },
  };
}

/** Undefined for a call that came to what it was made for. */
function reasonOf(outcome: unknown): string | undefined {
  if (typeof outcome !== 'object' || outcome === null) return undefined;
  const { ok, reason } = outcome as Partial<Refusal>;
  return ok === false ? reason : undefined;
}
