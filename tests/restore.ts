/** Takes back what a test file replaced by Vitest's `vi`: the next one may share its globals. */
import { afterAll, vi } from 'vitest';

afterAll(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
});
