/** Opens the request of a tapped notification: at once if nothing is interrupted, else at Home. */
import type { NavigationEvent, NavigationState } from '../../core/navigation/types.ts';
import type { RequestRef } from '../../core/request-ref.ts';
import type { Runner } from '../runner.ts';

export interface Taps {
  /** Shows the request; it is approved only after an authentication. */
  readonly tapped: (name: RequestRef) => void;
  /** The route has changed. */
  readonly moved: () => void;
}

export function createTaps(navigation: Runner<NavigationState, NavigationEvent>): Taps {
  /** The last tapped request; an earlier one is dropped. */
  let waiting: RequestRef | undefined;

  function openWaiting(): void {
    if (!waiting) return;
    const before = navigation.state;
    navigation.send({ type: 'request-wanted', ...waiting });
    if (navigation.state !== before) waiting = undefined;
  }

  return {
    tapped(name) {
      waiting = name;
      openWaiting();
    },
    moved() {
      const { at } = navigation.state.route;
      if (at === 'home' || at === 'requests') openWaiting();
    },
  };
}
