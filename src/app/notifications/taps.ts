/** A tapped notification leads to its request: at once where that disturbs nothing, else when the person is back at Home. */
import type { RequestName } from '../../core/request-ref.ts';
import type { NavigationState, NavigationEvent } from '../../core/navigation/types.ts';
import type { Runner } from '../runner.ts';

export interface Taps {
  /** Never acts by itself: the request is shown, and whoever approves authenticates. */
  tapped(name: RequestName): void;
  /** The person came to another place. */
  moved(): void;
}

export function createTaps(session: () => Runner<NavigationState, NavigationEvent>): Taps {
  /** The last one alone: nobody taps two to see the first. */
  let waiting: RequestName | undefined;

  function lead(): void {
    if (!waiting) return;
    const { send, state } = session();
    send({ type: 'request-wanted', ...waiting });
    if (session().state !== state) waiting = undefined;
  }

  return {
    tapped(name) {
      waiting = name;
      lead();
    },
    moved() {
      const { at } = session().state.route;
      if (at === 'home' || at === 'requests') lead();
    },
  };
}
