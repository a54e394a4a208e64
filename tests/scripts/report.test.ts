/** The end of `npm test`: all runners' counts, the slowest tests, and the flaky ones. */
import { describe, expect, test } from 'vitest';

import { enginesOf, withRepeated } from '../../scripts/engines.mjs';
import { counted, one, summary } from '../../scripts/report.mjs';
import { journeysOf, unitsOf } from '../../scripts/runners.mjs';

const lastOf = (lines: string[]) => lines.at(-1);

describe('the sum', () => {
  test('adds up passed and failed, and ends with them', () => {
    const verdicts = [
      { passed: 3, failed: 0 },
      { passed: 4, failed: 2 },
    ];
    expect(lastOf(summary(verdicts))).toBe('7 passed, 2 failed');
  });

  test('names what passed at its second try, and counts it apart as well', () => {
    const lines = summary([{ passed: 2, failed: 0, flaky: ['a.spec.ts › opens'] }]);
    expect(lines).toContain('Flaky, passed at a second try: 1');
    expect(lines).toContain('  a.spec.ts › opens');
    expect(lastOf(lines)).toBe('2 passed, 0 failed');
  });

  test('names what failed next to the sum, where a log that is cut still shows it', () => {
    const broken = ['sum.test.ts › adds: expected 1 to be 2'];
    const lines = summary([{ passed: 0, failed: 1, broken, notes: ['a note'] }]);
    expect(lines.slice(-3)).toEqual(['Failed: 1', `  ${broken[0]}`, '0 passed, 1 failed']);
  });

  test('says before the sum what a runner notes', () => {
    const lines = summary([{ passed: 1, failed: 0, notes: ['webkit 2.50.6 ran'] }]);
    expect(lines.slice(-2)).toEqual(['webkit 2.50.6 ran', '1 passed, 0 failed']);
  });

  test('names the ten slowest of all runners', () => {
    const slow = (from: number) =>
      Array.from({ length: 8 }, (_, i) => ({ name: `test ${from + i}`, seconds: from + i }));
    const lines = summary([
      { passed: 8, failed: 0, slow: slow(0) },
      { passed: 8, failed: 0, slow: slow(8) },
    ]);
    const named = lines.filter((line) => line.includes(' s  test ')).map((line) => line.slice(-2));
    expect(named.map(Number)).toEqual([15, 14, 13, 12, 11, 10, 9, 8, 7, 6]);
  });
});

describe('a runner', () => {
  test('that broke without a failed test has failed', () => {
    const passed = () => ({ passed: 5, failed: 0 });
    expect(counted(passed, { status: 1 })).toEqual({ passed: 5, failed: 1 });
    expect(counted(passed, { status: 0 })).toEqual({ passed: 5, failed: 0 });
  });

  test('with failed tests has those', () => {
    expect(counted(() => ({ passed: 5, failed: 2 }), { status: 1 })).toMatchObject({ failed: 2 });
  });

  test('whose report cannot be read has failed, whatever it says', () => {
    const unreadable = () => JSON.parse('{');
    expect(counted(unreadable, { status: 0 })).toMatchObject({ passed: 0, failed: 1 });
  });

  test('that is one check counts as one', () => {
    expect(one('lint', { status: 0, seconds: 2 })).toMatchObject({ passed: 1, failed: 0 });
    expect(one('lint', { status: 2, seconds: 2 })).toMatchObject({ passed: 0, failed: 1 });
  });
});

