/**
 * Sends events to the site's endpoints (Standard Webhooks): in order, by one server at a time an
 * endpoint; a message that fails three times is sent apart, and the order goes on.
 */
import { toHex } from '../../core/codec/bytes.ts';
import { randomBytes } from '../../protocol/random.ts';
import { eventChanges } from '../events/event-store.ts';
import { numberAll, toEvent } from '../events/read-events.ts';
import { statusWithin } from '../post-for-status.ts';
import type { NumberedEvent } from '../rows/event-row.ts';
import type { DeliveryRow, EndpointRow } from '../rows/service-rows.ts';
import type { IssuerStore } from '../store.ts';
import type { LeasedEndpoint } from './leased-endpoint.ts';
import { leaseEndpoint } from './leased-endpoint.ts';
import type { PostWebhook } from './post.ts';
import { createWebhookPost } from './post.ts';
import { APART_SECONDS, isGivenUp, waitApart, waitInOrder } from './schedule.ts';
import {
  dueDeliveries,
  eventOf,
  freeEndpoints,
  isSuccess,
  nextEvents,
  succeeded,
  tellSometimes,
  withoutWait,
} from './sender-rows.ts';
import { signWebhook, webhookBody } from './signature.ts';

/** What {@link createWebhookSender} needs. */
export interface WebhookSenderOptions {
  /** The issuer's store. */
  readonly store: IssuerStore;
  /** Whether endpoints may be in the site's own network, and by plain HTTP. Default: false. */
  readonly isPrivateAllowed?: boolean;
  /** Milliseconds that a receiver has to answer. Default: 15,000. */
  readonly timeoutMs?: number;
  /** Milliseconds between two looks at the store. Default: 1000. */
  readonly everyMs?: number;
  /** The clock, in seconds since 1970 UTC. Default: the store's, the same for all servers. */
  readonly now?: () => number;
  /** Carries one message. Default: HTTPS, to public addresses only. */
  readonly post?: PostWebhook;
  /** Is told of each try. What it throws is dropped. */
  readonly onTry?: (result: WebhookTry) => void;
  /**
   * Is told what a look or an endpoint threw: the store could not be reached, or a row is damaged.
   * What it throws is dropped. Default: dropped.
   */
  readonly onError?: (thrown: unknown) => void;
}

/** What came of sending one message once. */
export interface WebhookTry {
  /** The id of the endpoint. */
  readonly endpoint: string;
  /** The number of the event. */
  readonly number: number;
  /** HTTP status; absent where no answer came. */
  readonly status?: number;
  /** Seconds since the event happened. */
  readonly lag: number;
}

/** Sends until it is stopped. */
export interface WebhookSender {
  /** Begins to look every second. */
  start(): void;
  /** Ends, once the messages under way are over. */
  stop(): Promise<void>;
  /** One look: sends what is due, and resolves when nothing is under way. */
  run(): Promise<void>;
}

const DEFAULT_TIMEOUT_MS = 15_000;
const DEFAULT_EVERY_MS = 1000;
/** An endpoint that wants few types is moved on past so many others. */
const MOVED_ON_AFTER = 1000;
const ID_BYTES = 8;
const GONE = 410;

