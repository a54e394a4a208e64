/**
 * The port behind which an issuer keeps its rows: reads, and one compare-and-set over several rows.
 */
import type { Page } from './device-ref.ts';
import type { AuditHead, AuditRange, AuditResult } from './events/audit.ts';
import type { Instance, InstanceState, IssuerAccount, IssuerOwner } from './instance.ts';
import type { RequestRow, SpentToken } from './request-row.ts';
import type { EventQuery, EventRow, NumberedEvent, OnUnreadable } from './rows/event-row.ts';
import type { EvidenceQuery, EvidenceRow } from './rows/evidence-row.ts';
import type { DeliveryRow, ServiceRows, ServiceTable } from './rows/service-rows.ts';

/**
 * A row to write. It replaces the stored row of the same key whose version is one less than its
 * own; version 1 is a new row. A row read from a store is never changed in place.
 */
export type RowChange =
  | ChangeOf<'instances', Instance>
  | ChangeOf<'accounts', IssuerAccount>
  | ChangeOf<'owners', IssuerOwner>
  | ChangeOf<'requests', RequestRow>
  /** Only ever new: a second row of one id is refused, so a token is good once. */
  | ChangeOf<'tokens', SpentToken>
  /** Only ever new. */
  | ChangeOf<'events', EventRow>
  /** Only ever new. */
  | ChangeOf<'evidence', EvidenceRow>
  | { [Table in ServiceTable]: ServiceChange<Table> }[ServiceTable];

/** A service's row to write, or to delete. */
export interface ServiceChange<Table extends ServiceTable> extends ChangeOf<
  Table,
  ServiceRows[Table]
> {
  /** Deletes the stored row of this key whose version is this row's. */
  readonly removes?: true;
}

/** A row to write into one table. */
export interface ChangeOf<Table extends string, Row> {
  /** The kind of row. */
  readonly table: Table;
  /** The row as it is to be. */
  readonly row: Row;
}

/** Which version of a row there is: what a listener compares. */
export interface RowVersion {
  /** The kind of row. */
  readonly table: 'instances' | 'requests';
  /** Activation id or request id (hex). */
  readonly id: string;
  /** The version of the row as it is stored. */
  readonly version: number;
  /** The end of the activation, or of the request, in seconds since 1970 UTC. */
  readonly expiresAt: number;
  /** Whose row it is. */
  readonly owner: string;
}

/** Which devices are listed: of one owner or of all, in one state or any, oldest first. */
export interface DeviceQuery {
  /** Of this owner only. */
  readonly owner?: string;
  /** In this state only. */
  readonly state?: InstanceState;
  /** The `next` of the page before. */
  readonly after?: string;
  /** How many at most. */
  readonly limit: number;
}

/** Which rows of the service are listed, oldest first. */
export interface ServiceQuery {
  /** The `next` of the page before. */
  readonly after?: string;
  /** How many at most. */
  readonly limit: number;
  /** Told of each row that does not open, which is left out then. Without it the read fails. */
  readonly onUnreadable?: OnUnreadable;
}

/** Which deliveries are to be sent. */
export interface DueQuery extends Pick<ServiceQuery, 'limit' | 'onUnreadable'> {
  /** To these endpoints. */
  readonly endpoints: readonly string[];
  /** Due at this second (since 1970 UTC) or before. */
  readonly now: number;
}

/** What there is of an owner. */
export interface OwnerDevices {
  /** The owner's own row. */
  readonly owner?: IssuerOwner;
  /** All instances, oldest first. */
  readonly instances: readonly Instance[];
}

/** Whose rows are erased, and how that is recorded. */
export interface OwnerErasure {
  /** The site's own name for the owner. */
  readonly owner: string;
  /** Whether evidence stays until its date. */
  readonly evidence: 'keep' | 'erase';
  /** The event that is written with it, of so many devices. */
  readonly eventOf: (devices: number) => EventRow;
}

/** What is forgotten for its age, and for how long. Times are whole seconds since 1970 UTC. */
export interface ForgetBefore extends SweepLimits {
  /** Evidence whose date was before. */
  readonly now: number;
  /** Events that happened before. */
  readonly events: number;
  /** Instances that ended before, with the accounts that have no other. */
  readonly ended: number;
}

/** How many rows were forgotten. */
export interface Forgotten {
  /** Events. */
  readonly events: number;
  /** Evidence. */
  readonly evidence: number;
  /** Instances that have ended. */
  readonly ended: number;
  /** False where something may be left: it was ended before. */
  readonly done: boolean;
}

/** For how long is swept. */
export interface SweepLimits {
  /** Ends the sweep after the batch under way. */
  readonly signal?: AbortSignal;
  /** Seconds after which no further batch is begun. Default: no end. */
  readonly budget?: number;
}

/** What is swept, and for how long. */
export interface SweepQuery extends SweepLimits {
  /** What ran out before this moment (seconds since 1970 UTC). */
  readonly before: number;
}

