/** `tessera-issuer audit check`: which ranges are none, and what is told of the others. */
import { expect, it } from 'vitest';

import { eventRow } from '../../src/issuer/events/event-store.ts';
import { createMemoryStore } from '../../src/issuer/memory-store.ts';
import { checkAudit, readRange } from '../../src/server/commands/audit.ts';
import { CommandError } from '../../src/server/commands/command-error.ts';

const EVENTS = 3;

async function check(from: string, to = ''): Promise<readonly string[]> {
  const store = createMemoryStore();
  for (let i = 0; i < EVENTS; i++) {
    const row = eventRow({ type: 'owner.erased', data: { devices: 0 } }, i);
    await store.commit([{ table: 'events', row }]);
  }
  const lines: string[] = [];
  await checkAudit(store, readRange(from, to), (line) => lines.push(line));
  return lines;
}

it.each([
  ['', '', 3],
  ['3', '', 1],
  ['2', '2', 1],
  ['4', '', 0],
] as const)('tells how many events it has checked: from %j to %j', async (from, to, checked) => {
  expect((await check(from, to))[0]).toMatch(new RegExp(`^${checked} events .* The last is 3,`));
});

it.each([
  ['5', '', 'at most 4'],
  ['100', '', 'at most 4'],
  ['3', '2', 'above --to'],
  ['0', '', '1 or more'],
])('takes no range that there is not for a broken chain: from %j to %j', async (from, to, says) => {
  const thrown = await check(from, to).catch((error: unknown) => error);
  expect(thrown).toBeInstanceOf(CommandError);
  expect((thrown as Error).message).toContain(says);
});
