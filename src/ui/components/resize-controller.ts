/** Renders its host again when the window's size changes, for what is drawn in whole pixels. */
import type { ReactiveController, ReactiveControllerHost } from 'lit';

export class ResizeController implements ReactiveController {
  readonly #resized: () => void;

  constructor(host: ReactiveControllerHost) {
    this.#resized = () => host.requestUpdate();
    host.addController(this);
  }

  hostConnected(): void {
    addEventListener('resize', this.#resized);
  }

  hostDisconnected(): void {
    removeEventListener('resize', this.#resized);
  }
}