describe('a report', () => {
  test('of Vitest gives counts and durations', () => {
    const assertionResults = [{ fullName: 'a sum adds', duration: 1500 }, { fullName: 'skipped' }];
    const testResults = [{ name: '/elsewhere/sum.test.ts', assertionResults }];
    expect(unitsOf({ numPassedTests: 1, numFailedTests: 0, testResults })).toEqual({
      passed: 1,
      failed: 0,
      flaky: [],
      broken: [],
      slow: [
        { name: '/elsewhere/sum.test.ts › a sum adds', seconds: 1.5 },
        { name: '/elsewhere/sum.test.ts › skipped', seconds: 0 },
      ],
    });
  });

  test('of Vitest names what failed, and what passed at its second try', () => {
    const failureMessages = ['AssertionError: expected 1 to be 2\n    at sum.test.ts:3'];
    const assertionResults = [
      { fullName: 'adds', status: 'failed', failureMessages },
      { fullName: 'takes', status: 'passed', failureMessages },
      { fullName: 'counts', status: 'passed', failureMessages: [] },
    ];
    const testResults = [{ name: 'sum.test.ts', assertionResults }];
    expect(unitsOf({ numPassedTests: 2, numFailedTests: 1, testResults })).toMatchObject({
      flaky: ['sum.test.ts › takes'],
      broken: ['sum.test.ts › adds: AssertionError: expected 1 to be 2'],
    });
  });

  test('of Playwright counts a flaky test as passed and names it; an error outside a test is a failure', () => {
    const spec = (title: string, status: string, ...durations: number[]) => ({
      file: 'a.spec.ts',
      title,
      tests: [{ status, results: durations.map((duration) => ({ duration })) }],
    });
    const suites = [
      {
        specs: [spec('opens', 'expected', 2000)],
        suites: [{ specs: [spec('closes', 'flaky', 1000, 500)] }],
      },
    ];
    const stats = { expected: 1, flaky: 1, unexpected: 0 };
    expect(journeysOf({ stats, suites, errors: [{ message: 'no server' }] })).toEqual({
      passed: 2,
      failed: 1,
      flaky: ['tests/e2e/a.spec.ts › closes'],
      broken: [],
      slow: [
        { name: 'tests/e2e/a.spec.ts › opens', status: 'expected', seconds: 2 },
        { name: 'tests/e2e/a.spec.ts › closes', status: 'flaky', seconds: 1.5 },
      ],
    });
  });

  test('of the engines tells which ran; one that is missing is a failure where CI is set', () => {
    const meta = { engine: 'firefox', version: '153.7' };
    const ran = { fullName: 'an account', status: 'passed', duration: 500, meta };
    const testResults = [{ assertionResults: [ran] }];
    const report = { numPassedTests: 1, numFailedTests: 0, testResults };
    expect(enginesOf(report, {})).toEqual({
      passed: 1,
      failed: 0,
      flaky: [],
      broken: [],
      slow: [{ name: 'firefox › an account', seconds: 0.5 }],
      notes: ['chromium is missing: left out', 'firefox 153.7 ran', 'webkit is missing: left out'],
    });
    expect(enginesOf(report, { CI: 'true' }).failed).toBe(2);
    const again = { ...ran, meta: { ...meta, retries: 1 } };
    const retried = { ...report, testResults: [{ assertionResults: [again] }] };
    expect(enginesOf(retried, {}).flaky).toEqual(['firefox › an account']);
  });

  test('of the engines takes a repeated file’s second results, and names what passed only then', () => {
    const result = (engine: string, fullName: string, status: string) => ({
      fullName,
      status,
      failureMessages: status === 'failed' ? ['Error: not so'] : [],
      meta: { engine, version: '1' },
    });
    const file = (name: string, ...assertionResults: ReturnType<typeof result>[]) => ({
      name,
      assertionResults,
    });
    const passed = file('a.walk.ts', result('webkit', 'opens', 'passed'));
    const first = {
      testResults: [
        passed,
        file(
          'b.walk.ts',
          result('firefox', 'begins', 'passed'),
          result('firefox', 'ends', 'failed'),
        ),
        file('b.walk.ts', result('webkit', 'begins', 'failed'), result('webkit', 'ends', 'failed')),
      ],
    };
    const second = {
      testResults: [
        file(
          'b.walk.ts',
          result('firefox', 'begins', 'passed'),
          result('firefox', 'ends', 'passed'),
        ),
        file('b.walk.ts', result('webkit', 'begins', 'passed'), result('webkit', 'ends', 'failed')),
      ],
    };
    const report = withRepeated(first, second);
    expect(report).toMatchObject({ numPassedTests: 4, numFailedTests: 1 });
    expect(enginesOf(report, {})).toMatchObject({
      flaky: ['firefox › ends', 'webkit › begins'],
      broken: ['webkit › ends: Error: not so'],
    });
  });
});
