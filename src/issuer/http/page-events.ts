/**
 * Server-sent events (WHATWG HTML §9.2) of a page: which of the person's own activations, devices
 * and requests has changed. The page then asks for it by the other calls.
 */
import { utf8 } from '../../core/codec/bytes.ts';
import type { Issuer } from '../issuer.ts';
import type { Report } from './json.ts';
import { pageProblem } from './page-problems.ts';
import type { Session } from './page-session.ts';

/** Streams of one owner at once: a browser opens six connections to a host over HTTP/1.1. */
const MAX_STREAMS = 8;
/** Streams of all owners at once: a page that gets none asks every two seconds instead. */
const MAX_STREAMS_IN_ALL = 10_000;
/**
 * Milliseconds until a stream ends, and the page opens the next one. A computer that is gone does
 * not end its stream: TCP gives up on it after a quarter of an hour or so.
 */
const MAX_AGE_MS = 300_000;
/** Milliseconds between two comments: intermediaries close what is silent for a minute or so. */
const COMMENT_EVERY_MS = 15_000;
/** Milliseconds until a page whose stream has ended opens the next one. */
const RETRY_MS = 2000;
/** Events that may wait for a reader that takes none, or for the session, until a stream ends. */
const MAX_WAITING = 64;
/** The `desiredSize` of a stream whose reader has taken everything: the default of Streams. */
const EMPTY_QUEUE_SIZE = 1;

interface EventOptions {
  readonly issuer: Pick<Issuer, 'watch'>;
  readonly report: Report;
  readonly signal: AbortSignal | undefined;
  /** Streams of all owners at once. */
  readonly maxStreams?: number;
}

/** Opens a stream for a session. */
export type OpenEvents = (request: Request, session: ListeningSession) => Promise<Response>;

interface ListeningSession extends Pick<Session, 'owner'> {
  /** Whether it is still the same: asked again at each event and each comment. */
  readonly isStillSignedIn: () => Promise<boolean>;
}

/** The streams of one handler. */
export function createEventStreams({
  issuer,
  report,
  signal,
  maxStreams = MAX_STREAMS_IN_ALL,
}: EventOptions): OpenEvents {
  const open = new Map<string, Set<EventStream>>();
  let inAll = 0;
  signal?.addEventListener('abort', () => {
    for (const streams of [...open.values()]) for (const stream of [...streams]) stream.end();
  });

  function add(signedIn: string, stream: EventStream): void {
    open.set(signedIn, (open.get(signedIn) ?? new Set()).add(stream));
    inAll += 1;
  }

  function remove(signedIn: string, stream: EventStream): void {
    const streams = open.get(signedIn);
    if (streams?.delete(stream)) inAll -= 1;
    if (streams?.size === 0) open.delete(signedIn);
  }

  return async (request, { owner: signedIn, isStillSignedIn }) => {
    if (signal?.aborted) return pageProblem({ error: 'BUSY' });
    if ((open.get(signedIn)?.size ?? 0) >= MAX_STREAMS)
      return pageProblem({ error: 'TOO_MANY_STREAMS' });
    if (inAll >= maxStreams) return pageProblem({ error: 'BUSY' });
    let stop: (() => void) | undefined;
    const stream = createStream(() => {
      remove(signedIn, stream);
      stop?.();
      clearInterval(commenting);
      clearTimeout(aging);
      request.signal.removeEventListener('abort', stream.end);
    });
    add(signedIn, stream);

    let turn: Promise<unknown> = Promise.resolve();
    let waiting = 0;
    /** Sends in order, and only while the same person is signed in. */
    function send(text: string): void {
      if (waiting === MAX_WAITING) return stream.end();
      waiting += 1;
      turn = turn.then(() => sendNext(text));
    }

    async function sendNext(text: string): Promise<void> {
      try {
        if (stream.hasEnded()) return;
        if (await isStillSignedIn()) stream.write(text);
        else stream.end();
      } catch (thrown) {
        report(thrown);
        stream.end();
      } finally {
        waiting -= 1;
      }
    }

    function comment(): void {
      if (waiting === 0) send(':\n\n');
    }

    const commenting = setInterval(comment, COMMENT_EVERY_MS);
    const aging = setTimeout(stream.end, MAX_AGE_MS);
    request.signal.addEventListener('abort', stream.end);
    if (request.signal.aborted) stream.end();
    try {
      stop = await issuer.watch(
        signedIn,
        ({ id, state }) => send(`event: changed\ndata: ${JSON.stringify({ id, state })}\n\n`),
        // The page learns nothing from a stream that hears nothing, and asks by itself.
        stream.end,
      );
    } catch (thrown) {
      stream.end();
      throw thrown;
    }
    if (!stream.hasEnded()) return new Response(stream.body, { headers: HEADERS });
    stop();
    return pageProblem({ error: 'BUSY' });
  };
}

const HEADERS = {
  'Content-Type': 'text/event-stream',
  // Compressed or collected by an intermediary, an event would wait for the next one.
  'Cache-Control': 'no-store, no-transform',
  'X-Accel-Buffering': 'no',
  'X-Content-Type-Options': 'nosniff',
};

interface EventStream {
  readonly body: ReadableStream<Uint8Array>;
  readonly write: (text: string) => void;
  readonly end: () => void;
  readonly hasEnded: () => boolean;
}

/**
 * A stream of text; `ended` is called once, whoever ends it. Where the reader has not taken what
 * was sent the connection is broken off: it would stay open until it had, which may be never.
 */
function createStream(ended: () => void): EventStream {
  let open = true;
  let controller: ReadableStreamDefaultController<Uint8Array>;
  const close = (): boolean => {
    if (!open) return false;
    open = false;
    ended();
    return true;
  };
  const isTaken = (): boolean => controller.desiredSize === EMPTY_QUEUE_SIZE;
  const end = (): void => {
    if (!close()) return;
    if (isTaken()) controller.close();
    else controller.error(new Error('The stream of events is not read.'));
  };
  const body = new ReadableStream<Uint8Array>(
    {
      start(given) {
        controller = given;
        controller.enqueue(utf8(`retry: ${String(RETRY_MS)}\n\n`));
      },
      cancel: () => void close(),
    },
    { highWaterMark: EMPTY_QUEUE_SIZE },
  );
  return {
    body,
    end,
    hasEnded: () => !open,
    write(text) {
      if (!open) return;
      controller.enqueue(utf8(text));
      if (controller.desiredSize! < -MAX_WAITING) end();
    },
  };
}
