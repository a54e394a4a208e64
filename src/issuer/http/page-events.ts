/**
 * Server-sent events (WHATWG HTML §9.2) of a page: which of the person's own activations, devices
 * and requests has changed. The page then asks for it by the other calls.
 */
import { utf8 } from '../../core/codec/bytes.ts';
import type { Issuer } from '../issuer.ts';
import type { Report } from './json.ts';
import { pageProblem } from './page-problems.ts';

/** Streams of one owner at once: a browser opens six connections to a host over HTTP/1.1. */
const MAX_STREAMS = 8;
/** Milliseconds between two comments: intermediaries close what is silent for a minute or so. */
const COMMENT_EVERY_MS = 15_000;
/** Milliseconds until a page whose stream has ended opens the next one. */
const RETRY_MS = 2000;
/** Events that may wait for a reader that takes none, until its stream ends. */
const MAX_WAITING = 64;

interface EventOptions {
  readonly issuer: Pick<Issuer, 'watch'>;
  /** Asked again at each event and each comment. */
  readonly owner: (request: Request) => string | undefined | Promise<string | undefined>;
  readonly report: Report;
  readonly signal: AbortSignal | undefined;
}

/** Opens a stream for who is signed in, with `request`. */
export type OpenEvents = (request: Request, signedIn: string) => Promise<Response>;

/** The streams of one handler. */
export function createEventStreams({ issuer, owner, report, signal }: EventOptions): OpenEvents {
  const counts = new Map<string, number>();

  function count(signedIn: string, change: 1 | -1): void {
    const streams = (counts.get(signedIn) ?? 0) + change;
    if (streams === 0) counts.delete(signedIn);
    else counts.set(signedIn, streams);
  }

  return async (request, signedIn) => {
    if (signal?.aborted) return pageProblem({ error: 'BUSY' });
    if ((counts.get(signedIn) ?? 0) >= MAX_STREAMS)
      return pageProblem({ error: 'TOO_MANY_STREAMS' });
    count(signedIn, 1);
    const ends = [request.signal, ...(signal ? [signal] : [])];
    const stream = createStream(() => {
      count(signedIn, -1);
      stop?.();
      clearInterval(commenting);
      for (const each of ends) each.removeEventListener('abort', stream.end);
    });

    let turn: Promise<unknown> = Promise.resolve();
    /** Sends in order, and only while the same person is signed in. */
    function send(text: string): void {
      turn = turn.then(async () => {
        if ((await owner(request)) === signedIn) stream.write(text);
        else stream.end();
      });
      turn.catch((thrown: unknown) => {
        report(thrown);
        stream.end();
      });
    }

    const commenting = setInterval(() => send(':\n\n'), COMMENT_EVERY_MS);
    let stop: (() => void) | undefined;
    try {
      stop = await issuer.watch(signedIn, ({ id, state }) =>
        send(`event: changed\ndata: ${JSON.stringify({ id, state })}\n\n`),
      );
    } catch (thrown) {
      stream.end();
      throw thrown;
    }
    for (const each of ends) each.addEventListener('abort', stream.end);
    if (ends.some(({ aborted }) => aborted)) stream.end();
    if (stream.hasEnded()) stop();
    return new Response(stream.body, { headers: HEADERS });
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

/** A stream of text; `ended` is called once, whoever ends it. */
function createStream(ended: () => void): EventStream {
  let open = true;
  let controller: ReadableStreamDefaultController<Uint8Array>;
  const close = (): boolean => {
    if (!open) return false;
    open = false;
    ended();
    return true;
  };
  const end = (): void => {
    if (close()) controller.close();
  };
  const body = new ReadableStream<Uint8Array>({
    start(given) {
      controller = given;
      controller.enqueue(utf8(`retry: ${String(RETRY_MS)}\n\n`));
    },
    cancel: () => void close(),
  });
  return {
    body,
    end,
    hasEnded: () => !open,
    write(text) {
      if (!open) return;
      controller.enqueue(utf8(text));
      if ((controller.desiredSize ?? 0) < -MAX_WAITING) end();
    },
  };
}
