/** Which way a step of the wizard moves in. */
import { expect, it } from 'vitest';

import { directionOf } from '../../src/ui/wizard/step-motion.ts';

it.each([
  ['scan-first', 'device-code', 'forwards'],
  ['device-code', 'scan-second', 'forwards'],
  ['scan-second', 'device-code', 'back'],
  ['confirm-pin', 'choose-pin', 'back'],
  ['sealing', 'picture', 'forwards'],
  ['accepting', 'notifications', 'forwards'],
] as const)('from %s to %s: %s', (before, now, wanted) => {
  expect(directionOf(before, now)).toBe(wanted);
});

it.each([
  ['scan-first', 'reading-first'],
  ['idle', 'scan-first'],
  ['device-code', 'failed'],
  ['failed', 'activation-code'],
] as const)('from %s to %s: no way', (before, now) => {
  expect(directionOf(before, now)).toBeUndefined();
});
