/** Tapped notifications: shown at once, or at Home if something would be interrupted. */
import { expect, it } from 'vitest';

import { createTaps } from '../../../src/app/notifications/taps.ts';
import type { Runner } from '../../../src/app/runner.ts';
import { runMachine } from '../../../src/app/runner.ts';
import { START, transition } from '../../../src/core/navigation/machine.ts';
import type { Route } from '../../../src/core/navigation/route-types.ts';
import type {
  NavigationEffect,
  NavigationEvent,
  NavigationState,
} from '../../../src/core/navigation/types.ts';

const name = { account: '0011223344556677', request: 'aabbccddeeff0011' };

function app(route: Route) {
  const opened: unknown[] = [];
  const navigation: Runner<NavigationState, NavigationEvent> = runMachine<
    NavigationState,
    NavigationEvent,
    NavigationEffect
  >({
    start: { ...START, route },
    transition,
    perform: async (effect) => {
      if (effect.type === 'open-request') opened.push(effect);
      return undefined;
    },
    failed: () => ({ type: 'failed', code: 'UNEXPECTED' }),
    stage: (state) => state.route,
    changed: () => queueMicrotask(() => taps.moved()),
  });
  const taps = createTaps(navigation);
  return { navigation, taps, opened };
}

it.each(['home', 'requests', 'menu', 'about'] as const)('opens at once from %s', (at) => {
  const { taps, opened, navigation } = app({ at });
  taps.tapped(name);
  expect(opened).toEqual([{ type: 'open-request', ...name }]);
  expect(navigation.state.route.at).toBe('opening-request');
});

it('waits until an activation is over, and is shown once', async () => {
  const { taps, opened, navigation } = app({ at: 'wizard' });
  taps.tapped({ ...name, request: '0000000000000000' });
  taps.tapped(name);
  expect(opened).toEqual([]);
  navigation.send({ type: 'wizard-left' });
  await expect.poll(() => opened).toEqual([{ type: 'open-request', ...name }]);
  navigation.send({ type: 'went-back' });
  await Promise.resolve();
  expect(navigation.state.route.at).toBe('home');
  expect(opened).toHaveLength(1);
});

it('waits for the vault, and for an activation that goes on where it was left', async () => {
  const { taps, opened, navigation } = app({ at: 'starting' });
  taps.tapped(name);
  navigation.send({ type: 'vault-opened' });
  navigation.send({ type: 'wizard-opened' });
  await Promise.resolve();
  expect(opened).toEqual([]);
  navigation.send({ type: 'wizard-left' });
  await expect.poll(() => opened).toHaveLength(1);
});
