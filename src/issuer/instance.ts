/**
 * What an issuer keeps of an activation, and of the account instance that grows out of it
 * (docs/protocol.md §6).
 */
import type { OtpPolicy } from '../core/codec/messages.ts';
import type { ClockMemory } from './clock-memory.ts';
import type { InstanceTries, Tries } from './tries.ts';

/**
 * CREATED → CODE_BOUND → ACTIVE → (BLOCKED | REVOKED | REPLACED), and EXPIRED or FAILED before
 * ACTIVE.
 *
 * - `CREATED`: the first message is shown, no device code was accepted yet.
 * - `CODE_BOUND`: a device code was accepted, the second message is shown.
 * - `ACTIVE`: the activation code was right; one-time passwords are verified. It stays so through
 *   the pauses after wrong answers.
 * - `BLOCKED`: too many wrong answers in all; only a replacement helps.
 * - `REVOKED`: ended by the site. `REPLACED`: ended by a newer instance of the same account.
 * - `EXPIRED`: the first message's time ran out. `FAILED`: see {@link Failure}.
 */
export type InstanceState =
  | 'CREATED'
  | 'CODE_BOUND'
  | 'ACTIVE'
  | 'BLOCKED'
  | 'REVOKED'
  | 'REPLACED'
  | 'EXPIRED'
  | 'FAILED';

/**
 * Why an activation failed. `SUPERSEDED`: another activation of the owner's has begun, or what it
 * was to replace had ended, or was replaced by another, meanwhile.
 */
export type Failure = 'DEVICE_CODES' | 'ACTIVATION_CODES' | 'CANCELLED' | 'SUPERSEDED';

/** The keys that outlive an activation (§4), 32 bytes each. */
interface AccountKeys {
  readonly otp: Uint8Array;
  readonly sign: Uint8Array;
  readonly channel: Uint8Array;
  readonly service: Uint8Array;
}

/** The instance that an activation is to end, and by what right it was begun (§6). */
export interface Replacement {
  readonly id: string;
  readonly by: 'code' | 'identification';
}

/**
 * Where an instance's authenticator wants its requests pushed to (RFC 8030), as its browser gave
 * it.
 */
export interface PushTarget {
  /** https, at a push service. Whoever knows it still can't push: that takes the VAPID key. */
  readonly endpoint: string;
  /** The browser's P-256 key (65 bytes), base64url (RFC 8291 §3.1). */
  readonly p256dh: string;
  /** The browser's authentication secret (16 bytes), base64url (RFC 8291 §3.2). */
  readonly auth: string;
}

/** An answer of this instance's that was accepted, by the request's id (hex). */
interface Accepted {
  readonly id: string;
  readonly at: number;
}

/** A number that was shown beside a request, and to whom. */
export interface ShownNumber {
  /** SHA-256 of the value that stands for the browser session that asked, base64url. */
  readonly asker: string;
  /** Absent from when a request of the asker's was approved until one is shown again. */
  readonly number?: string;
  readonly at: number;
}

/** What every instance has, whatever its state. Times are whole seconds since 1970 UTC. */
export interface InstanceFacts {
  /** The activation id (8 random bytes) in hex. */
  readonly id: string;
  /**
   * Grows by one with each write: a write is accepted only on top of the version that it was made
   * from.
   */
  readonly version: number;
  readonly serial: string;
  /** Counts the instances of one serial number, from 1. */
  readonly sequence: number;
  /** The site's own name for whom the account belongs to; never sent to the authenticator. */
  readonly owner?: string;
  /** What the person calls the device; never sent to the authenticator. */
  readonly name?: string;
  /** Readable in the first message. */
  readonly label?: string;
  /** Sent in the second message only. */
  readonly privateLabel?: string;
  /**
   * The public key (hex) that signed the first message: for its authenticator, the issuer. Rows
   * without it are of the oldest key that the site has.
   */
  readonly issuerKey?: string;
  readonly otpPolicy: OtpPolicy;
  readonly ocraSuite: string;
  readonly createdAt: number;
  /** Key 5 of the first message: the end of the activation, not of the account. */
  readonly expiresAt: number;
  readonly replaces?: Replacement;
  readonly wrongDeviceCodes: number;
  readonly wrongActivationCodes: number;
  /** Wrong answers (§7). */
  readonly tries: InstanceTries;
  /**
   * The latest time step whose one-time password was accepted, −1 before the first; none that was
   * further ahead of the issuer's clock than the window.
   */
  readonly lastStep: number;
  /** The phone's clock and the spent steps; absent before the first one-time password. */
  readonly clock?: ClockMemory;
  readonly activatedAt?: number;
  readonly usedAt?: number;
  /** When the site, which had identified the person, ended its pauses last. */
  readonly identifiedAt?: number;
  readonly endedAt?: number;
  /** What its authenticator spoke last, BCP 47; absent before it has said so. */
  readonly language?: string;
  /** While the instance is active, and its authenticator wants to be notified. */
  readonly push?: PushTarget;
  /**
   * The newest approvals by this instance's keys, newest first, and when its last one-time password
   * was accepted.
   */
  readonly lastAccepted?: { readonly approvals: readonly Accepted[]; readonly otpAt?: number };
  /** Numbers of the last hour, for who asks again: one an asker, and none after its approval. */
  readonly numbers?: readonly ShownNumber[];
}

