/** JSON lines: objects that are sent as they are read, one a line; the last one says so. */
import { utf8 } from '../core/codec/bytes.ts';
import type { Reply } from './reply.ts';

export const LINES_TYPE = 'application/x-ndjson';
/** The last line: an answer without it was cut off. */
const END = { record: 'end' };

/**
 * Reads the first object before it answers.
 * @param result with `lines`, an async iterable of objects
 * @param report told what ends the answer in the middle
 */
export async function linesReply(
  result: unknown,
  report: (thrown: unknown) => void,
): Promise<Reply> {
  const { lines } = result as { readonly lines: AsyncIterable<object> };
  const iterator = lines[Symbol.asyncIterator]();
  let next = await iterator.next();
  const body = new ReadableStream<Uint8Array>({
    async pull(controller) {
      controller.enqueue(utf8(`${JSON.stringify(next.done === true ? END : next.value)}\n`));
      if (next.done === true) {
        controller.close();
        return;
      }
      try {
        next = await iterator.next();
      } catch (thrown) {
        report(thrown);
        controller.error(new CutOff());
      }
    },
    async cancel() {
      await iterator.return?.();
    },
  });
  const headers = { 'Content-Type': LINES_TYPE, 'Cache-Control': 'no-store' };
  return { status: 200, headers, body };
}

/** Ends an answer in the middle; the server tells its message and stack, which are empty. */
class CutOff extends Error {
  override readonly name = 'CutOff';
  override readonly stack = '';
}
