/**
 * Moves a new step of the wizard in: from the end of the line on the way forwards, from its start
 * on the way back. It takes input at once; where less motion is preferred, nothing moves.
 */
import type { Activation } from '../../core/activation/types.ts';

/** Milliseconds. */
const MOVE_MS = 160;

const DISTANCE_REM = 1;

/** Places on the way; `undefined` for what is not on it. */
const PLACES: Readonly<Record<Activation['step'], number | undefined>> = {
  idle: undefined,
  'scan-first': 0,
  'reading-first': 0,
  'replace-pending': 1,
  'device-code': 2,
  'scan-second': 3,
  'reading-second': 3,
  'choose-pin': 4,
  authenticate: 4,
  'confirm-pin': 5,
  'forgot-pin': 5,
  'authorising-pin': 6,
  'renewing-pin': 6,
  sealing: 7,
  picture: 8,
  'choose-unlock': 9,
  'enabling-biometrics': 10,
  'activation-code': 11,
  accepting: 12,
  notifications: 13,
  'allowing-notifications': 14,
  stop: undefined,
  stopping: undefined,
  failed: undefined,
};

type Direction = 'forwards' | 'back';

/** Returns which way a step was left, or `undefined` where there is none. */
export function directionOf(
  before: Activation['step'],
  now: Activation['step'],
): Direction | undefined {
  const [from, to] = [PLACES[before], PLACES[now]];
  if (from === undefined || to === undefined || from === to) return undefined;
  return from < to ? 'forwards' : 'back';
}

/** Returns a function that is told each screen with its step, and moves those in that are new. */
export function createStepMotion(): (screen: Element, step: Activation['step']) => void {
  let last: { readonly screen: Element; readonly step: Activation['step'] } | undefined;
  return (screen, step) => {
    const direction = last && last.screen !== screen ? directionOf(last.step, step) : undefined;
    if (direction) moveIn(screen, direction);
    last = { screen, step };
  };
}

function moveIn(screen: Element, direction: Direction): void {
  if (matchMedia('(prefers-reduced-motion: reduce)').matches) return;
  const towardsEnd = getComputedStyle(screen).direction === 'rtl' ? -1 : 1;
  const distance = DISTANCE_REM * towardsEnd * (direction === 'forwards' ? 1 : -1);
  screen.animate(
    [
      { opacity: 0, transform: `translateX(${distance}rem)` },
      { opacity: 1, transform: 'none' },
    ],
    { duration: MOVE_MS, easing: 'ease-out' },
  );
}
