/**
 * What forty device codes at once, each a slow derivation, leave to everything else of the process:
 * how long a begin takes, and the reading of a file, beside the same while nothing derives.
 */
import { readFile } from 'node:fs/promises';
import { loadavg } from 'node:os';
import { fileURLToPath } from 'node:url';

import { times } from '../chance.ts';
import { createIssuerFixture, granted, phone } from '../issuer/issuer-fixture.ts';

const CODES = 40;
const IDLE_ROUNDS = 400;
/** No more than so many times as long as while nothing derives. */
const GOAL = 3;
const PERCENTILE = 0.99;

interface Round {
  readonly begin: number;
  readonly read: number;
}

export async function run(): Promise<boolean> {
  const { issuer } = createIssuerFixture({ derivations: { waiting: CODES } });
  const codes = await Promise.all(
    Array.from({ length: CODES }, async () => {
      const { id, firstMessage } = granted(await issuer.begin());
      return { id, code: (await phone(firstMessage)).deviceCode };
    }),
  );
  const begin = async (): Promise<Round> => ({
    begin: await timed(() => issuer.begin()),
    read: await timed(() => readFile(fileURLToPath(import.meta.url))),
  });
  for (let i = 0; i < times(IDLE_ROUNDS) / 2; i++) await begin();
  const idle: Round[] = [];
  for (let i = 0; i < times(IDLE_ROUNDS); i++) idle.push(await begin());

  const since = performance.now();
  let isDone = false;
  const derived = Promise.all(
    codes.map(async ({ id, code }) => granted(await issuer.acceptDeviceCode(id, code))),
  ).finally(() => (isDone = true));
  const beside: Round[] = [];
  while (!isDone) beside.push(await begin());
  await derived;
  const seconds = (performance.now() - since) / 1000;
  await issuer.close();

  console.log(
    `  load ${loadavg()[0]!.toFixed(1)}; ${String(CODES)} device codes in ${seconds.toFixed(1)} s\n` +
      '                 idle p99    beside p99    ratio',
  );
  const isGood = [told('begin', idle, beside), told('read', idle, beside)].every(Boolean);
  console.log(`\n  ${isGood ? 'passed' : 'FAILED'}`);
  return isGood;
}

function told(name: keyof Round, idle: readonly Round[], beside: readonly Round[]): boolean {
  const [before, during] = [idle, beside].map((rounds) => p99(rounds.map((each) => each[name])));
  const ratio = during! / before!;
  console.log(
    `  ${name === 'begin' ? 'begin      ' : 'readFile   '}` +
      `${before!.toFixed(2).padStart(9)} ms${during!.toFixed(2).padStart(11)} ms` +
      `${ratio.toFixed(2).padStart(9)}`,
  );
  return ratio <= GOAL;
}

async function timed(call: () => Promise<unknown>): Promise<number> {
  const since = performance.now();
  await call();
  return performance.now() - since;
}

function p99(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length * PERCENTILE)]!;
}
