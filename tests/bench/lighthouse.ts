/**
 * Lighthouse over the built app and the bank's page, as a phone with a slow network: the median of
 * five simulated runs against goals. Returns false where one is missed. npx fetches it for this
 * bench alone: it would be a fifth of all files that are installed.
 */
import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

import { chromium } from '@playwright/test';

import { findFullBrowser, FLAGS } from '../../scripts/find-browser.mjs';
import { startServers } from '../e2e/support/environment.ts';
import { freePort } from '../support/free-port.ts';
import { median } from './timing.ts';

const LIGHTHOUSE = 'lighthouse@12.8.2';
const RUNS = 5;
const ATTEMPTS = 3;
/** Of 100. */
const FULL_SCORE = 100;
const GOOD_PERFORMANCE = 95;
/**
 * Lighthouse's benchmarkIndex of a computer that is fast enough for its verdict on performance; a
 * slower one cannot simulate a phone's processor.
 */
const FAST_ENOUGH = 1000;
/** Milliseconds, on a computer of that index. */
const GOOD_BLOCKING_MS = 200;
const KB = 1000;

interface Goals {
  /** Everything that the page loads, compressed, bytes. */
  readonly bytes: number;
  /** What the largest paint shows: text that needs nothing to be fetched. */
  readonly largest: readonly string[];
}

const PAGES: Readonly<Record<'app' | 'bank', Goals>> = {
  app: { bytes: 120 * KB, largest: ['h1', 'p'] },
  bank: { bytes: 40 * KB, largest: ['h1', 'p'] },
};

/** What is read of Lighthouse's report. */
interface Result {
  readonly environment: { readonly benchmarkIndex: number };
  readonly categories: Readonly<
    Record<
      string,
      {
        readonly score: number | null;
        readonly auditRefs: readonly { id: string; weight: number }[];
      }
    >
  >;
  readonly audits: Readonly<
    Record<
      string,
      { readonly score: number | null; readonly numericValue?: number; readonly details?: object }
    >
  >;
}

/** A line of the table. */
interface Line {
  readonly what: string;
  readonly found: string;
  readonly goal: string;
  readonly met: boolean;
}

export async function run(): Promise<boolean> {
  const port = await freePort();
  const executablePath = findFullBrowser();
  const browser = await chromium.launch({
    ...(executablePath && { executablePath }),
    args: [...FLAGS, `--remote-debugging-port=${port}`],
  });
  const servers = await startServers();
  const folder = mkdtempSync(join(tmpdir(), 'tessera-lighthouse-'));
  const report = join(folder, 'report.json');
  let met = true;
  try {
    for (const page of ['app', 'bank'] as const) {
      const results: Result[] = [];
      for (let i = 0; i < RUNS; i++) results.push(await measure(servers[page], port, report));
      const lines = judge(results, PAGES[page]);
      met &&= lines.every((line) => line.met);
      print(page, lines);
    }
  } finally {
    await browser.close();
    await servers.stop();
    rmSync(folder, { recursive: true });
  }
  return met;
}

/** Runs into a file; again where Lighthouse could not follow the browser. */
async function measure(url: string, port: number, file: string, attempt = 1): Promise<Result> {
  const options = [`--port=${port}`, '--output=json', `--output-path=${file}`, '--quiet'];
  try {
    await promisify(execFile)('npx', ['--yes', LIGHTHOUSE, url, ...options]);
  } catch (thrown) {
    if (attempt === ATTEMPTS) throw thrown;
    return measure(url, port, file, attempt + 1);
  }
  return JSON.parse(readFileSync(file, 'utf8')) as Result;
}

function judge(results: readonly Result[], { bytes, largest }: Goals): readonly Line[] {
  const value = (audit: string) =>
    median(results.map(({ audits }) => audits[audit]?.numericValue ?? NaN));
  const index = median(results.map(({ environment }) => environment.benchmarkIndex));
  const isFast = index > FAST_ENOUGH;
  const blocking = value('total-blocking-time');
  const scaled = (blocking * index) / FAST_ENOUGH;
  const shift = Math.max(
    ...results.map(({ audits }) => audits['cumulative-layout-shift']?.numericValue ?? NaN),
  );
  const painted = results.map(largestPaint);
  const scores = ['accessibility', 'best-practices', 'seo'].map((category) =>
    score(results, category, FULL_SCORE),
  );
  return [
    ...scores,
    ...(isFast
      ? [
          score(results, 'performance', GOOD_PERFORMANCE),
          // Weighed in the score.
          {
            what: 'total blocking time',
            found: `${blocking.toFixed(0)} ms`,
            goal: '',
            met: true,
          },
        ]
      : [
          {
            what: 'performance',
            found: `not judged: index ${index.toFixed(0)}`,
            goal: '',
            met: true,
          },
          {
            what: 'total blocking time',
            found: `${blocking.toFixed(0)} ms, ${scaled.toFixed(0)} at ${FAST_ENOUGH}`,
            goal: `${GOOD_BLOCKING_MS} ms`,
            met: scaled <= GOOD_BLOCKING_MS,
          },
        ]),
    {
      what: 'bytes',
      found: `${(value('total-byte-weight') / KB).toFixed(1)} kB`,
      goal: `${bytes / KB} kB`,
      met: value('total-byte-weight') <= bytes,
    },
    {
      what: 'largest paint',
      found: [...new Set(painted)].join(', '),
      goal: largest.join(' or '),
      met: painted.every((tag) => largest.includes(tag)),
    },
    { what: 'layout shift, at most', found: shift.toFixed(3), goal: '0', met: shift === 0 },
  ];
}

/** The median score of a category, of 100; below the goal, with what took points away. */
function score(results: readonly Result[], category: string, goal: number): Line {
  const found = median(
    results.map(({ categories }) => FULL_SCORE * (categories[category]?.score ?? 0)),
  );
  const failed = results.flatMap(({ categories, audits }) =>
    (categories[category]?.auditRefs ?? [])
      .filter(({ id, weight }) => weight > 0 && (audits[id]?.score ?? 1) < 1)
      .map(({ id }) => id),
  );
  const why = found < goal ? ` (${[...new Set(failed)].join(', ')})` : '';
  return { what: category, found: found.toFixed(0) + why, goal: `${goal}`, met: found >= goal };
}

/** The name of the element that the largest contentful paint showed. */
function largestPaint({ audits }: Result): string {
  const { details } = audits['largest-contentful-paint-element'] ?? {};
  const [, tag] = /"snippet":"<([a-z0-9-]+)/.exec(JSON.stringify(details ?? {})) ?? [];
  return tag ?? 'unknown';
}

function print(page: string, lines: readonly Line[]): void {
  console.log(`  ${page}`);
  for (const { what, found, goal, met } of lines)
    console.log(
      `    ${what.padEnd(24)} ${found.padEnd(24)} ${goal && `goal ${goal}`}${met ? '' : '   MISSED'}`,
    );
}
