/** What is loaded when the camera is wanted: the webcam, the decoder, the judge. */
import type { ReturnKind, ReturnOf } from '../protocol/return-text.ts';
import { openQrDecoder } from './qr-decoder.ts';
import type { ReadingEnd, ReadingOptions } from './read-by-webcam.ts';
import { readByWebcam } from './read-by-webcam.ts';
import { readReturnText } from './read-return-text.ts';
import { openWebcam } from './webcam.ts';

type Wanted = Pick<ReadingOptions, 'submitted' | 'onVideo' | 'onHint' | 'onRefusal'> & {
  readonly kind: ReturnKind;
  readonly of: ReturnOf;
  readonly signal: AbortSignal;
};

/** Reads one code of a kind by the webcam. Never rejects. */
export function read({ kind, of, signal, ...told }: Wanted): Promise<ReadingEnd> {
  const judge = (text: string) => readReturnText(text, kind, of);
  return readByWebcam({ ...told, openWebcam, openDecoder: openQrDecoder, judge }, signal);
}
