/** Actions whose work can fail: the screen says so. */
import { expect, test, vi } from 'vitest';

import { createActions } from '../../src/app/actions.ts';
import type { AppContext } from '../../src/app/app-context.ts';
import { TesseraError } from '../../src/core/errors.ts';

test('a clock that cannot be corrected is said', async () => {
  const send = vi.fn();
  const setOthersClock = () => Promise.reject(new TesseraError('STORAGE_FULL'));
  const context = { options: { vault: { setOthersClock } }, navigation: { send } };
  const { act } = createActions(context as unknown as AppContext, {
    lock: () => undefined,
    update: () => undefined,
    followLanguage: async () => undefined,
  });
  act({ type: 'set-others-clock', seconds: 5 });
  await vi.waitFor(() =>
    expect(send).toHaveBeenCalledWith({ type: 'failed', code: 'STORAGE_FULL' }),
  );
});
