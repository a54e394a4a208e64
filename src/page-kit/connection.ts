/** Connects the elements of a page with its site's handler: one state for all of them. */
import type { Device, Power } from '../issuer/http/page-api.ts';
import type { Calls } from './calls.ts';
import { createCalls } from './calls.ts';
import type { ActivationConnection, ConnectionOptions } from './connection-types.ts';
import { watchChanges } from './live-page.ts';
import { StartingOver } from './starting-over.ts';
import { Visit } from './visit.ts';
import type { VisitState } from './visit-state.ts';
import { isAllowed } from './visit-state.ts';

/** The same with what the kit's own elements need. */
export class Connection implements ActivationConnection {
  readonly visit: Visit;
  readonly changes: StartingOver;
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
    this.changes = new StartingOver(this.visit);
  }

  get view(): VisitState {
    return this.visit.view;
  }

  get devices(): readonly Device[] {
    return this.view.devices;
  }

  get isBusy(): boolean {
    return this.view.busy !== 'none';
  }

  isAllowed(power: Power): boolean {
    return isAllowed(this.view, power);
  }

  refresh(): Promise<void> {
    return this.visit.refresh();
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

  /** Something may have changed at the site. */
  protected look(): void {
    void this.visit.refresh();
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
      onChange: () => this.look(),
      signal: this.#watching.signal,
    });
  }
}
