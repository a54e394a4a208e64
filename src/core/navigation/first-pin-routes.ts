/** A first PIN outside the wizard: chosen, confirmed, its picture learnt (vault.md, rule 1). */
import { followIntent } from './intents.ts';
import type { Move } from './moves.ts';
import { failedRoute } from './moves.ts';
import type { FirstPinRoute } from './route-types.ts';
import type { NavigationEvent } from './types.ts';

export function fromFirstPin(route: FirstPinRoute, event: NavigationEvent): Move {
  const { at, then, back } = route;
  switch (at) {
    case 'first-pin':
      if (event.type === 'pin-weak') return [{ at, problem: event.why, then, back }];
      if (event.type === 'pin-entered')
        return [{ at: 'first-pin-again', pin: event.pin, then, back }];
      return event.type === 'went-back' ? [back] : [route];
    case 'first-pin-again':
      if (event.type === 'pin-entered')
        return [
          { at: 'creating-pin', then, back },
          { type: 'create-pin', chosen: route.pin, confirmed: event.pin },
        ];
      if (event.type === 'went-back')
        return [
          { at: 'first-pin', then, back },
          { type: 'wipe-pin', pin: route.pin },
        ];
      return [route];
    case 'creating-pin':
      if (event.type === 'first-pin-created')
        return [{ at: 'first-picture', proof: event.proof, picture: event.picture, then, back }];
      if (event.type === 'first-pin-mismatched')
        return [{ at: 'first-pin', problem: 'mismatch', then, back }];
      return event.type === 'failed'
        ? [failedRoute(event.code, { at: 'first-pin', then, back })]
        : [route];
    case 'first-picture': {
      if (event.type !== 'picture-learnt') return [route];
      const [next, ...effects] = followIntent(then, back, route.proof);
      return [next, { type: 'keep-picture-learnt' }, ...effects];
    }
    default:
      return [at satisfies never];
  }
}
