/** Reads codes from the webcam until one is right, a limit is reached, or it is stopped. */
import type { ErrorCode } from '../core/errors.ts';
import { TesseraError } from '../core/errors.ts';
import type { Decoder } from '../symbology/decoder.ts';
import type { Hint } from '../symbology/hints.ts';
import type { PixelImage } from '../symbology/image.ts';
import type { ReturnReading } from './read-return-text.ts';
import type { Webcam } from './webcam.ts';

/** Milliseconds for which the camera is on at most. */
export const LIMIT_MS = 60_000;
/** Milliseconds within which a camera that was opened has to show a picture. */
export const PICTURE_MS = 10_000;

/** What a text is that is not submitted: told in words, and the reading goes on. */
export type Refusal =
  | Exclude<ReturnReading, { readonly is: 'code' | 'foreign' }>
  /** The very text was submitted before. */
  | { readonly is: 'again' };

/** How a reading has ended. The camera is off by then. */
export type ReadingEnd =
  | { readonly is: 'read'; readonly code: string; readonly text: string }
  | { readonly is: 'over' | 'stopped' }
  | { readonly is: 'problem'; readonly code: ErrorCode };

export interface ReadingOptions {
  readonly openWebcam: (onLost: () => void) => Promise<Webcam>;
  readonly openDecoder: () => Decoder;
  readonly judge: (text: string) => Promise<ReturnReading>;
  /** The texts that were submitted. */
  readonly submitted: ReadonlySet<string>;
  readonly onVideo: (video: HTMLVideoElement) => void;
  readonly onRefusal: (refusal: Refusal) => void;
  readonly onHint: (hint: Hint | undefined) => void;
}

/** Runs one reading; aborting the signal stops it. Never rejects. */
export async function readByWebcam(
  options: ReadingOptions,
  signal: AbortSignal,
): Promise<ReadingEnd> {
  const stop = new AbortController();
  const ended = new Promise<ReadingEnd>((resolve) => {
    stop.signal.addEventListener('abort', () => resolve(stop.signal.reason as ReadingEnd));
  });
  const end = (how: ReadingEnd): void => stop.abort(how);
  const stopped = (): void => end({ is: 'stopped' });
  signal.addEventListener('abort', stopped);
  if (signal.aborted) stopped();
  void run(options, stop.signal, end).catch((thrown: unknown) => end(problemOf(thrown)));
  return ended.finally(() => signal.removeEventListener('abort', stopped));
}

/** Opens what is needed, reads, and closes it again, whatever ends the reading. */
async function run(
  options: ReadingOptions,
  signal: AbortSignal,
  end: (how: ReadingEnd) => void,
): Promise<void> {
  if (isAborted(signal)) return;
  // Its code is loaded and compiled while the camera starts.
  const decoder = options.openDecoder();
  signal.addEventListener('abort', () => decoder.close());
  const lose = (): void => end({ is: 'problem', code: 'CAMERA_LOST' });
  const webcam = await options.openWebcam(lose);
  if (isAborted(signal)) {
    webcam.stop();
    return;
  }
  const limit = setTimeout(() => end({ is: 'over' }), LIMIT_MS);
  const blind = setTimeout(lose, PICTURE_MS);
  signal.addEventListener('abort', () => {
    clearTimeout(limit);
    clearTimeout(blind);
    webcam.stop();
  });
  options.onVideo(webcam.video);
  for (;;) {
    const frame = await webcam.nextFrame();
    if (isAborted(signal)) return;
    if (frame === undefined) continue;
    clearTimeout(blind);
    const code = await readFrame(options, decoder, frame);
    if (code !== undefined) end(code);
    if (isAborted(signal)) return;
  }
}

/** A function, since the compiler takes `aborted` for unchanged across an await. */
function isAborted({ aborted }: AbortSignal): boolean {
  return aborted;
}

/** Reads one frame, and tells what is wrong with the code in it; a right one is returned. */
async function readFrame(
  { judge, submitted, onRefusal, onHint }: ReadingOptions,
  decoder: Decoder,
  frame: PixelImage,
): Promise<ReadingEnd | undefined> {
  const { found, hint } = (await decoder.read(frame)) ?? {};
  onHint(hint);
  if (found?.kind !== 'qr') return undefined;
  const { text } = found;
  const reading = await judge(text);
  if (reading.is === 'foreign') return undefined;
  if (reading.is !== 'code') onRefusal(reading);
  else if (submitted.has(text)) onRefusal({ is: 'again' });
  else return { is: 'read', code: reading.code, text };
  return undefined;
}

function problemOf(thrown: unknown): ReadingEnd {
  return { is: 'problem', code: thrown instanceof TesseraError ? thrown.code : 'UNEXPECTED' };
}
