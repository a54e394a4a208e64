/** What an issuer is made of: the site's options, with a real default for each that is left out. */
import type { NumberDigits, OtpPolicy, SecondMessage } from '../core/codec/messages.ts';
import { NUMBER_DIGITS } from '../core/codec/messages.ts';
import type { RandomBytes } from '../protocol/random.ts';
import { randomBytes } from '../protocol/random.ts';
import type { Closing } from './closing.ts';
import { createClosing } from './closing.ts';
import type { Derivations } from './derivation-queue.ts';
import { createDerivations } from './derivation-queue.ts';
import type { Stretcher } from './derivation-workers.ts';
import { createStretcher } from './derivation-workers.ts';
import type { EventStore, JudgedRequest } from './events/event-store.ts';
import { withEvents } from './events/event-store.ts';
import type { Waker } from './events/waker.ts';
import { createWaker } from './events/waker.ts';
import type { Retention } from './evidence/retention.ts';
import { DEFAULT_RETENTION } from './evidence/retention.ts';
import type { CodeBoundInstance } from './instance.ts';
import type { IssuerOptions } from './issuer-options.ts';
import { checkOptions } from './issuer-options.ts';
import { createMemoryStore } from './memory-store.ts';
import type { Counter } from './metrics.ts';
import { createCounter } from './metrics.ts';
import type { OwnerLimits } from './owner-limits.ts';
import { DEFAULT_LIMITS } from './owner-limits.ts';
import type { OwnerWatch } from './owner-watch.ts';
import { createOwnerWatch, notingCommits } from './owner-watch.ts';
import type { PushSender } from './push.ts';
import type { IssuerSigner } from './signing-key.ts';
import type { RowChange } from './store.ts';
import type { TryLimits } from './tries.ts';
import type { Turns } from './turns.ts';
import { createTurns } from './turns.ts';

/** Seconds from the first message to its expiry. */
const DEFAULT_LIFETIME_SECONDS = 600;

/**
 * Five wrong answers in a row, then a pause: what payment services may allow (RTS 2018/389,
 * article 4(3)(b)).
 */
export const DEFAULT_TRIES: TryLimits = {
  pauses: [900, 3600, 14_400, 86_400],
  triesPerPause: 5,
  triesInAll: 25,
};
/** Derivations that may wait for their turn. */
const DEFAULT_WAITING = 32;
/** Seconds in which a request with a number can be answered at most. */
const DEFAULT_NUMBER_LIFETIME_SECONDS = 600;

/** What a device code yields, once and for all. */
export type DerivedSecrets = Omit<CodeBoundInstance['secrets'], 'linkSecret' | 'h1'>;

/** The options as the calls use them. */
export interface Context {
  readonly name: string;
  readonly key: IssuerSigner;
  readonly formerKeys: readonly IssuerSigner[];
  readonly store: EventStore;
  /**
   * Writes what a call has decided, with what the site writes beside its outcome; `about` is the
   * request whose answer was judged.
   */
  readonly commit: (
    changes: readonly RowChange[],
    outcome: object,
    about?: JudgedRequest,
  ) => Promise<boolean>;
  readonly watch: OwnerWatch['watch'];
  readonly endWatches: OwnerWatch['close'];
  /** Ends what waits for events, once closed. */
  readonly endReaders: Waker['wake'];
  /** Waits for this process's next events. */
  readonly nextEvents: Waker['wait'];
  readonly otp: OtpPolicy;
  readonly ocraSuite: string;
  readonly service: Pick<SecondMessage, 'serviceUrl' | 'vapidKey'>;
  readonly push: PushSender | undefined;
  readonly counter: Counter;
  readonly closing: Closing;
  readonly onAlarm: IssuerOptions['onAlarm'];
  readonly lifetime: number;
  readonly tries: TryLimits;
  readonly retention: Retention;
  readonly limits: OwnerLimits;
  /** Of the number that the page shows beside each request; undefined without a service. */
  readonly number: { readonly digits: NumberDigits; readonly lifetime: number } | undefined;
  readonly now: () => number;
  /** The same clock with its fractions. */
  readonly clock: () => number;
  readonly randomBytes: RandomBytes;
  readonly derivations: Derivations<DerivedSecrets>;
  readonly stretcher: Stretcher;
  /** Of an owner's activations that begin at once. */
  readonly turns: Turns;
}

/** @throws TesseraError OUT_OF_RANGE for options that no authenticator would accept. */
export function createContext(options: IssuerOptions): Context {
  checkOptions(options);
  const { now: clock = systemClock, serviceUrl, push } = options;
  const { lifetime = DEFAULT_LIFETIME_SECONDS } = options;
  const { store: given = createMemoryStore({ now: clock }) } = options;
  const vapidKey = options.vapidKey ?? push?.publicKey;
  const now = (): number => Math.floor(clock());
  const tries = tryLimits(options);
  const counter = createCounter();
  const { workers, waiting = DEFAULT_WAITING } = options.derivations ?? {};
  const stretcher = createStretcher(workers);
  const { wake, wait } = createWaker();
  const { watch, note, close: endWatches } = createOwnerWatch(given, now, counter);
  const noting = notingCommits(given, note);
  const store = withEvents(noting, { now, tries, onEvents: wake });
  return {
    name: options.name,
    key: options.key,
    formerKeys: options.formerKeys ?? [],
    store,
    async commit(changes, outcome, about) {
      const beside = (await options.rowsBeside?.(outcome)) ?? [];
      return store.commit([...changes, ...beside], about);
    },
    watch,
    endWatches,
    endReaders: wake,
    nextEvents: wait,
    otp: options.otp ?? { algorithm: 'SHA1', digits: 6, period: 30 },
    ocraSuite: options.ocraSuite ?? 'OCRA-1:HOTP-SHA256-8:QH64',
    service: { ...(serviceUrl !== undefined && { serviceUrl }), ...(vapidKey && { vapidKey }) },
    push,
    counter,
    closing: createClosing(),
    onAlarm: options.onAlarm,
    lifetime,
    tries,
    retention: { ...DEFAULT_RETENTION, ...options.retention },
    limits: { ...DEFAULT_LIMITS, ...options.limits },
    number: serviceUrl === undefined ? undefined : numberOf(options),
    now,
    clock,
    randomBytes: options.randomBytes ?? randomBytes,
    derivations: createDerivations({ atOnce: stretcher.atOnce, waiting }),
    stretcher,
    turns: createTurns(),
  };
}

function tryLimits({
  pauses = DEFAULT_TRIES.pauses,
  triesPerPause = DEFAULT_TRIES.triesPerPause,
  triesInAll = DEFAULT_TRIES.triesInAll,
}: IssuerOptions): TryLimits {
  return { pauses: [...pauses], triesPerPause, triesInAll };
}

function numberOf({ numberDigits, numberLifetime }: IssuerOptions): Context['number'] {
  return {
    digits: numberDigits ?? NUMBER_DIGITS[0],
    lifetime: numberLifetime ?? DEFAULT_NUMBER_LIFETIME_SECONDS,
  };
}

function systemClock(): number {
  return Date.now() / 1000;
}
