/** What an issuer is made of: the site's options, with a real default for each that is left out. */
import { TesseraError } from '../core/errors.ts';
import type { OtpPolicy, SecondMessage } from '../core/codec/messages.ts';
import { isResponseSuite, isServiceUrl, isShowable } from '../core/codec/validators.ts';
import { randomBytes } from '../protocol/random.ts';
import type { RandomBytes } from '../protocol/random.ts';
import { createDerivations } from './derivation-queue.ts';
import type { DerivationLimits, Derivations } from './derivation-queue.ts';
import type { CodeBoundInstance } from './instance.ts';
import { createMemoryStore } from './memory-store.ts';
import type { PushSender } from './push.ts';
import type { IssuerKey } from './signing-key.ts';
import type { IssuerStore } from './store.ts';

export interface IssuerOptions {
  /** Shown by the authenticator, 1–40 Unicode code points. */
  readonly name: string;
  /** Signs first messages; it is the issuer's identity, so that another key makes other accounts. */
  readonly key: IssuerKey;
  /** Where rows are kept. Default: the memory of this process. */
  readonly store?: IssuerStore;
  /** Policy of one-time passwords (RFC 6238) of new instances. Default: SHA-1, 6 digits, 30 s. */
  readonly otp?: OtpPolicy;
  /** OCRA suite (RFC 6287) of response codes of new instances. Default: `OCRA-1:HOTP-SHA256-8:QH64`. */
  readonly ocraSuite?: string;
  /** Where an authenticator fetches requests (§8); https, or http on localhost. Default: none, requests are scanned. */
  readonly serviceUrl?: string;
  /** The way to push services (`createWebPush`). Default: none, no notifications. */
  readonly push?: PushSender;
  /** Public VAPID key (RFC 8292) as an uncompressed point, 65 bytes. Default: that of `push`. */
  readonly vapidKey?: Uint8Array;
  /** Seconds from the first message to its expiry. Default: 600. */
  readonly lifetime?: number;
  /** The clock, in seconds since 1970 UTC; fractions are cut off. Default: the system's. */
  readonly now?: () => number;
  /** A cryptographic source of random bytes. Default: WebCrypto's. */
  readonly randomBytes?: RandomBytes;
  /** Limits of the slow derivation (some 0.1 s of one core each). Default: 4 at once, 32 waiting. */
  readonly derivations?: DerivationLimits;
}

/** What a device code yields, once and for all. */
export type Derived = Omit<CodeBoundInstance['secrets'], 'linkSecret' | 'h1'>;

/** The options as the calls use them. */
export interface Context {
  readonly name: string;
  readonly key: IssuerKey;
  readonly store: IssuerStore;
  readonly otp: OtpPolicy;
  readonly ocraSuite: string;
  readonly service: Pick<SecondMessage, 'serviceUrl' | 'vapidKey'>;
  readonly push: PushSender | undefined;
  readonly lifetime: number;
  readonly now: () => number;
  readonly randomBytes: RandomBytes;
  readonly derivations: Derivations<Derived>;
}

/** @throws TesseraError OUT_OF_RANGE for options that no authenticator would accept. */
export function createContext(options: IssuerOptions): Context {
  const { now = systemClock, lifetime = 600, serviceUrl, push } = options;
  const vapidKey = options.vapidKey ?? push?.publicKey;
  const context: Context = {
    name: options.name,
    key: options.key,
    store: options.store ?? createMemoryStore(),
    otp: options.otp ?? { algorithm: 'SHA1', digits: 6, period: 30 },
    ocraSuite: options.ocraSuite ?? 'OCRA-1:HOTP-SHA256-8:QH64',
    service: { ...(serviceUrl !== undefined && { serviceUrl }), ...(vapidKey && { vapidKey }) },
    push,
    lifetime,
    now: () => Math.floor(now()),
    randomBytes: options.randomBytes ?? randomBytes,
    derivations: createDerivations(options.derivations ?? { atOnce: 4, waiting: 32 }),
  };
  checkRanges(context);
  return context;
}

function checkRanges({ name, otp, ocraSuite, service, lifetime, key }: Context): void {
  const { digits, period } = otp;
  const sound =
    isShowable(name, 1, 40) &&
    key.publicKey.length === 33 &&
    within(digits, 6, 8) &&
    within(period, 15, 120) &&
    within(lifetime, 1, 24 * 3600) &&
    isResponseSuite(ocraSuite) &&
    (service.serviceUrl === undefined || isServiceUrl(service.serviceUrl)) &&
    (service.vapidKey === undefined || service.vapidKey.length === 65);
  if (!sound) throw new TesseraError('OUT_OF_RANGE');
}

function within(value: number, low: number, high: number): boolean {
  return Number.isInteger(value) && value >= low && value <= high;
}

function systemClock(): number {
  return Date.now() / 1000;
}
