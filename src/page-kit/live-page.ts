/**
 * Tells a page when something of its person's own has changed: by the events of the site's page
 * handler, and where none come through, by asking to look every two seconds.
 */
import type { PageChange } from '../issuer/http/page-api.ts';
import { createEventParser } from './live-events.ts';

export interface LivePageOptions {
  /** The path of the page handler, without a slash at its end. */
  readonly base: string;
  /** Sent with each call, where the session is not in a cookie. */
  readonly headers?: Readonly<Record<string, string>>;
  /**
   * Told what has changed; without an argument where anything may have: after each connection, when
   * the page is shown again, and while no events come. The page then asks for `GET overview`.
   */
  readonly onChange: (change?: PageChange) => void;
  /** Ends it. */
  readonly signal: AbortSignal;
}

/** Milliseconds between two looks while no events come. */
const POLL_EVERY_MS = 2000;
/** Milliseconds until the stream is opened again, unless it has said how many. */
const DEFAULT_RETRY_MS = 2000;
/** Milliseconds until a stream that was refused, or swallowed, is tried again. */
const REFUSED_RETRY_MS = 60_000;
/** Milliseconds of silence after which nothing comes through: the handler comments every 15 s. */
const SILENCE_MS = 40_000;

/** Listens while the page is visible; hidden, it neither holds a connection nor asks. */
export function watchChanges(options: LivePageOptions): void {
  const { onChange, signal } = options;
  let visit: AbortController | undefined;
  let wasHidden = false;

  function follow(): void {
    visit?.abort();
    visit = undefined;
    if (signal.aborted) return;
    if (document.visibilityState !== 'visible') {
      wasHidden = true;
      return;
    }
    if (wasHidden) onChange();
    visit = new AbortController();
    void new LiveVisit(options, visit).run();
  }

  signal.addEventListener('abort', follow, { once: true });
  document.addEventListener('visibilitychange', follow, { signal });
  follow();
}

/** How a connection ended. */
type End = 'ended' | 'refused' | 'signed-out';

/** What happens between one showing of the page and the next hiding. */
class LiveVisit {
  readonly #options: LivePageOptions;
  readonly #visit: AbortController;
  /** Something has come through this connection: it need not be asked for. */
  #isLive = false;
  #retry = DEFAULT_RETRY_MS;

  constructor(options: LivePageOptions, visit: AbortController) {
    this.#options = options;
    this.#visit = visit;
  }

  async run(): Promise<void> {
    const { signal } = this.#visit;
    const polling = setInterval(() => {
      if (!this.#isLive) this.#options.onChange();
    }, POLL_EVERY_MS);
    signal.addEventListener('abort', () => clearInterval(polling), { once: true });
    while (this.#isOpen()) {
      const end = await this.#listen();
      this.#isLive = false;
      if (!this.#isOpen()) return;
      if (end === 'signed-out') {
        // The page learns of it by its own call, and there is nothing to listen for.
        this.#visit.abort();
        this.#options.onChange();
        return;
      }
      // Pages that lost one server at the same moment don't all come back at the same moment.
      const pause = this.#retry * (0.5 + Math.random());
      await wait(end === 'refused' ? REFUSED_RETRY_MS : pause, signal);
    }
  }

  #isOpen(): boolean {
    return !this.#visit.signal.aborted;
  }

  /** One connection, to its end. */
  async #listen(): Promise<End> {
    const { base, headers } = this.#options;
    const limit = new SilenceLimit(this.#visit.signal);
    try {
      const response = await fetch(`${base}/events`, {
        headers: { Accept: 'text/event-stream', ...headers },
        cache: 'no-store',
        signal: limit.signal,
      });
      if (response.status === 401) return 'signed-out';
      const type = response.headers.get('Content-Type') ?? '';
      if (response.status !== 200 || !/^text\/event-stream\b/i.test(type) || !response.body) {
        limit.end();
        return 'refused';
      }
      await this.#read(response.body, limit);
      return 'ended';
    } catch {
      return limit.isOver ? 'refused' : 'ended';
    } finally {
      limit.end();
    }
  }

  async #read(body: ReadableStream<Uint8Array>, limit: SilenceLimit): Promise<void> {
    const parse = createEventParser({
      onEvent: (type, data) => this.#tell(type, data),
      onRetry: (milliseconds) => (this.#retry = milliseconds),
    });
    const decoder = new TextDecoder();
    const reader = body.getReader();
    for (let part = await reader.read(); !part.done; part = await reader.read()) {
      limit.restart();
      // What changed before this connection was heard by nobody.
      if (!this.#isLive) this.#options.onChange();
      this.#isLive = true;
      parse(decoder.decode(part.value, { stream: true }));
    }
  }

  #tell(type: string, data: string): void {
    if (type !== 'changed') return;
    let change: PageChange | undefined;
    try {
      change = JSON.parse(data) as PageChange;
    } catch {
      // Of another version of the site: something has changed.
    }
    this.#options.onChange(change);
  }
}

/** Aborts a connection on which nothing has come for a while. */
class SilenceLimit {
  isOver = false;
  readonly #connection = new AbortController();
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(visit: AbortSignal) {
    visit.addEventListener('abort', () => this.#connection.abort(), {
      signal: this.#connection.signal,
    });
    this.restart();
  }

  get signal(): AbortSignal {
    return this.#connection.signal;
  }

  restart(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.isOver = true;
      this.#connection.abort();
    }, SILENCE_MS);
  }

  /** Lets the connection go, whatever has come of it. */
  end(): void {
    clearTimeout(this.#timer);
    this.#connection.abort();
  }
}

function wait(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, milliseconds);
    signal.addEventListener(
      'abort',
      () => {
        clearTimeout(timer);
        resolve();
      },
      { once: true },
    );
  });
}
