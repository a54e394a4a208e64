/** Connects the elements of a page with its site's handler: one state for all of them. */
import type { Asked, Device, PageRequest } from '../issuer/http/page-api.ts';
import type { CallOptions, Calls } from './calls.ts';
import { createCalls } from './calls.ts';
import { DeviceChanges } from './device-changes.ts';
import { watchChanges } from './live-page.ts';
import type { VisitOptions } from './visit.ts';
import { Visit } from './visit.ts';
import { VisitRequests } from './visit-requests.ts';
import type { VisitState } from './visit-state.ts';

/** What a site says of itself, beside the place of its page handler. */
export type ConnectionOptions = CallOptions & Omit<VisitOptions, 'calls'>;

/** One site, and one person: give the same one to each element of a page. */
export interface PageConnection {
  /** The devices of the person, newest first. */
  readonly devices: readonly Device[];
  /** The open request that this browser session asked. */
  readonly request: PageRequest | undefined;
  /** What is asked in other sessions of the person, newest first. */
  readonly elsewhere: readonly Asked[];
  /** Whether a call is under way. */
  readonly isBusy: boolean;
  /** Fetches everything anew. */
  refresh(): Promise<void>;
  /** Asks a device; `content` is what the `ask` of the site's page handler understands. */
  ask(device: string, content: object): Promise<void>;
}

/** The same with what the kit's own elements need. */
export class Connection implements PageConnection {
  readonly visit: Visit;
  readonly requests: VisitRequests;
  readonly changes: DeviceChanges;
  readonly #base: string;
  readonly #calls: Calls;
  readonly #listeners = new Set<() => void>();
  #watching: AbortController | undefined;
  #wasSignedOut = false;

  constructor({ base, ticket, headers, ...options }: ConnectionOptions) {
    this.#base = base;
    this.#calls = createCalls({
      base,
      ...(ticket !== undefined && { ticket }),
      ...(headers && { headers }),
    });
    this.visit = new Visit(() => this.#changed(), { ...options, calls: this.#calls });
    this.requests = new VisitRequests(this.visit);
    this.changes = new DeviceChanges(this.visit);
  }

  get view(): VisitState {
    return this.visit.view;
  }

  get devices(): readonly Device[] {
    return this.view.devices;
  }

  get request(): PageRequest | undefined {
    return this.view.request;
  }

  get elsewhere(): readonly Asked[] {
    return this.view.elsewhere;
  }

  get isBusy(): boolean {
    return this.view.busy !== 'none';
  }

  refresh(): Promise<void> {
    return this.visit.refresh();
  }

  ask(device: string, content: object): Promise<void> {
    return this.requests.ask(device, content);
  }

  /**
   * Tells each change of the view, until the returned function is called. With the first listener
   * everything is fetched, and the page listens to its site for as long as there is one.
   */
  listen(listener: () => void): () => void {
    const isFirst = this.#listeners.size === 0;
    this.#listeners.add(listener);
    // Who is not signed in yet has nothing to listen for.
    if (isFirst) void this.refresh().then(() => this.#watch());
    return () => {
      this.#listeners.delete(listener);
      if (this.#listeners.size === 0) this.#watching?.abort();
    };
  }

  #changed(): void {
    const isSignedOut = this.view.stage.at === 'signed-out';
    if (this.#wasSignedOut && !isSignedOut) this.#watch();
    this.#wasSignedOut = isSignedOut;
    for (const listener of [...this.#listeners]) listener();
  }

  /** Listens anew: what it heard before may have ended with the session. */
  #watch(): void {
    this.#watching?.abort();
    if (this.#listeners.size === 0) return;
    this.#watching = new AbortController();
    watchChanges({
      base: this.#base,
      headers: () => this.#calls.headers(),
      onChange: () => {
        void this.visit.refresh();
        void this.requests.look();
      },
      signal: this.#watching.signal,
    });
  }
}

/** Connects with the page handler below `base`, by the site's cookie or a ticket of the service. */
export function pageConnection(options: ConnectionOptions): PageConnection {
  return new Connection(options);
}
