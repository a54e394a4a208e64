/**
 * `npm run test:unit [-- path …]`: the tests that need no browser; `npm run test:watch` repeats
 * those that a change concerns. Further arguments are Vitest's.
 */
import { node } from './command.mjs';
import { ensureInstalled } from './install.mjs';

ensureInstalled();
const [first, ...rest] = process.argv.slice(2);
const args = first === '--watch' ? ['watch', ...rest] : ['run', ...process.argv.slice(2)];
const { status } = await node(['node_modules/vitest/vitest.mjs', ...args]);
process.exit(status);
