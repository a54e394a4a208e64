/** The site's options, and what each must be (docs/protocol.md §2, §5). */
import type { NumberDigits, OtpPolicy } from '../core/codec/messages.ts';
import { NUMBER_DIGITS, OTP_ALGORITHMS } from '../core/codec/messages.ts';
import { isResponseSuite, isServiceUrl } from '../core/codec/validators.ts';
import type { RandomBytes } from '../protocol/random.ts';
import {
  check,
  checkAll,
  checkBytes,
  checkCount,
  checkForm,
  checkFunction,
  checkMethods,
  checkObject,
  checkOneOf,
  checkOptional,
  checkTextFault,
  checkWhole,
} from './check.ts';
import { checkSigner, checkSigners } from './check-signer.ts';
import { STORE_CALLS } from './delegating-store.ts';
import type { DerivationOptions } from './derivation-queue.ts';
import type { Retention } from './evidence/retention.ts';
import type { OwnerLimits } from './owner-limits.ts';
import { checkOwnerLimits } from './owner-limits.ts';
import type { PushSender } from './push.ts';
import type { IssuerSigner } from './signing-key.ts';
import { issuerNameFault } from './site-text.ts';
import type { IssuerStore, RowChange } from './store.ts';

/** Longest time from the first message to its expiry, in seconds: one day. */
const MAX_LIFETIME_SECONDS = 24 * 3600;
/** Longest time from a first message that goes by post to its expiry, in seconds: 60 days. */
export const MAX_POSTED_LIFETIME_SECONDS = 60 * 24 * 3600;
/** Longest pause after wrong answers, in seconds: 30 days. */
const MAX_PAUSE_SECONDS = 30 * 24 * 3600;
/** Most steps by which the pauses grow. */
const MAX_PAUSES = 16;
/** Most wrong answers before a pause: twice what PSD2 allows (RTS 2018/389, article 4(3)(b)). */
const MAX_TRIES_PER_PAUSE = 10;
/** Most wrong answers before an instance is blocked. */
const MAX_TRIES_IN_ALL = 100;
/** Longest life of a request, in seconds: one day (docs/protocol.md §7). */
export const MAX_REQUEST_LIFETIME_SECONDS = 24 * 3600;
/** Longest time for which anything that is over is kept: ten years. */
export const MAX_RETENTION_DAYS = 3660;
/** Most worker threads. */
const MAX_WORKERS = 64;
/** An uncompressed point (SEC 1 §2.3.3), bytes. */
const UNCOMPRESSED_POINT_BYTES = 65;

/** What an answer through the service says that a person should hear of. */
export interface Alarm {
  /** Few wrong answers are left in all; or a denial says that the person did not ask. */
  readonly kind: 'nearlyBlocked' | 'not-me';
  /** The instance. */
  readonly id: string;
  /** Wrong answers until the instance is blocked for good. */
  readonly totalLeft?: number;
}

