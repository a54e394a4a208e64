/** What the service keeps beside an issuer's rows (docs/service.md). Times are whole seconds. */
import type { EventType } from './event-row.ts';

/** The answer to a call with an idempotency key, written in the commit of the call's effect. */
export interface AnswerRow {
  /** HMAC of the API key's id and the idempotency key (hex). */
  readonly id: string;
  /** Always 1: an answer is written once. */
  readonly version: 1;
  /** HMAC of method, path and body (hex): what the key may be used for again. */
  readonly content: string;
  /** HTTP status. */
  readonly status: number;
  /** The body that was answered. */
  readonly body: string;
  /** The site's own name for whom the call was about; it is erased with them. */
  readonly owner?: string;
  /** When it is forgotten. */
  readonly expiresAt: number;
}

/** What a holder of an API key may do. */
export type Scope =
  | 'devices'
  | 'codes'
  | 'requests'
  | 'events'
  | 'evidence'
  | 'erase'
  | 'tickets'
  | 'admin';

/** An API key; its secret is not kept. */
export interface KeyRow {
  /** The part of the key that names it. */
  readonly id: string;
  /** Grows by one with each write. */
  readonly version: number;
  /** SHA-256 of the secret part. */
  readonly hash: Uint8Array;
  /** What the site calls it. */
  readonly name: string;
  /** What it may be used for. */
  readonly scopes: readonly Scope[];
  /** When it was made. */
  readonly createdAt: number;
  /** From when it is refused. */
  readonly expiresAt?: number;
  /** When it was revoked. */
  readonly revokedAt?: number;
  /** When it was last used, to the hour. */
  readonly usedAt?: number;
}

/** A permission for one owner's browser. */
export interface TicketRow {
  /** SHA-256 of the ticket (hex). */
  readonly id: string;
  /** Grows by one with each write. */
  readonly version: number;
  /** Whose devices and requests it is for. */
  readonly owner: string;
  /** What it may be used for. */
  readonly may: readonly string[];
  /** The origin whose pages may use it. */
  readonly origin: string;
  /** From when it is refused. */
  readonly expiresAt: number;
}

/** Where events are sent to. */
export interface EndpointRow {
  /** Names the endpoint: 16 hexadecimal digits. */
  readonly id: string;
  /** Grows by one with each write. */
  readonly version: number;
  /**
   * 0 to 15, written with the first version: a store commits no two endpoints with the same one, so
   * that there are no more however many are made at once. Rows of earlier versions have none.
   */
  readonly slot?: number;
  /** An https address. */
  readonly url: string;
  /** The secrets that sign (`whsec_…`), newest first: two during a change. */
  readonly secrets: readonly string[];
  /** Events of these types only. */
  readonly types?: readonly EventType[];
  /** When it was made. */
  readonly createdAt: number;
  /** The number of the last event that was delivered, or put among the deliveries. */
  readonly after: number;
  /** Failed tries to send the next event. */
  readonly failures: number;
  /** No try before this second. */
  readonly nextAt?: number;
  /** Since when no try has succeeded. */
  readonly failingSince?: number;
  /** The server that sends has it until this second. */
  readonly leasedUntil?: number;
  /** When it was disabled. */
  readonly disabledAt?: number;
}

/** An event that an endpoint did not take at first. */
export interface DeliveryRow {
  /** Names the delivery: 16 hexadecimal digits. */
  readonly id: string;
  /** Grows by one with each write. */
  readonly version: number;
  /** The id of the endpoint. */
  readonly endpoint: string;
  /** The number of the event, which is read when it is sent: the row says nothing of an owner. */
  readonly number: number;
  /** The event's type. */
  readonly type: EventType;
  /** Failed tries. */
  readonly failures: number;
  /** When it is tried again; absent once it is given up. */
  readonly dueAt?: number;
  /** When it is forgotten. */
  readonly expiresAt: number;
}

/** The service's tables. */
export interface ServiceRows {
  /** Answers by idempotency key. */
  readonly answers: AnswerRow;
  /** API keys. */
  readonly keys: KeyRow;
  /** Tickets. */
  readonly tickets: TicketRow;
  /** Endpoints of webhooks. */
  readonly endpoints: EndpointRow;
  /** Deliveries. */
  readonly deliveries: DeliveryRow;
}

/** A table of the service. */
export type ServiceTable = keyof ServiceRows;
