/**
 * The worker of a decoder that knows QR codes alone: takes a frame's pixels, answers as
 * decoder.worker.ts does, and is half as large.
 */
import type { DecoderAnswer, DecoderRequest } from './decoder.ts';
import { prepare, rehearseQr } from './qr-rehearsal.ts';
import { createQrScanner } from './qr-scanner.ts';

const scan = createQrScanner();

self.onmessage = ({ data: request }: MessageEvent<DecoderRequest>) => {
  self.postMessage(answer(request));
};

prepare(rehearseQr);

/** Always an answer: the page waits for it. */
function answer({ kind, frame }: DecoderRequest): DecoderAnswer {
  try {
    if (kind !== 'frame' || !('data' in frame)) throw new TypeError('Not a frame’s pixels');
    const { width, height } = frame;
    return { kind, width, height, ...scan(frame) };
  } catch (cause) {
    return { kind: 'failed', message: String(cause) };
  }
}
