/** Calls back when a list is pulled down by touch; without touch there is a button. */
import type { ReactiveController, ReactiveControllerHost } from 'lit';

/** Distance in CSS pixels after which letting go refreshes. */
const PULL_DISTANCE_PX = 72;

export class PullToRefresh implements ReactiveController {
  /** Whether the list is pulled far enough for letting go to refresh. */
  ready = false;
  #from: number | undefined;

  readonly #host: ReactiveControllerHost;
  readonly #onPulled: () => void;

  constructor(host: ReactiveControllerHost, onPulled: () => void) {
    this.#host = host;
    this.#onPulled = onPulled;
    host.addController(this);
  }

  hostConnected(): void {
    addEventListener('touchstart', this.#start, { passive: true });
    addEventListener('touchmove', this.#move, { passive: true });
    addEventListener('touchend', this.#end);
    addEventListener('touchcancel', this.#cancel);
  }

  hostDisconnected(): void {
    removeEventListener('touchstart', this.#start);
    removeEventListener('touchmove', this.#move);
    removeEventListener('touchend', this.#end);
    removeEventListener('touchcancel', this.#cancel);
  }

  readonly #start = (event: TouchEvent): void => {
    this.#from = scrollY <= 0 && event.touches.length === 1 ? event.touches[0]?.clientY : undefined;
  };

  readonly #move = (event: TouchEvent): void => {
    const y = event.touches[0]?.clientY;
    const ready =
      this.#from !== undefined &&
      y !== undefined &&
      y - this.#from > PULL_DISTANCE_PX &&
      scrollY <= 0;
    if (ready !== this.ready) this.#set(ready);
  };

  readonly #end = (): void => {
    const { ready } = this;
    this.#cancel();
    if (ready) this.#onPulled();
  };

  readonly #cancel = (): void => {
    this.#from = undefined;
    if (this.ready) this.#set(false);
  };

  #set(ready: boolean): void {
    this.ready = ready;
    this.#host.requestUpdate();
  }
}
