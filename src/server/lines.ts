/** JSON lines: objects that are sent as they are read, one a line. */
import { utf8 } from '../core/codec/bytes.ts';

export const LINES_TYPE = 'application/x-ndjson';

/** @param result with `lines`, an async iterable of objects */
export function linesResponse(result: unknown): Response {
  const { lines } = result as { readonly lines: AsyncIterable<object> };
  const iterator = lines[Symbol.asyncIterator]();
  const body = new ReadableStream<Uint8Array>({
    async pull(controller) {
      const next = await iterator.next();
      if (next.done === true) controller.close();
      else controller.enqueue(utf8(`${JSON.stringify(next.value)}\n`));
    },
    async cancel() {
      await iterator.return?.();
    },
  });
  const headers = { 'Content-Type': LINES_TYPE, 'Cache-Control': 'no-store' };
  return new Response(body, { headers });
}
