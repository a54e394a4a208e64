/** Sums what the runners counted, as text: the slowest tests, the flaky ones, and the sum. */

/**
 * @typedef {object} Verdict what a runner has counted
 * @property {number} passed flaky tests included
 * @property {number} failed
 * @property {string[]} [flaky] tests that failed first and passed at their second try
 * @property {string[]} [broken] tests that failed, each with the first line of why
 * @property {{ name: string, seconds: number }[]} [slow] how long tests took
 * @property {string[]} [notes] further lines about the run
 */

const SLOWEST = 10;

/**
 * Reads Vitest's results of tests: the names of those that failed, and of those that failed first
 * and passed at their second try.
 * @param {{ name: string, status: string, failureMessages?: string[] }[]} tests
 */
export function namesOf(tests) {
  const failedOnce = tests.filter(({ failureMessages = [] }) => failureMessages.length > 0);
  return {
    flaky: failedOnce.filter(({ status }) => status === 'passed').map(({ name }) => name),
    broken: failedOnce
      .filter(({ status }) => status === 'failed')
      .map(({ name, failureMessages }) => `${name}: ${firstLine(failureMessages[0])}`),
  };
}

function firstLine(text) {
  return text.split('\n', 1)[0];
}

/** A check that counts as one test. */
export function one(name, { status, seconds }) {
  const slow = [{ name, seconds }];
  return status === 0
    ? { passed: 1, failed: 0, slow }
    : { passed: 0, failed: 1, broken: [name], slow };
}

/**
 * Reads a runner's own report with `count`; a runner that ended with an error and counted no
 * failure counts one.
 */
export function counted(count, { status }) {
  const verdict = attempt(count) ?? { passed: 0, failed: 0 };
  return status !== 0 && verdict.failed === 0 ? { ...verdict, failed: 1 } : verdict;
}

function attempt(count) {
  try {
    return count();
  } catch (error) {
    console.error(`A report that cannot be read: ${error}`);
    return { passed: 0, failed: 1 };
  }
}

/**
 * @param {Verdict[]} verdicts
 * @returns {string[]} lines; the last one is the sum
 */
export function summary(verdicts) {
  const sum = (what) => verdicts.reduce((total, each) => total + each[what], 0);
  const flaky = verdicts.flatMap((each) => each.flaky ?? []);
  const broken = verdicts.flatMap((each) => each.broken ?? []);
  const slow = verdicts.flatMap((each) => each.slow ?? []);
  const slowest = slow.sort((one, other) => other.seconds - one.seconds).slice(0, SLOWEST);
  return [
    'The slowest:',
    ...slowest.map(({ name, seconds }) => `${seconds.toFixed(1).padStart(7)} s  ${name}`),
    ...(flaky.length > 0 ? [`Flaky, passed at a second try: ${flaky.length}`] : []),
    ...flaky.map((name) => `  ${name}`),
    ...verdicts.flatMap((each) => each.notes ?? []),
    ...(broken.length > 0 ? [`Failed: ${broken.length}`] : []),
    ...broken.map((name) => `  ${name}`),
    `${sum('passed')} passed, ${sum('failed')} failed`,
  ];
}