/** How many rows were deleted. */
export interface Swept {
  /** Activations that came to nothing. */
  readonly instances: number;
  /** Their accounts, where nothing else is left of them. */
  readonly accounts: number;
  /** Requests. */
  readonly requests: number;
  /** Spent tokens. */
  readonly tokens: number;
  /** Answers by idempotency key. */
  readonly answers: number;
  /** Tickets. */
  readonly tickets: number;
  /** Deliveries. */
  readonly deliveries: number;
  /** Owners' rows that say nothing any more. */
  readonly owners: number;
  /** False where something may be left: it was ended before, or another server sweeps. */
  readonly done: boolean;
}

/**
 * What an issuer asks of a database. The whole of the protocol's "once" and "at most" rests on
 * {@link IssuerStore.commit}: two servers that act on the same row at the same moment must not both
 * be told `true`.
 */
export interface IssuerStore {
  /** By activation id (hex). */
  instance(id: string): Promise<Instance | undefined>;
  /** By serial number. */
  account(serial: string): Promise<IssuerAccount | undefined>;
  /** All instances of an owner, oldest first. */
  instancesOf(owner: string): Promise<readonly Instance[]>;
  /** The instance of an account that was activated last, by serial number. */
  instanceOf(serial: string): Promise<Instance | undefined>;
  /** An owner's row and all instances, as of one moment. */
  ownerDevices(owner: string): Promise<OwnerDevices>;
  /** A page of devices. */
  devices(query: DeviceQuery): Promise<Page<Instance>>;
  /** The tries of an owner; undefined where there is nothing to be said of them. */
  owner(owner: string): Promise<IssuerOwner | undefined>;
  /** By request id (hex). */
  request(id: string): Promise<RequestRow | undefined>;
  /**
   * The requests of an instance (activation id, hex) that expire at or after `notBefore` (seconds),
   * oldest first.
   */
  requestsOf(instance: string, notBefore: number): Promise<readonly RequestRow[]>;
  /**
   * The versions of all instances of these owners, and of their requests that expire at or after
   * `notBefore` (seconds). Who keeps them and compares misses no commit, in whatever order commits
   * become visible.
   */
  versionsOf(owners: readonly string[], notBefore: number): Promise<readonly RowVersion[]>;
  /**
   * Gives the next numbers to events that have none yet, in the order in which they were written;
   * whoever calls it at once with others finds them numbered without gaps.
   * @returns how many it numbered: there may be more when it is at least `limit`.
   */
  numberEvents(limit: number): Promise<number>;
  /** How many events have no number yet, counted up to 10,000. */
  unnumberedEvents(): Promise<number>;
  /** Numbered events, in their order. */
  events(query: EventQuery): Promise<readonly NumberedEvent[]>;
  /**
   * Checks that each numbered event is what was written, and follows the one before: nothing was
   * changed, taken out or swapped by whoever has not the store's key.
   */
  auditEvents(range: AuditRange): Promise<AuditResult>;
  /** The end of what {@link IssuerStore.auditEvents} checks. */
  auditHead(): Promise<AuditHead>;
  /** A page of evidence. */
  evidence(query: EvidenceQuery): Promise<Page<EvidenceRow>>;
  /** A row of the service. */
  serviceRow<Table extends ServiceTable>(
    table: Table,
    id: string,
  ): Promise<ServiceRows[Table] | undefined>;
  /** A page of rows of the service, oldest first. */
  serviceRows<Table extends ServiceTable>(
    table: Table,
    query: ServiceQuery,
  ): Promise<Page<ServiceRows[Table]>>;
  /** Deliveries that are due, the longest due first; those of other endpoints are not read. */
  dueDeliveries(query: DueQuery): Promise<readonly DeliveryRow[]>;
  /** The store's clock, in seconds since 1970 UTC; a store of this process has this process's. */
  clock(): Promise<number>;
  /**
   * Writes all changes or none.
   * @returns false when a stored row is not at the version just below its change's, or another
   * endpoint has a new one's slot: read again, decide again.
   */
  commit(changes: readonly RowChange[]): Promise<boolean>;
  /**
   * Deletes the instances that never became active and whose time ran out, their accounts that
   * never had an active instance and have none left, the requests, spent tokens, answers, tickets
   * and deliveries that expired, and the owners' rows that say nothing any more.
   */
  sweep(query: SweepQuery): Promise<Swept>;
  /**
   * Deletes an owner's instances, accounts, tries, requests and kept answers, and empties their
   * events, in one write; the numbers of the events and their chain stay.
   */
  eraseOwner(erased: OwnerErasure): Promise<void>;
  /**
   * Deletes what is over. Of the events those that have a number, from the oldest on up to the
   * first that stays: numbers go on where they were, and the chain from the last one deleted.
   */
  forget(before: ForgetBefore): Promise<Forgotten>;
}