/** What {@link createIssuer} needs: a name, a key, and a default for everything else. */
export interface IssuerOptions {
  /**
   * Shown by the authenticator, 1–40 Unicode code points: no invisible, private or unassigned
   * characters, no more than 4 combining marks on a letter, no blank at either end, and at least
   * one letter, digit or emoji (docs/protocol.md §1); no word that mixes Latin letters with
   * Cyrillic ones, or with Greek ones that look like them.
   */
  readonly name: string;
  /**
   * Signs first messages. It is the issuer's identity: authenticators take accounts of another key
   * for another issuer's, unless their configuration names both keys in one entry. A key that never
   * leaves its place (a KMS, an HSM) signs through a {@link SigningPort}.
   */
  readonly key: IssuerSigner;
  /**
   * Keys that signed before, newest first: an account that began under one of them is replaced
   * under it, so that every authenticator recognises it. Default: none.
   */
  readonly formerKeys?: readonly IssuerSigner[];
  /** Where rows are kept. Default: the memory of this process. */
  readonly store?: IssuerStore;
  /** Policy of one-time passwords (RFC 6238) of new instances. Default: SHA-1, 6 digits, 30 s. */
  readonly otp?: OtpPolicy;
  /**
   * OCRA suite (RFC 6287) of response codes of new instances. Default: `OCRA-1:HOTP-SHA256-8:QH64`.
   */
  readonly ocraSuite?: string;
  /**
   * Where an authenticator fetches requests (§8); https, or http on localhost. Default: none,
   * requests are scanned.
   */
  readonly serviceUrl?: string;
  /**
   * Digits of the number that the page shows beside a request of an issuer with a service: 2 or 6.
   * Default: 2.
   */
  readonly numberDigits?: NumberDigits;
  /** Longest life of a request with a number, in seconds, up to 86,400. Default: 600. */
  readonly numberLifetime?: number;
  /** The way to push services (`createWebPush`). Default: none, no notifications. */
  readonly push?: PushSender;
  /**
   * Is told of what the site should tell the person, or look at, and what no page's call returns.
   * What it throws is dropped.
   */
  readonly onAlarm?: (alarm: Alarm) => void;
  /**
   * Gives rows to be written in the very commit of a call's effect, knowing the outcome that the
   * call is about to have: what answered it is kept, or lost, together with what it did. Called
   * again where another call was quicker; what it throws is what the call throws.
   */
  readonly rowsBeside?: (outcome: object) => readonly RowChange[] | Promise<readonly RowChange[]>;
  /** Public VAPID key (RFC 8292) as an uncompressed point, 65 bytes. Default: that of `push`. */
  readonly vapidKey?: Uint8Array;
  /** Seconds from the first message to its expiry. Default: 600. */
  readonly lifetime?: number;
  /**
   * Seconds for which no code of an instance is compared after every few wrong answers: the first
   * time, the second and so on; the last one repeats. Default: 900, 3600, 14400, 86400.
   */
  readonly pauses?: readonly number[];
  /** Wrong answers in a row that lead to a pause. Default: 5. */
  readonly triesPerPause?: number;
  /**
   * Wrong answers that block an instance for good; six right ones take one away. Default: 25.
   */
  readonly triesInAll?: number;
  /** How many devices, activations and requests an owner may have. Default: see each. */
  readonly limits?: Partial<OwnerLimits>;
  /**
   * Days for which is kept what is over, up to 3660: `events` and `ended` 1 and more, `evidence` 0
   * and more, and with 0 none. Default: 396 each, 13 months.
   */
  readonly retention?: Partial<Retention>;
  /** The clock, in seconds since 1970 UTC; fractions are cut off. Default: the system's. */
  readonly now?: () => number;
  /** A cryptographic source of random bytes. Default: WebCrypto's. */
  readonly randomBytes?: RandomBytes;
  /** How the slow derivation is done (some 0.1 s of one core each). Default: see each. */
  readonly derivations?: DerivationOptions;
}

/** @throws ArgumentError, which names each option that breaks its rule */
export function checkOptions(options: IssuerOptions): void {
  checkObject('options', options);
  checkAll(
    () => checkTextFault('name', options.name, issuerNameFault),
    () => checkSigner('key', options.key),
    () => checkOptional('formerKeys', options.formerKeys, checkSigners),
    () => checkOptional('store', options.store, checkStore),
    () => checkOptional('otp', options.otp, checkOtpPolicy),
    () => checkOptional('ocraSuite', options.ocraSuite, checkSuite),
    () => checkOptional('serviceUrl', options.serviceUrl, checkServiceUrl),
    () => checkOptional('push', options.push, checkPush),
    () => checkOptional('vapidKey', options.vapidKey, checkPoint),
    () => checkOptional('lifetime', options.lifetime, upTo(MAX_LIFETIME_SECONDS)),
    () => checkNumbers(options),
    () => checkTryLimits(options),
    () => checkOptional('retention', options.retention, checkRetention),
    () => checkOptional('limits', options.limits, checkOwnerLimits),
    ...(['now', 'randomBytes', 'onAlarm', 'rowsBeside'] as const).map(
      (name) => () => checkOptional(name, options[name], checkFunction),
    ),
    () => checkOptional('derivations', options.derivations, checkLimits),
  );
}

