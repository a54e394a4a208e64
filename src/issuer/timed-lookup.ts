/**
 * Name look-ups that end in their time, and one at once: a resolver that hangs would otherwise keep
 * the process's other look-ups waiting, too.
 */
import type { LookupAddress, LookupAllOptions } from 'node:dns';
import { lookup } from 'node:dns';
import type { LookupFunction } from 'node:net';

/** Finds all addresses of a name, as `dns.lookup` does. */
export type FindAll = (
  hostname: string,
  options: LookupAllOptions,
  callback: (error: NodeJS.ErrnoException | null, addresses: LookupAddress[]) => void,
) => void;

export interface TimedLookupOptions {
  /** Which addresses may be called. Default: all. */
  readonly isAllowed?: (address: LookupAddress) => boolean;
  /** Default: `dns.lookup`. */
  readonly find?: FindAll;
  /** Default: 5000. */
  readonly timeoutMs?: number;
  /** Looks up when it is its turn. Default: one at once in this process. */
  readonly turns?: LookupTurns;
}

/** Runs tasks a few at once; each tells when it has ended. */
export interface LookupTurns {
  /** @returns takes a task back that has not begun */
  readonly enter: (task: (ended: () => void) => void) => () => void;
}

/** Milliseconds for one look-up, and its turn before. */
const LOOKUP_TIMEOUT_MS = 5000;
/** Node runs as many look-ups at once as half of its threads, two: one is left to others. */
const LOOKUPS_AT_ONCE = 1;

const sharedTurns = createLookupTurns(LOOKUPS_AT_ONCE);

export function createLookupTurns(atOnce: number): LookupTurns {
  const waiting = new Set<(ended: () => void) => void>();
  let running = 0;

  function next(): void {
    const [task] = waiting;
    if (task === undefined || running >= atOnce) return;
    waiting.delete(task);
    running += 1;
    task(() => {
      running -= 1;
      next();
    });
  }

  return {
    enter(task) {
      waiting.add(task);
      next();
      return () => void waiting.delete(task);
    },
  };
}

/** As `dns.lookup`; a name without an address that may be called is not found. */
export function createTimedLookup({
  isAllowed = () => true,
  find = lookup,
  timeoutMs = LOOKUP_TIMEOUT_MS,
  turns = sharedTurns,
}: TimedLookupOptions = {}): LookupFunction {
  return (hostname, options, callback) => {
    let isOver = false;
    let takeBack = (): void => undefined;
    const timer = setTimeout(() => {
      takeBack();
      end(timedOut(hostname), []);
    }, timeoutMs);
    const end = (error: NodeJS.ErrnoException | null, addresses: LookupAddress[]): void => {
      if (isOver) return;
      isOver = true;
      clearTimeout(timer);
      const [first, ...rest] = error ? [] : addresses.filter(isAllowed);
      if (first === undefined) return callback(error ?? notFound(hostname), '', 4);
      if (options.all) return callback(null, [first, ...rest]);
      return callback(null, first.address, first.family);
    };
    takeBack = turns.enter((ended) => {
      try {
        find(hostname, { ...options, all: true }, (error, addresses) => {
          ended();
          end(error, addresses);
        });
      } catch (thrown) {
        // Nothing was looked up: what Node takes for no host name or option.
        ended();
        end(thrown as NodeJS.ErrnoException, []);
      }
    });
  };
}

function notFound(hostname: string): NodeJS.ErrnoException {
  return Object.assign(new Error(`No public address: ${hostname}`), { code: 'ENOTFOUND' });
}

function timedOut(hostname: string): NodeJS.ErrnoException {
  return Object.assign(new Error(`No address in time: ${hostname}`), { code: 'ETIMEOUT' });
}
