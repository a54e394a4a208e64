/** The page kit: elements for a site's own page, and their connection to its page handler. */
import './activation.ts';
import './code.ts';
import './devices.ts';
import './request.ts';

export { pageConnection } from './asking-connection.ts';
