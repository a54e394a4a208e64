/** The page kit for a site that activates devices and nothing else: one element. */
import './activation.ts';

import { Connection } from './connection.ts';
import type { ActivationConnection, ConnectionOptions } from './connection-types.ts';

/** Connects with the page handler below `base`, by the site's cookie or a ticket of the service. */
export function pageConnection(options: ConnectionOptions): ActivationConnection {
  return new Connection(options);
}
