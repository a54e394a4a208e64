/** The page kit: elements for a site's own page, and their connection to its page handler. */
export { Activation } from './activation.ts';
export { Code } from './code.ts';
export type { ConnectionOptions, PageConnection } from './connection.ts';
export { pageConnection } from './connection.ts';
export { Devices } from './devices.ts';
export type { TesseraEvents } from './kit-events.ts';
export { Request } from './request.ts';
