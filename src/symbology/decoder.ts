/**
 * The page's end of the decoder's worker: its messages, and the rule that exactly one frame is in
 * flight.
 */
import { TesseraError } from '../core/errors.ts';
import type { RoundTrip } from './canvas-check.ts';
import { isTrue } from './canvas-check.ts';
import type { PixelImage } from './image.ts';
import type { Found, FrameResult } from './reader.ts';

export { roundTripOn } from './canvas-check.ts';

/**
 * A picture as the browser gives it; all kinds are transferred, none is copied, and the decoder
 * closes it.
 */
export type Frame = ImageBitmap | VideoFrame | PixelImage;

export type DecoderRequest =
  | { readonly kind: 'frame'; readonly frame: Frame }
  | { readonly kind: 'still'; readonly frame: Frame };

/**
 * The worker's one answer to each request; corners are in pixels of the frame, whose size it
 * repeats.
 */
export type DecoderAnswer =
  | ({ readonly kind: 'frame' } & FrameReading)
  | { readonly kind: 'still'; readonly found: readonly Found[] }
  /** The browser gives other pixels than a picture has. */
  | { readonly kind: 'falsified' }
  | { readonly kind: 'failed'; readonly message: string };

export interface FrameReading extends FrameResult {
  readonly width: number;
  readonly height: number;
}

export interface Decoder {
  /**
   * Reads a frame; `undefined` while another is in flight, and the frame is dropped: there is never
   * a queue. Both reject with PICTURES_FALSIFIED where the browser gives other pixels.
   */
  read(frame: Frame): Promise<FrameReading> | undefined;
  /** Reads every code in a still picture, after a frame in flight. */
  readStill(frame: Frame): Promise<readonly Found[]>;
  /** What is in flight is rejected, and the worker ended once it has closed its frame. */
  close(): void;
}

/** Milliseconds for an answer; before the first one the worker loads and compiles its code. */
const ANSWER_MS = 20_000;

/** The same for a still picture, which may have dozens of parts; reading it can be cancelled. */
const STILL_MS = 90_000;

interface Flight {
  readonly resolve: (answer: DecoderAnswer) => void;
  readonly reject: (cause: Error) => void;
  readonly timer: ReturnType<typeof setTimeout>;
}

/**
 * Speaks with a worker that runs decoder.worker.ts. A worker that does not answer is ended, and
 * rejects whatever it is given from then on. The worker checks its own canvas, and `roundTrip` the
 * page's: pixels that are handed over come from there.
 */
export function openDecoder(worker: Worker, roundTrip?: RoundTrip): Decoder {
  let isOpen = true;
  let flight: Flight | undefined;
  let inFlight: Promise<DecoderAnswer> | undefined;
  let isPageTrue: boolean | undefined;

  const land = (): Flight | undefined => {
    const landed = flight;
    flight = undefined;
    clearTimeout(landed?.timer);
    return landed;
  };
  const fail = (words: string, cause?: unknown): void =>
    land()?.reject(new Error(words, { cause }));
  const refuseFalsified = (): void => land()?.reject(new TesseraError('PICTURES_FALSIFIED'));
  const end = (): void => {
    isOpen = false;
    worker.terminate();
  };

  worker.onmessage = ({ data }: MessageEvent<DecoderAnswer>) => {
    // Closed by now: its frame is closed too.
    if (!isOpen) end();
    else if (data.kind === 'falsified') refuseFalsified();
    else if (data.kind === 'failed') fail('The decoder failed', data.message);
    else land()?.resolve(data);
  };
  const stopped = (event: Event): void => {
    if (!isOpen) end();
    fail('The decoder stopped', event);
  };
  worker.onerror = stopped;
  worker.onmessageerror = stopped;

  const send = (request: DecoderRequest): Promise<DecoderAnswer> => {
    const { frame, kind } = request;
    if ('data' in frame && roundTrip !== undefined) {
      isPageTrue ??= isTrue(roundTrip);
      if (!isPageTrue) return Promise.reject(new TesseraError('PICTURES_FALSIFIED'));
    }
    const limit = kind === 'still' ? STILL_MS : ANSWER_MS;
    const answer = new Promise<DecoderAnswer>((resolve, reject) => {
      const late = (): void => {
        end();
        fail('The decoder does not answer');
      };
      flight = { resolve, reject, timer: setTimeout(late, limit) };
      try {
        worker.postMessage(request, [transferable(frame)]);
      } catch (cause) {
        closeFrame(frame);
        fail('The frame could not be handed over', cause);
      }
    });
    inFlight = answer;
    const done = () => {
      if (inFlight === answer) inFlight = undefined;
    };
    answer.then(done, done);
    return answer;
  };
  const refuse = (frame: Frame): Promise<never> => {
    closeFrame(frame);
    return Promise.reject(new Error('The decoder was closed'));
  };

  return {
    read(frame) {
      if (!isOpen) return refuse(frame);
      if (inFlight !== undefined) {
        closeFrame(frame);
        return undefined;
      }
      return send({ kind: 'frame', frame }) as Promise<FrameReading & DecoderAnswer>;
    },
    async readStill(frame) {
      while (isOpen && inFlight !== undefined) await inFlight.catch(() => undefined);
      if (!isOpen) return refuse(frame);
      const answer = await send({ kind: 'still', frame });
      return answer.kind === 'still' ? answer.found : [];
    },
    close() {
      if (!isOpen) return;
      if (!flight) {
        end();
        return;
      }
      // A worker that was ended now would leave its frame open: its answer tells that it is closed.
      isOpen = false;
      fail('The decoder was closed');
      setTimeout(end, ANSWER_MS);
    },
  };
}

function closeFrame(frame: Frame): void {
  if ('close' in frame) frame.close();
}

function transferable(frame: Frame): Transferable {
  return 'data' in frame ? (frame.data.buffer as ArrayBuffer) : frame;
}
