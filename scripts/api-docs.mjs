/**
 * `npm run docs:api`: installs what is missing, then writes the reference of the third party's
 * package into dist/docs. A warning fails it, so each export and each of its members has a
 * docstring.
 */
import { node } from './command.mjs';
import { ensureInstalled } from './install.mjs';

ensureInstalled();
const { status } = await node(['node_modules/typedoc/bin/typedoc']);
process.exit(status);
