/** docs/service.md: its tables are the program's, and its examples run as they are written. */
import { execFile } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

import { afterAll, beforeAll, expect, it } from 'vitest';

import { readConfiguration } from '../../src/server/configuration.ts';
import type { Listeners } from '../../src/server/listeners.ts';
import { listen } from '../../src/server/listeners.ts';
import { SCOPES } from '../../src/server/schemas.ts';
import type { ServiceFixture } from './service-fixture.ts';
import { createServiceFixture } from './service-fixture.ts';
import { TABLES, withTables } from './service-tables.ts';

const FILE = fileURLToPath(new URL('../../docs/service.md', import.meta.url));
const document = readFileSync(FILE, 'utf8');
const ANY_PORT = { PORT: '0', API_PORT: '0', OPS_PORT: '0' };

let at: ServiceFixture;
let listeners: Listeners;
let key: string;
beforeAll(async () => {
  at = await createServiceFixture();
  listeners = await listen(at.service, readConfiguration(ANY_PORT));
  key = await at.keyFor(SCOPES);
});
afterAll(async () => {
  await listeners.close();
  await at.close();
});

it.each(Object.keys(TABLES))('has the table of %s', () => {
  const right = withTables(document);
  // `TESSERA_UPDATE=1` writes it.
  if (process.env['TESSERA_UPDATE'] !== undefined) writeFileSync(FILE, right);
  expect(document).toBe(right);
});

it('has examples that run', async () => {
  const blocks = [...document.matchAll(/```sh\n(.*?)```/gs)].map(([, block]) => block!);
  expect(blocks.length).toBeGreaterThan(3);
  const script = ['set -e', ...blocks].join('\n');
  const env = { ...process.env, API: `http://127.0.0.1:${listeners.ports.api}`, KEY: key };
  const { stdout } = await promisify(execFile)('bash', ['-c', script], { env });
  expect(stdout).toContain('"owner":"customer-17"');
  expect(stdout).toContain('activation.begun');
  // Nothing is active yet.
  expect(stdout).toContain('"reason":"UNKNOWN_');
});
