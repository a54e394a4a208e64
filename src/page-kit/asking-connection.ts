/** A connection whose page may ask, too. */
import type { Asked, PageRequest } from '../issuer/http/page-api.ts';
import type { ActivationConnection, ConnectionOptions } from './connection.ts';
import { Connection } from './connection.ts';
import { VisitRequests } from './visit-requests.ts';

/** One site and one person: give the same one to each element of a page. */
export interface PageConnection extends ActivationConnection {
  /** The open request that this browser session asked. */
  readonly request: PageRequest | undefined;
  /** What is asked in other sessions of the person, newest first. */
  readonly elsewhere: readonly Asked[];
  /** Asks a device; `content` is what the `ask` of the site's page handler understands. */
  ask(device: string, content: object): Promise<void>;
}

/** The same with what the kit's own elements need. */
export class AskingConnection extends Connection implements PageConnection {
  readonly requests = new VisitRequests(this.visit);

  get request(): PageRequest | undefined {
    return this.view.request;
  }

  get elsewhere(): readonly Asked[] {
    return this.view.elsewhere;
  }

  ask(device: string, content: object): Promise<void> {
    return this.requests.ask(device, content);
  }

  protected override look(): void {
    super.look();
    void this.requests.look();
  }
}

/** Connects with the page handler below `base`, by the site's cookie or a ticket of the service. */
export function pageConnection(options: ConnectionOptions): PageConnection {
  return new AskingConnection(options);
}
