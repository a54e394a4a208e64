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
 * seconds, `watch.listener.thrown` what listeners threw; `observer.thrown` what those of
 * {@link Issuer.observe} did.
 */
export type Counts = Readonly<Record<string, number>>;

type Calls<T> = { readonly [Name in keyof T]: (...args: never[]) => Promise<unknown> };

/**
 * Hears of each call when it has ended: its name, what became of it as {@link Counts} names it, and
 * how long it took, in seconds.
 */
export type Observer = (call: string, outcome: string, seconds: number) => void;

export interface Counter {
  readonly read: () => Counts;
  /** Counts what is no call. */
  readonly add: (name: string) => void;
  /** Tells of each call until the returned function is called. */
  readonly observe: (tell: Observer) => () => void;
  /** The same calls, counted under their names. */
  over<T extends Calls<T>>(calls: T, prefix?: string): T;
}

const MS_PER_SECOND = 1000;

export function createCounter(): Counter {
  const counts = new Map<string, number>();
  const observers = new Set<{ readonly tell: Observer }>();
  const add = (name: string) => void counts.set(name, (counts.get(name) ?? 0) + 1);

  function ended(name: string, outcome: string, since: number): void {
    add(`${name}.${outcome}`);
    if (observers.size === 0) return;
    const seconds = (performance.now() - since) / MS_PER_SECOND;
    for (const { tell } of [...observers])
      try {
        tell(name, outcome, seconds);
      } catch {
        add('observer.thrown');
      }
  }

  const counted =
    (name: string, call: (...args: never[]) => Promise<unknown>) =>
    async (...args: never[]): Promise<unknown> => {
      const since = performance.now();
      try {
        const outcome = await call(...args);
        ended(name, reasonOf(outcome) ?? 'ok', since);
        return outcome;
      } catch (thrown) {
        ended(name, 'thrown', since);
        throw thrown;
      }
    };

  return {
    read: () => Object.fromEntries(counts),
    add,
    observe(tell) {
      const entry = { tell };
      observers.add(entry);
      return () => void observers.delete(entry);
    },
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
