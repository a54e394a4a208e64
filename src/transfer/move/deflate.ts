/** DEFLATE (RFC 1951) by the browser's own streams, with a bound on what is inflated. */
import type { Bytes } from '../../core/codec/bytes.ts';
import { concat } from '../../core/codec/bytes.ts';
import { TesseraError } from '../../core/errors.ts';

/** Bytes of the largest account list. */
const MAX_TEXT_BYTES = 2 ** 20;

/** Returns the bytes deflated; undefined where the browser cannot. */
export async function deflated(data: Bytes): Promise<Bytes | undefined> {
  try {
    return await through(data, new CompressionStream('deflate-raw'));
  } catch {
    return undefined;
  }
}

/** @throws TesseraError DAMAGED, also beyond 1 MiB, where it stops */
export async function inflated(data: Bytes): Promise<Bytes> {
  try {
    return await through(data, new DecompressionStream('deflate-raw'));
  } catch (cause) {
    throw new TesseraError('DAMAGED', { cause });
  }
}

async function through(data: Bytes, stream: GenericTransformStream): Promise<Bytes> {
  const writer = (stream.writable as WritableStream<Bytes>).getWriter();
  const reader = (stream.readable as ReadableStream<Uint8Array>).getReader();
  // What fails here fails in the reader too.
  const ignore = (): undefined => undefined;
  writer.write(data).catch(ignore);
  writer.close().catch(ignore);
  const parts: Uint8Array[] = [];
  let length = 0;
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return concat(...parts);
      parts.push(value);
      length += value.length;
      if (length <= MAX_TEXT_BYTES) continue;
      await reader.cancel().catch(ignore);
      throw new TesseraError('DAMAGED');
    }
  } finally {
    for (const part of parts) part.fill(0);
  }
}
