/**
 * Renders its host at an interval, for countdowns; times are wall-clock, so sleep does not stop
 * them.
 */
import type { ReactiveController, ReactiveControllerHost } from 'lit';

export class TickController implements ReactiveController {
  #timer: ReturnType<typeof setInterval> | undefined;

  readonly #host: ReactiveControllerHost;
  readonly #milliseconds: number;

  constructor(host: ReactiveControllerHost, milliseconds = 1000) {
    this.#host = host;
    this.#milliseconds = milliseconds;
    host.addController(this);
  }

  /** Now, milliseconds since 1970. */
  get now(): number {
    return Date.now();
  }

  hostConnected(): void {
    this.#timer = setInterval(() => this.#host.requestUpdate(), this.#milliseconds);
  }

  hostDisconnected(): void {
    clearInterval(this.#timer);
  }
}
