/** The same types for a page that loads the activation alone. */
import type { ActivationConnection, ConnectionOptions } from './connection-types.ts';

export type {
  ActivationConnection,
  ConnectionOptions,
  Device,
  Power,
  Session,
  TesseraActivation,
  TesseraEvents,
} from './public.ts';

/** Connects with the page handler below `base`, by the site's cookie or a ticket of the service. */
export declare function pageConnection(options: ConnectionOptions): ActivationConnection;
