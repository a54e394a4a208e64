/** What an issuer keeps of an event, written in the commit that causes it (docs/events.md). */

/** What can happen. */
export const EVENT_TYPES = [
  'activation.begun',
  'activation.failed',
  'device.activated',
  'device.replaced',
  'device.renamed',
  'device.revoked',
  'device.paused',
  'device.unpaused',
  'device.warned',
  'device.blocked',
  'device.clock',
  'device.subscribed',
  'code.accepted',
  'code.refused',
  'request.created',
  'request.approved',
  'request.denied',
  'request.cancelled',
  'request.refused',
  'request.expired',
  'clock.ahead',
  'owner.paused',
  'owner.unpaused',
  'owner.erased',
  'key.created',
  'key.revoked',
  'endpoint.disabled',
] as const;

/** What happened. */
export type EventType = (typeof EVENT_TYPES)[number];

/** Further facts of an event: never a code, key, message, label or name. */
export type EventRowData = Readonly<Record<string, string | number | boolean>>;

/** An event as it is committed. Times are whole seconds since 1970 UTC. */
export interface EventRow {
  /** A UUID that grows with time (RFC 9562 §5.7). */
  readonly id: string;
  /** Always 1: an event is written once. */
  readonly version: 1;
  /** What happened. */
  readonly type: EventType;
  /** When, by the issuer's clock. */
  readonly at: number;
  /** The site's own name for whom it concerns. */
  readonly owner?: string;
  /** The activation id (hex). */
  readonly instance?: string;
  /** The serial number of the account. */
  readonly serial?: string;
  /** The request id (hex). */
  readonly request?: string;
  /** The site's own name for what was asked. */
  readonly reference?: string;
  /** The person should hear of it by another channel. */
  readonly notify?: true;
  /** Further facts. */
  readonly data: EventRowData;
}

/** An event with its place in the order that every reader sees. */
export interface NumberedEvent extends EventRow {
  /** 1 for the first event of the store, without gaps. */
  readonly number: number;
}

/** Which events are read: those after a number, oldest first. */
export interface EventQuery {
  /** The number of the last one that is known. */
  readonly after: number;
  /** Of these types only. */
  readonly types?: readonly EventType[];
  /** Of this owner only. */
  readonly owner?: string;
  /** How many at most. */
  readonly limit: number;
  /**
   * Told of each row that is damaged, which is left out then; nothing is given only where no other
   * event follows. Without it the read fails.
   */
  readonly onUnreadable?: OnUnreadable;
}

/** Told of a row that a store cannot open: what was thrown, and the row's id. */
export type OnUnreadable = (thrown: unknown, id: string) => void;