function upTo(most: number): (field: string, value: unknown) => void {
  return (field, value) => checkWhole(field, value, 1, most);
}

function checkStore(field: string, store: unknown): void {
  checkMethods(field, store, STORE_CALLS);
}

function checkSuite(field: string, suite: unknown): void {
  checkForm(field, suite, isResponseSuite, 'OCRA-1:HOTP-SHA(1|256|512)-[678]:QH64');
}

function checkServiceUrl(field: string, url: unknown): void {
  checkForm(field, url, isServiceUrl, 'an https URL, or http on localhost');
}

function checkPoint(field: string, point: unknown): void {
  checkBytes(field, point, UNCOMPRESSED_POINT_BYTES);
}

function checkPush(field: string, push: unknown): void {
  checkObject(field, push);
  checkAll(
    () => checkMethods(field, push, ['send']),
    () => checkPoint(`${field}.publicKey`, (push as PushSender).publicKey),
  );
}

function checkNumbers({ numberDigits, numberLifetime }: IssuerOptions): void {
  checkAll(
    () =>
      checkOptional('numberDigits', numberDigits, (field, digits) =>
        checkOneOf(field, digits, NUMBER_DIGITS),
      ),
    () => checkOptional('numberLifetime', numberLifetime, upTo(MAX_REQUEST_LIFETIME_SECONDS)),
  );
}

function checkOtpPolicy(field: string, policy: unknown): void {
  checkObject(field, policy);
  const { algorithm, digits, period } = policy as Partial<OtpPolicy>;
  checkAll(
    () => checkOneOf(`${field}.algorithm`, algorithm, OTP_ALGORITHMS),
    () => checkWhole(`${field}.digits`, digits, 6, 8),
    () => checkWhole(`${field}.period`, period, 15, 120),
  );
}

function checkTryLimits({ pauses, triesPerPause, triesInAll }: IssuerOptions): void {
  checkAll(
    () => checkOptional('pauses', pauses, checkPauses),
    () => checkOptional('triesPerPause', triesPerPause, upTo(MAX_TRIES_PER_PAUSE)),
    () => checkOptional('triesInAll', triesInAll, upTo(MAX_TRIES_IN_ALL)),
  );
}

function checkRetention(field: string, retention: unknown): void {
  checkObject(field, retention);
  const given = Object.entries(retention as Partial<Retention>);
  checkAll(
    ...given.map(
      ([name, days]) =>
        () =>
          checkWhole(`${field}.${name}`, days, name === 'evidence' ? 0 : 1, MAX_RETENTION_DAYS),
    ),
  );
}

function checkPauses(field: string, pauses: unknown): void {
  const fits = Array.isArray(pauses) && pauses.length >= 1 && pauses.length <= MAX_PAUSES;
  check(field, pauses, fits, `an array of 1 to ${String(MAX_PAUSES)} durations`);
  const all = pauses as readonly unknown[];
  const shortest = (i: number): number => {
    // A pause that is shorter than the one before would be a reward.
    const before = all[i - 1];
    return Number.isInteger(before) ? (before as number) : 1;
  };
  checkAll(
    ...all.map(
      (seconds, i) => () =>
        checkWhole(`${field}[${String(i)}]`, seconds, shortest(i), MAX_PAUSE_SECONDS),
    ),
  );
}

function checkLimits(field: string, limits: unknown): void {
  checkObject(field, limits);
  const { workers, waiting } = limits as DerivationOptions;
  checkAll(
    () => workers === undefined || checkWhole(`${field}.workers`, workers, 1, MAX_WORKERS),
    () => waiting === undefined || checkCount(`${field}.waiting`, waiting, 0),
  );
}
