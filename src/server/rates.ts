/**
 * Limits on calls, as token buckets in this process, and the headers that tell them
 * (draft-ietf-httpapi-ratelimit-headers). Several servers allow as many times more: the counters of
 * the library are the limits that hold.
 */

/** A limit: `burst` calls at once, and one more each `seconds / burst` later. */
export interface Rate {
  /** The limit's name in the headers. */
  readonly name: string;
  /** Calls at once. */
  readonly burst: number;
  /** Seconds after which a bucket that was emptied is full again. */
  readonly seconds: number;
}

/** What a call was told. */
export interface Taken {
  readonly isAllowed: boolean;
  /** `RateLimit`, `RateLimit-Policy`, and `Retry-After` for a call that is refused. */
  readonly headers: Readonly<Record<string, string>>;
}

export interface Limiter {
  /** Takes one call out of the bucket of `key`. */
  readonly take: (rate: Rate, key: string) => Taken;
}

/** The API, by key: 100 calls a second, 200 at once. */
export const KEY_RATE: Rate = { name: 'key', burst: 200, seconds: 2 };
/** Calls that try a code, by whose code it is. */
export const CODE_RATE: Rate = { name: 'codes', burst: 10, seconds: 60 };
/** Activations that an owner begins. */
export const BEGIN_RATE: Rate = { name: 'begins', burst: 10, seconds: 3600 };
/** Calls of a page, by its ticket. */
export const TICKET_RATE: Rate = { name: 'ticket', burst: 120, seconds: 60 };
/** Calls of an authenticator, by its account. */
export const ACCOUNT_RATE: Rate = { name: 'account', burst: 60, seconds: 60 };
/** Calls of phones and pages, by the address that they come from. */
export const ADDRESS_RATE: Rate = { name: 'address', burst: 300, seconds: 60 };

/** Looks for API keys that this process has not met, by the address that they come from. */
export const LOOK_UP_RATE: Rate = { name: 'key-look-ups', burst: 60, seconds: 60 };

/** Buckets that are remembered at once; full ones are forgotten beyond it, then the oldest. */
const MAX_BUCKETS = 50_000;
const MS_PER_SECOND = 1000;

interface Bucket {
  tokens: number;
  /** Milliseconds, when `tokens` was right. */
  at: number;
  readonly rate: Rate;
}

/** @param now milliseconds, of a clock that never goes back */
export function createLimiter(now: () => number = () => performance.now()): Limiter {
  const buckets = new Map<string, Bucket>();

  function tokensOf({ tokens, at, rate }: Bucket, time: number): number {
    const gained = ((time - at) / MS_PER_SECOND) * (rate.burst / rate.seconds);
    return Math.min(rate.burst, tokens + gained);
  }

  function makeRoom(time: number): void {
    for (const [name, bucket] of buckets)
      if (tokensOf(bucket, time) >= bucket.rate.burst) buckets.delete(name);
    for (const name of buckets.keys()) {
      if (buckets.size < MAX_BUCKETS) return;
      buckets.delete(name);
    }
  }

  return {
    take(rate, key) {
      const time = now();
      const name = `${rate.name}/${key}`;
      const known = buckets.get(name);
      const had = known ? tokensOf(known, time) : rate.burst;
      const isAllowed = had >= 1;
      const tokens = isAllowed ? had - 1 : had;
      if (known === undefined && buckets.size >= MAX_BUCKETS) makeRoom(time);
      buckets.set(name, { tokens, at: time, rate });
      return { isAllowed, headers: headersOf(rate, tokens, isAllowed) };
    },
  };
}

function headersOf(rate: Rate, tokens: number, isAllowed: boolean): Taken['headers'] {
  const { name, burst, seconds } = rate;
  const perToken = seconds / burst;
  const untilFull = Math.ceil((burst - tokens) * perToken);
  const untilNext = Math.max(1, Math.ceil((1 - tokens) * perToken));
  return {
    'RateLimit-Policy': `"${name}";q=${burst};w=${seconds}`,
    RateLimit: `"${name}";r=${Math.floor(tokens)};t=${untilFull}`,
    ...(!isAllowed && { 'Retry-After': String(untilNext) }),
  };
}