export interface CreatedInstance extends InstanceFacts {
  readonly state: 'CREATED';
  readonly secrets: {
    readonly firstMessage: Uint8Array;
    readonly linkSecret: Uint8Array;
    readonly h1: Uint8Array;
  };
}

export interface CodeBoundInstance extends InstanceFacts {
  readonly state: 'CODE_BOUND';
  readonly secrets: {
    readonly linkSecret: Uint8Array;
    readonly h1: Uint8Array;
    readonly c9: Uint8Array;
    readonly secondMessage: Uint8Array;
    /** The 8 digits to come. */
    readonly activationCode: string;
    readonly keys: AccountKeys;
  };
}

export interface ActiveInstance extends InstanceFacts {
  readonly state: 'ACTIVE';
  readonly secrets: { readonly keys: AccountKeys };
}

/**
 * An account instance that was active once. The channel key stays, for a deactivation message (§7).
 */
export interface EndedInstance extends InstanceFacts {
  readonly state: 'BLOCKED' | 'REVOKED' | 'REPLACED';
  readonly secrets: { readonly channel: Uint8Array };
}

/** An activation that never became an account. */
export interface LostInstance extends InstanceFacts {
  readonly state: 'EXPIRED' | 'FAILED';
  readonly failure?: Failure;
  readonly secrets: undefined;
}

export type PendingInstance = CreatedInstance | CodeBoundInstance;

/** One row: its secrets are those that its state still needs, and no others. */
export type Instance = PendingInstance | ActiveInstance | EndedInstance | LostInstance;

/** One account, named by its serial number: the row that makes its instances follow one another. */
export interface IssuerAccount {
  /** The account's name: its serial number. */
  readonly serial: string;
  /** Grows by one with each write. */
  readonly version: number;
  /** The site's own name for the account's owner. */
  readonly owner?: string;
  /** The highest sequence number given out. */
  readonly sequence: number;
  /** The instance that was activated last, whatever became of it. */
  readonly current?: string;
}

/** Activations that began on one day. */
export interface BegunCount {
  /** Days since 1970-01-01 (UTC). */
  readonly day: number;
  /** How many. */
  readonly count: number;
}

/**
 * What is kept of an owner: the tries of one-time passwords that the site has verified without
 * naming the instance, and how many activations have begun. Made by the first of either, swept when
 * it says nothing any more.
 */
export interface IssuerOwner {
  /** The site's own name for the owner. */
  readonly owner: string;
  /** Grows by one with each write. */
  readonly version: number;
  /** Wrong codes that were verified for the owner; they pause, and never block. */
  readonly tries: Tries;
  /** Activations that began on one day (UTC), counted from 1970; absent before the first. */
  readonly begun?: BegunCount;
}

export function isPending(instance: Instance): instance is PendingInstance {
  return instance.state === 'CREATED' || instance.state === 'CODE_BOUND';
}

/**
 * The instance itself when its time has run out: key 5 is the last second at which the issuer still
 * accepts a code (§2).
 */
export function overdueInstance(instance: Instance, now: number): PendingInstance | undefined {
  return isPending(instance) && now > instance.expiresAt ? instance : undefined;
}
