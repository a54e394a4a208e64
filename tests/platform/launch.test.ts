/** Which fragments of the address open the app with a code, a shortcut or a request. */
import { afterEach, expect, it, vi } from 'vitest';

import type { Launch } from '../../src/platform/launch.ts';
import { watchLaunch } from '../../src/platform/launch.ts';

const PAGE = 'https://auth.example/app?x=1';

afterEach(() => {
  vi.unstubAllGlobals();
});

/** What the app is told of a fragment, and the address that is left. */
function opened(fragment: string) {
  const launches: Launch[] = [];
  const addresses: unknown[] = [];
  vi.stubGlobal('location', new URL(`${PAGE}${fragment}`));
  vi.stubGlobal('history', {
    state: undefined,
    replaceState: (_: unknown, __: string, address: string) => addresses.push(address),
  });
  vi.stubGlobal('addEventListener', () => undefined);
  watchLaunch((launch) => launches.push(launch), new AbortController().signal);
  return { launches, addresses };
}

it.each(['#TES1.0oRD', '#/TES1.0oRD', '#!TES1.0oRD', '#!/TES1.0oRD', '#%2FTES1%2E0oRD', '#TES1.'])(
  'a code in %s is passed on with the address, and leaves it',
  (fragment) => {
    expect(opened(fragment)).toEqual({
      launches: [{ by: 'link', address: `${PAGE}${fragment}` }],
      addresses: ['/app?x=1'],
    });
  },
);

it.each(['#tes1.0oRD', '#TES2.0oRD', '#TES1', '#x/TES1.0oRD', '#TES1:6BFA'])(
  '%s is no code, and leaves the address too',
  (fragment) => {
    expect(opened(fragment)).toEqual({ launches: [], addresses: ['/app?x=1'] });
  },
);

it('a shortcut is one, and no fragment is nothing', () => {
  expect(opened('#scan').launches).toEqual([{ by: 'scan' }]);
  expect(opened('')).toEqual({ launches: [], addresses: [] });
});
