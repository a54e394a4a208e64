/**
 * Tells a page when something of its person's own has changed: by the events of the site's page
 * handler, and where none come through, by asking to look every two seconds.
 */
import type { PageChange } from '../issuer/http/page-api.ts';
import { createEventParser } from './live-events.ts';

type Headers = Readonly<Record<string, string>>;

export interface LivePageOptions {
  /** The path of the page handler, without a slash at its end. */
  readonly base: string;
  /** Sent with each call, where the session is not in a cookie; a function is asked each time. */
  readonly headers?: Headers | (() => Promise<Headers>);
  /**
   * Told what has changed; without an argument where anything may have: after each connection, when
   * the page is shown again, and while no events come. The page then asks for `GET overview`.
   */
  readonly onChange: (change?: PageChange) => void;
  /** Ends it. */
  readonly signal: AbortSignal;
}

/** Milliseconds between two looks while no events come and the server has not failed. */
const POLL_EVERY_MS = 2000;
/** Milliseconds until the stream is opened again, unless it has said how many. */
const DEFAULT_RETRY_MS = 2000;
/** Milliseconds until a stream that was refused, or swallowed, is tried again. */
const REFUSED_RETRY_MS = 60_000;
/** The longest pause, in milliseconds, before what has failed is tried again. */
const MAX_PAUSE_MS = 60_000;
/** The lowest status that says that the server has failed, and may not fail a moment later. */
const SERVER_ERROR = 500;
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

/** How a connection ended: `failed` if it was never opened, and may be a moment later. */
type End = 'ended' | 'failed' | 'refused' | 'signed-out';

/** What happens between one showing of the page and the next hiding. */
class LiveVisit {
  readonly #options: LivePageOptions;
  readonly #visit: AbortController;
  /** Something has come through this connection: it need not be asked for. */
  #isLive = false;
  /** Nobody was signed in at the last connection: there is nothing to ask for. */
  #isSignedOut = false;
  /** Connections in a row that failed, or ended with what they began with. */
  #failures = 0;
  #retry = DEFAULT_RETRY_MS;

  constructor(options: LivePageOptions, visit: AbortController) {
    this.#options = options;
    this.#visit = visit;
  }

  async run(): Promise<void> {
    await Promise.all([this.#keepListening(), this.#keepPolling()]);
  }

  async #keepListening(): Promise<void> {
    while (this.#isOpen()) {
      const end = await this.#listen();
      this.#isLive = false;
      if (!this.#isOpen()) return;
      const wasSignedOut = this.#isSignedOut;
      this.#isSignedOut = end === 'signed-out';
      // The page learns of it by its own call, which may find that somebody is signed in again.
      if (this.#isSignedOut && !wasSignedOut) this.#options.onChange();
      await this.#pause(this.#pauseAfter(end));
    }
  }

  /** In milliseconds, longer after each failure. */
  #pauseAfter(end: End): number {
    if (end === 'refused' || end === 'signed-out') {
      this.#failures = 0;
      return REFUSED_RETRY_MS;
    }
    this.#failures += 1;
    return Math.min(this.#retry * 2 ** (this.#failures - 1), MAX_PAUSE_MS);
  }

  /** While the server fails, which the connections tell, each pause is twice the one before. */
  async #keepPolling(): Promise<void> {
    let pause = POLL_EVERY_MS;
    while (this.#isOpen()) {
      await this.#pause(pause);
      if (!this.#isOpen()) return;
      if (!this.#isLive && !this.#isSignedOut) this.#options.onChange();
      pause = this.#failures === 0 ? POLL_EVERY_MS : Math.min(2 * pause, MAX_PAUSE_MS);
    }
  }

  /** Pages that lost one server at the same moment don't all come back at the same moment. */
  #pause(milliseconds: number): Promise<void> {
    return wait(milliseconds * (0.5 + Math.random()), this.#visit.signal);
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
        headers: {
          Accept: 'text/event-stream',
          ...(typeof headers === 'function' ? await headers() : headers),
        },
        cache: 'no-store',
        signal: limit.signal,
      });
      if (response.status === 401) return 'signed-out';
      if (response.status >= SERVER_ERROR) return 'failed';
      const type = response.headers.get('Content-Type') ?? '';
      if (response.status !== 200 || !/^text\/event-stream\b/i.test(type) || !response.body)
        return 'refused';
      await this.#read(response.body, limit);
      return 'ended';
    } catch {
      return limit.isOver ? 'refused' : 'failed';
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
      if (this.#isLive) this.#failures = 0;
      else this.#options.onChange();
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
    const timer = setTimeout(end, milliseconds);
    signal.addEventListener('abort', end);
    function end(): void {
      clearTimeout(timer);
      signal.removeEventListener('abort', end);
      resolve();
    }
  });
}
