/** What a parser may throw, for tests. */
import { expect } from 'vitest';

import type { ErrorCode } from '../../src/core/errors.ts';
import { TesseraError } from '../../src/core/errors.ts';

/** Matches a TesseraError of this code, nothing else. */
export function refusal(code: ErrorCode): unknown {
  return expect.objectContaining({ name: 'TesseraError', code });
}

/** Runs a parser on hostile input: it returns or throws a TesseraError; all else fails the test. */
export async function survives(parse: () => unknown): Promise<void> {
  try {
    await parse();
  } catch (thrown) {
    if (!(thrown instanceof TesseraError)) throw thrown;
  }
}
