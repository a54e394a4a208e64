/** The page's end of the decoder's worker: its messages, and the rule that exactly one frame is in flight. */
import type { PixelImage } from './image.ts';
import type { Found, Reading } from './reader.ts';

/** A picture as the browser gives it; all kinds are transferred, none is copied, and the decoder closes it. */
export type Frame = ImageBitmap | VideoFrame | PixelImage;

export type DecoderRequest =
  | { readonly kind: 'frame'; readonly frame: Frame }
  | { readonly kind: 'still'; readonly frame: Frame };

/** The worker's one answer to each request; corners are in pixels of the frame, whose size it repeats. */
export type DecoderAnswer =
  | ({ readonly kind: 'frame' } & FrameReading)
  | { readonly kind: 'still'; readonly found: readonly Found[] }
  | { readonly kind: 'failed'; readonly message: string };

export interface FrameReading extends Reading {
  readonly width: number;
  readonly height: number;
}

export interface Decoder {
  /** Reads a frame; `undefined` while another is in flight, and the frame is dropped: there is never a queue. */
  read(frame: Frame): Promise<FrameReading> | undefined;
  /** Reads every code in a still picture, after a frame in flight. */
  readStill(frame: Frame): Promise<readonly Found[]>;
  /** Ends the worker; what is in flight is rejected. */
  close(): void;
}

/** Speaks with a worker that runs decoder.worker.ts. */
export function openDecoder(worker: Worker): Decoder {
  let settle: { resolve(answer: DecoderAnswer): void; reject(cause: unknown): void } | undefined;
  let inFlight: Promise<DecoderAnswer> | undefined;

  const fail = (cause: unknown) => {
    settle?.reject(cause);
    settle = undefined;
  };
  worker.onmessage = ({ data }: MessageEvent<DecoderAnswer>) => {
    if (data.kind === 'failed') fail(new Error('The decoder failed', { cause: data.message }));
    settle?.resolve(data);
    settle = undefined;
  };
  worker.onerror = (event) => fail(new Error('The decoder stopped', { cause: event }));

  const send = (request: DecoderRequest): Promise<DecoderAnswer> => {
    const answer = new Promise<DecoderAnswer>((resolve, reject) => {
      settle = { resolve, reject };
      worker.postMessage(request, [transferable(request.frame)]);
    });
    inFlight = answer;
    const done = () => {
      if (inFlight === answer) inFlight = undefined;
    };
    answer.then(done, done);
    return answer;
  };

  return {
    read(frame) {
      if (inFlight !== undefined) {
        if ('close' in frame) frame.close();
        return undefined;
      }
      return send({ kind: 'frame', frame }) as Promise<FrameReading & DecoderAnswer>;
    },
    async readStill(frame) {
      while (inFlight !== undefined) await inFlight.catch(() => undefined);
      const answer = await send({ kind: 'still', frame });
      return answer.kind === 'still' ? answer.found : [];
    },
    close() {
      worker.terminate();
      fail(new Error('The decoder was closed'));
    },
  };
}

function transferable(frame: Frame): Transferable {
  return 'data' in frame ? (frame.data.buffer as ArrayBuffer) : frame;
}