/** A sender over an issuer's store; several servers may each have one. */
export function createWebhookSender(options: WebhookSenderOptions): WebhookSender {
  const { store, isPrivateAllowed = false, timeoutMs = DEFAULT_TIMEOUT_MS } = options;
  const { post = createWebhookPost({ isPrivateAllowed }), everyMs = DEFAULT_EVERY_MS } = options;
  const now = async (): Promise<number> => Math.floor(options.now?.() ?? (await store.clock()));
  let timer: ReturnType<typeof setTimeout> | undefined;
  let isStopped = false;
  let looking: Promise<void> = Promise.resolve();
  /** What is done for each endpoint, by its id. */
  const underWay = new Map<string, Promise<void>>();
  const isOver = (): boolean => isStopped;
  const unreadable = tellSometimes(tell);

  /** Returns the status of the answer, undefined for none. */
  async function send(endpoint: EndpointRow, row: NumberedEvent): Promise<number | undefined> {
    const event = toEvent(row);
    const body = webhookBody(event);
    const time = await now();
    const headers = signWebhook(endpoint.secrets, event.id, time, body);
    const message = { url: endpoint.url, headers: { ...headers }, body };
    const status = await statusWithin(timeoutMs, (signal) => post(message, signal));
    const { id, number, at } = { ...event, id: endpoint.id };
    const result = { endpoint: id, number, lag: Math.max(0, time - at) };
    try {
      options.onTry?.({ ...result, ...(status !== undefined && { status }) });
    } catch {
      // The site's own monitoring failed.
    }
    return status;
  }

  /** Sends the next events in order, until one has to wait. */
  async function sendInOrder(leased: LeasedEndpoint): Promise<void> {
    while (!isOver() && (leased.row().nextAt ?? 0) <= (await now())) {
      const readAt = await now();
      const page = await nextEvents(store, leased.row(), unreadable);
      if (page.length === 0) return;
      for (const event of page) {
        if (isOver()) return;
        const status = await send(leased.row(), event);
        const goesOn = isSuccess(status)
          ? await leased.save((row) => ({ ...succeeded(row), after: event.number }))
          : await failInOrder(leased, event, status);
        if (!goesOn) return;
        // What was read a while ago may have been erased since.
        if ((await now()) > readAt) break;
      }
    }
  }

  /** @returns whether the next event may be sent now */
  async function failInOrder(
    leased: LeasedEndpoint,
    event: NumberedEvent,
    status: number | undefined,
  ): Promise<boolean> {
    if (await disableAfter(leased, status)) return false;
    const time = await now();
    const failures = leased.row().failures + 1;
    const wait = waitInOrder(failures);
    const failed = (row: EndpointRow) => ({ ...row, failingSince: row.failingSince ?? time });
    if (wait !== undefined) {
      await leased.save((row) => ({ ...failed(row), failures, nextAt: time + wait }));
      return false;
    }
    const row: DeliveryRow = {
      id: toHex(randomBytes(ID_BYTES)),
      version: 1,
      endpoint: leased.row().id,
      number: event.number,
      type: event.type,
      failures: 0,
      dueAt: time + waitApart(0)!,
      expiresAt: time + APART_SECONDS,
    };
    const { number } = event;
    return leased.save(
      (each) => ({ ...withoutWait(failed(each)), failures: 0, after: number }),
      [{ table: 'deliveries', row }],
    );
  }

  /** Sends a message apart once more; one of an event that is no more, or damaged, ends. */
  async function sendApart(leased: LeasedEndpoint, delivery: DeliveryRow): Promise<void> {
    const event = await eventOf(store, delivery, unreadable);
    if (event === undefined) {
      await leased.save((row) => row, [{ table: 'deliveries', row: delivery, removes: true }]);
      return;
    }
    const status = await send(leased.row(), event);
    if (isSuccess(status)) {
      await leased.save(succeeded, [{ table: 'deliveries', row: delivery, removes: true }]);
      return;
    }
    if (await disableAfter(leased, status)) return;
    const failures = delivery.failures + 1;
    const wait = waitApart(failures);
    const { dueAt: _, ...rest } = delivery;
    const time = await now();
    const version = delivery.version + 1;
    const row = { ...rest, version, failures, ...(wait !== undefined && { dueAt: time + wait }) };
    await leased.save(
      (each) => ({ ...each, failingSince: each.failingSince ?? time }),
      [{ table: 'deliveries', row }],
    );
  }

  /** Disables an endpoint that says that it is gone, or has failed for days. */
  async function disableAfter(leased: LeasedEndpoint, status: number | undefined) {
    const time = await now();
    const { id: endpoint, failingSince = time } = leased.row();
    if (status !== GONE && !isGivenUp(failingSince, time)) return false;
    const why = status === GONE ? 'gone' : 'failing';
    const event = { type: 'endpoint.disabled', data: { endpoint, why } } as const;
    await leased.save((row) => ({ ...row, disabledAt: time }), eventChanges([event], time));
    return true;
  }

  async function runEndpoint(
    endpoint: EndpointRow,
    due: readonly DeliveryRow[],
    newest: number,
  ): Promise<void> {
    if (!(await hasWork(endpoint, due, newest))) return;
    const leased = await leaseEndpoint(store, endpoint, now);
    if (leased === undefined) return;
    try {
      for (const delivery of due) if (isOpen(leased)) await sendApart(leased, delivery);
      if (isOpen(leased)) await sendInOrder(leased);
    } finally {
      await leased.release();
    }
  }

  const isOpen = (leased: LeasedEndpoint): boolean =>
    !isOver() && leased.row().disabledAt === undefined;

  async function hasWork(
    endpoint: EndpointRow,
    due: readonly DeliveryRow[],
    newest: number,
  ): Promise<boolean> {
    if (due.length > 0) return true;
    if ((endpoint.nextAt ?? 0) > (await now())) return false;
    if ((await nextEvents(store, endpoint, unreadable)).length > 0) return true;
    if (newest - endpoint.after >= MOVED_ON_AFTER) {
      const row = { ...endpoint, version: endpoint.version + 1, after: newest };
      await store.commit([{ table: 'endpoints', row }]);
    }
    return false;
  }

  /** Begins with each endpoint that is not under way; none waits for another. */
  async function look(): Promise<void> {
    await numberAll(store);
    const { number: newest } = await store.auditHead();
    const time = await now();
    const free = await freeEndpoints(store, time, unreadable);
    const endpoints = free.filter(({ id }) => !underWay.has(id));
    // What is apart must not keep the others' events back.
    const due = await dueDeliveries(store, endpoints, time, unreadable).catch(tell);
    for (const endpoint of endpoints) {
      const { id } = endpoint;
      if (isOver()) return;
      const apart = due?.filter((each) => each.endpoint === id) ?? [];
      const task = runEndpoint(endpoint, apart, newest)
        .catch(tell)
        .finally(() => underWay.delete(id));
      underWay.set(id, task);
    }
  }

  function tell(thrown: unknown): undefined {
    try {
      options.onError?.(thrown);
    } catch {
      // The site's own monitoring failed.
    }
  }

  async function allOver(): Promise<void> {
    await Promise.all(underWay.values());
  }

  function schedule(): void {
    timer = setTimeout(() => {
      looking = look()
        .catch(tell)
        .then(() => {
          if (!isStopped) schedule();
        });
    }, everyMs);
  }

  return {
    start() {
      isStopped = false;
      schedule();
    },
    async stop() {
      isStopped = true;
      clearTimeout(timer);
      await looking;
      await allOver();
    },
    async run() {
      await look();
      await allOver();
    },
  };
}
