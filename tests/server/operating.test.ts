/** docs/operating.md and the alerts beside it name metrics, labels and files that there are. */
import { existsSync, readFileSync } from 'node:fs';

import { afterAll, beforeAll, expect, it } from 'vitest';

import type { ServiceFixture } from './service-fixture.ts';
import { createServiceFixture } from './service-fixture.ts';

const ALERTS = readFileSync('docs/deploy/alerts.yaml', 'utf8');
const OPERATING = readFileSync('docs/operating.md', 'utf8');
/** The parts of a histogram. */
const PARTS = /_(?:bucket|count|sum)$/;
const METRIC = /\b(?:tessera|nodejs|process)_[a-z0-9_]*[a-z0-9]\b/g;

let at: ServiceFixture;
let metrics = '';
beforeAll(async () => {
  const connections = () => ({ inUse: 3, idle: 2, waiting: 1 });
  at = await createServiceFixture({ connections });
  await at.call('POST', '/v1/owners/customer-17/activations', { body: {} });
  await at.call('POST', '/v1/owners/customer-17/verify-otp', { body: { code: '000000' } });
  metrics = await (await at.service.operations.request('/metrics')).text();
});
afterAll(() => at.close());

const namesIn = (text: string): readonly string[] => [...new Set(text.match(METRIC) ?? [])];
const known = (): readonly string[] =>
  [...metrics.matchAll(/^# TYPE (\S+)/gm)].map(([, name]) => name!);

it('alerts on metrics that the service has', () => {
  const names = namesIn(ALERTS);
  expect(names.length).toBeGreaterThan(5);
  expect(names.filter((name) => !known().includes(name.replace(PARTS, '')))).toEqual([]);
});

it('documents every metric of the service’s own, and no other', () => {
  const own = known().filter((name) => name.startsWith('tessera_'));
  const named = namesIn(OPERATING).filter((name) => name.startsWith('tessera_'));
  expect(named.toSorted()).toEqual(own.toSorted());
});

it('selects by labels that the metrics have', () => {
  for (const [, name, selected] of ALERTS.matchAll(
    /\b(tessera_\w+?)(?:_bucket|_count)?\{([^}]+)\}/g,
  ))
    for (const [, label] of selected!.matchAll(/(\w+)\s*[=!]/g)) {
      const lines = metrics.split('\n').filter((line) => line.startsWith(name!));
      expect(
        lines.some((line) => line.includes(`${label!}="`)),
        `${name!}: ${label!}`,
      ).toBe(true);
    }
});

it('selects by calls and outcomes that the library names so', () => {
  const calls = [...ALERTS.matchAll(/call[!=]?[=~]"([^"]+)"/g)].flatMap(([, text]) =>
    text!.split('|'),
  );
  const source =
    readFileSync('src/issuer/issuer.ts', 'utf8') +
    readFileSync('src/issuer/service-calls.ts', 'utf8');
  for (const call of calls) {
    const name = call.replace(/^service\./, '').replace(/\W.*$/, '');
    expect(source).toMatch(new RegExp(`^ {2}${name}\\w*\\(`, 'm'));
  }
  const outcomes = [...ALERTS.matchAll(/outcome=~?"([^"]+)"/g)].flatMap(([, text]) =>
    text!.split('|'),
  );
  const reasons = readFileSync('src/issuer/outcome.ts', 'utf8');
  expect(outcomes.filter((reason) => !reasons.includes(`'${reason}'`))).toEqual([]);
});

it('leads to documents and files that are there', () => {
  const links = [...OPERATING.matchAll(/\]\(([\w-]+\.md)(?:#[\w-]+)?\)/g)].map(([, name]) => name!);
  expect(links.length).toBeGreaterThan(5);
  expect(links.filter((name) => !existsSync(`docs/${name}`))).toEqual([]);
});

it('tells how long the store takes, how its pool is used, and what has no number', async () => {
  expect(metrics).toMatch(/^tessera_store_seconds_count\{operation="commit"\} [1-9]/m);
  // The activation has begun, and nobody has read the event.
  expect(metrics).toMatch(/^tessera_events_unnumbered\{.*brand="main".*\} 1$/m);
  expect(metrics).toMatch(/^tessera_events_unnumbered\{.*brand="acme".*\} 0$/m);
  for (const [state, count] of [
    ['in use', 3],
    ['idle', 2],
    ['waiting', 1],
  ] as const)
    expect(metrics).toMatch(new RegExp(`^tessera_pool\\{.*state="${state}".*\\} ${count}$`, 'm'));
});
