/** What an issuer records of what happens, for the site's systems and for its audit. */
import type { RequestKind } from '../../core/codec/messages.ts';
import type { Failure } from '../instance.ts';
import type { DenialReason } from '../request-row.ts';
import type { EventType } from '../rows/event-row.ts';

/** Which code was typed: before an account is active its two codes, later one of its own. */
export type CodeKind = 'device-code' | 'activation-code' | 'otp' | 'response';

/**
 * The types of events, and what the `data` of each says. No code, key, message, label, title or
 * name is in any. Times are whole seconds since 1970 UTC.
 */
export interface EventData {
  /** A first message is shown: whoever scans it gets an account, or the place of `replaces`. */
  readonly 'activation.begun': {
    /** The activation id of the instance whose place it takes. */
    readonly replaces?: string;
    /** The last second at which it can be used. */
    readonly expiresAt: number;
  };
  /** An activation has ended without an account. */
  readonly 'activation.failed': {
    /** Why it has ended. */
    readonly failure: Failure | 'EXPIRED';
  };
  /** An account is active; `replaces` has ended with it. */
  readonly 'device.activated': {
    /** Counts the instances of the account, from 1. */
    readonly sequence: number;
    /** The activation id of the instance whose place it takes. */
    readonly replaces?: string;
  };
  /** An account has ended because another took its place. */
  readonly 'device.replaced': object;
  /** The person calls the device something else. */
  readonly 'device.renamed': object;
  /** The site has ended an account. */
  readonly 'device.revoked': object;
  /** No code of the device is compared until then. */
  readonly 'device.paused': {
    /** The second from which codes are compared again. */
    readonly until: number;
  };
  /** The site has ended a device's pause, or begun its count of requests with a number anew. */
  readonly 'device.unpaused': object;
  /** Few wrong answers are left until the account is blocked for good. */
  readonly 'device.warned': {
    /** Wrong answers that are left. */
    readonly totalLeft: number;
  };
  /** Too many wrong answers in all: only a replacement helps. */
  readonly 'device.blocked': object;
  /** A right code of a clock that is `seconds` ahead (negative: behind) was refused. */
  readonly 'device.clock': {
    /** How far the clock is off. */
    readonly seconds: number;
  };
  /** The authenticator wants to be notified of requests, or no longer. */
  readonly 'device.subscribed': {
    /** Whether it wants to be. */
    readonly on: boolean;
  };
  /** A code was right, after `wrongBefore` wrong ones in a row. */
  readonly 'code.accepted': {
    /** Which code it was, or how the answer came. */
    readonly by: CodeKind;
    /** Wrong answers in a row before it. */
    readonly wrongBefore: number;
  };
  /** A code was wrong, the `wrong`th in a row. */
  readonly 'code.refused': {
    /** Which code it was, or how the answer came. */
    readonly by: CodeKind;
    /** Which wrong answer in a row it was. */
    readonly wrong: number;
  };
  /** A person is asked something. */
  readonly 'request.created': {
    /** What is asked. */
    readonly kind: RequestKind;
    /** The last second at which it can be used. */
    readonly expiresAt: number;
  };
  /** A person has approved, after `wrongBefore` wrong answers in a row. */
  readonly 'request.approved': {
    /** Which code it was, or how the answer came. */
    readonly by: 'code' | 'service';
    /** Wrong answers in a row before it. */
    readonly wrongBefore: number;
  };
  /**
   * A person has denied, or the site for them. A second one of the same request adds the reason
   * that the person gave afterwards.
   */
  readonly 'request.denied': {
    /** Which code it was, or how the answer came. */
    readonly by: 'service' | 'site';
    /** Why, where the person said. */
    readonly reason?: DenialReason;
  };
  /** Wrong answers have ended a request. */
  readonly 'request.refused': object;
  /** The site has taken a request back. */
  readonly 'request.cancelled': object;
  /** Nobody has answered; written when the request is forgotten. */
  readonly 'request.expired': object;
  /**
   * An accepted code was `seconds` in the future: the issuer's own clock was ahead when the one
   * before it was accepted.
   */
  readonly 'clock.ahead': {
    /** How far the clock is off. */
    readonly seconds: number;
  };
  /** No code that is verified for the owner is compared until then. */
  readonly 'owner.paused': {
    /** The second from which codes are compared again. */
    readonly until: number;
  };
  /** The site has ended an owner's pause. */
  readonly 'owner.unpaused': object;
  /** All of an owner was erased, who is not named; `devices` accounts of theirs were. */
  readonly 'owner.erased': {
    /** How many accounts were erased. */
    readonly devices: number;
  };
  /** A key of the service's API was made. */
  readonly 'key.created': {
    /** The part of the key that names it. */
    readonly key: string;
  };
  /** A key of the service's API was revoked. */
  readonly 'key.revoked': {
    /** The part of the key that names it. */
    readonly key: string;
  };
  /** A webhook's address is called no more: it said that it is gone, or failed for days. */
  readonly 'endpoint.disabled': {
    /** The id of the endpoint. */
    readonly endpoint: string;
    /** Why it is called no more. */
    readonly why: 'gone' | 'failing';
  };
}

/** Whom and what an event is about. */
export interface EventSubject {
  /** The site's own name for the owner. */
  readonly owner?: string;
  /** The activation id of the account instance. */
  readonly device?: string;
  /** The serial number of the account. */
  readonly serial?: string;
  /** The request id. */
  readonly request?: string;
  /** The site's own name for what is asked. */
  readonly reference?: string;
}

/** An event that is to be written: what has happened to whom. */
export type EventFacts = {
  readonly [Type in EventType]: EventSubject & {
    /** What has happened. */
    readonly type: Type;
    /** Further facts. */
    readonly data: EventData[Type];
  };
}[EventType];

/**
 * An event as readers get it. It comes at least once: keep `number` in the transaction of your own
 * effect.
 */
export type TesseraEvent = EventFacts & {
  /** Ascending without gaps, in the order in which all readers see events. */
  readonly number: number;
  /** Names the event: a UUID. */
  readonly id: string;
  /** When it happened, by the clock of the server that wrote it. */
  readonly at: number;
  /** The person should be told by another way than the authenticator. */
  readonly notify?: true;
};

/** A first right code after so many wrong ones may be a thief's. */
const MANY_WRONG = 3;

/** Whether the person should be told by another way. */
export function isToNotify({ type, data }: Pick<EventFacts, 'type' | 'data'>): boolean {
  switch (type) {
    case 'activation.begun':
    case 'device.paused':
    case 'owner.paused':
    case 'device.warned':
    case 'device.blocked':
      return true;
    case 'code.accepted':
    case 'request.approved':
      return (data as EventData['code.accepted']).wrongBefore >= MANY_WRONG;
    case 'request.denied':
      return (data as EventData['request.denied']).reason === 'not-me';
    default:
      return false;
  }
}
