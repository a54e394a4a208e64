/** A connection whose page may ask, too. */
import type { Asked, PageRequest } from '../issuer/http/page-api.ts';
import { Connection } from './connection.ts';
import type { ConnectionOptions, PageConnection } from './connection-types.ts';
import { DeviceChanges } from './device-changes.ts';
import { VisitRequests } from './visit-requests.ts';

/** The same with what the kit's own elements need. */
export class AskingConnection extends Connection implements PageConnection {
  readonly requests = new VisitRequests(this.visit);
  override readonly changes = new DeviceChanges(this.visit);

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
