/** Entry `@tessera-auth/issuer/server`: the service, for a server of the site's own. */
export type { Configuration, Environment } from '../configuration.ts';
export { ConfigurationError, readConfiguration } from '../configuration.ts';
export type { Listeners } from '../listeners.ts';
export { listen } from '../listeners.ts';
export type { Log, LogLevel } from '../log.ts';
export { createLog } from '../log.ts';
export type { Opened } from '../open.ts';
export { openService } from '../open.ts';
export type { Application, Service } from '../service.ts';
