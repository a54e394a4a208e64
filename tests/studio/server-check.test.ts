/** What the server finds: of what is shown now, and nothing before it has answered. */
import { beforeEach, expect, it, vi } from 'vitest';

import type { AppConfig } from '../../src/core/app-config.ts';
import type { ConfigFinding } from '../../src/core/config-rules.ts';
import { newDraft } from '../../src/studio/draft.ts';
import { ServerCheck } from '../../src/studio/server-check.ts';

const FOUND: readonly ConfigFinding[] = [{ path: 'name', level: 'error', text: 'is taken' }];

beforeEach(() => {
  vi.useFakeTimers();
  return () => vi.useRealTimers();
});

interface Call {
  readonly resolve: (findings: readonly ConfigFinding[]) => void;
  readonly reject: (error: Error) => void;
}

/** A check whose calls are answered by hand. */
function start() {
  const calls: Call[] = [];
  const failed = vi.fn();
  const check = new ServerCheck(
    {
      check: () => new Promise((resolve, reject) => calls.push({ resolve, reject })),
    },
    {
      config: () => newDraft().config,
      shown: () => newDraft().config as unknown as AppConfig,
      answered: () => undefined,
      failed,
    },
  );
  return { check, calls, failed };
}

it('has found nothing until the server has answered', async () => {
  const { check, calls } = start();
  check.later();
  check.later();
  await vi.runAllTimersAsync();
  expect(check.found).toBeUndefined();
  expect(calls).toHaveLength(1);
  calls[0]!.resolve(FOUND);
  await vi.runAllTimersAsync();
  expect(check.found?.findings).toEqual(FOUND);
});

it('takes no answer that was asked for before another configuration was opened', async () => {
  const { check, calls, failed } = start();
  check.later();
  await vi.runAllTimersAsync();
  check.forget();
  calls[0]!.resolve(FOUND);
  await vi.runAllTimersAsync();
  expect(check.found).toBeUndefined();
  expect(failed).not.toHaveBeenCalled();
});

it('has found nothing where the server stops answering', async () => {
  const { check, calls, failed } = start();
  for (const answer of ['resolve', 'reject'] as const) {
    check.later();
    await vi.runAllTimersAsync();
    if (answer === 'resolve') calls.at(-1)!.resolve(FOUND);
    else calls.at(-1)!.reject(new TypeError('Failed to fetch'));
    await vi.runAllTimersAsync();
  }
  expect(failed).toHaveBeenCalledTimes(1);
  expect(check.found).toBeUndefined();
});
