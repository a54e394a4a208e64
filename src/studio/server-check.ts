/** Asks the server what it finds in the configuration, a moment after each change. */
import type { AppConfig } from '../core/app-config.ts';
import type { StudioApi } from './api.ts';
import type { ServerFindings } from './findings.ts';
import type { JsonObject } from './schema.ts';

/** After the last change. */
const CHECK_AFTER_MS = 300;

export interface CheckPorts {
  readonly config: () => JsonObject;
  readonly shown: () => AppConfig | undefined;
  readonly answered: () => void;
  readonly failed: (error: unknown) => void;
}

export class ServerCheck {
  readonly #api: Pick<StudioApi, 'check'>;
  readonly #ports: CheckPorts;
  /** Undefined until the server has answered. */
  found: ServerFindings | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #asked: AbortController | undefined;

  constructor(api: Pick<StudioApi, 'check'>, ports: CheckPorts) {
    this.#api = api;
    this.#ports = ports;
  }

  later(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#check(), CHECK_AFTER_MS);
  }

  /** Another configuration is shown: what was found, or is still asked, is of no use for it. */
  forget(): void {
    this.stop();
    this.found = undefined;
  }

  stop(): void {
    clearTimeout(this.#timer);
    this.#asked?.abort();
  }

  async #check(): Promise<void> {
    this.#asked?.abort();
    const asked = new AbortController();
    this.#asked = asked;
    const [of, shown] = [this.#ports.config(), this.#ports.shown()];
    try {
      const findings = await this.#api.check(of, asked.signal);
      if (asked.signal.aborted || !shown) return;
      this.found = { of, shown, findings };
      this.#ports.answered();
    } catch (error) {
      // Aborted: a later change is asked about.
      if (asked.signal.aborted) return;
      this.found = undefined;
      this.#ports.failed(error);
    }
  }
}
