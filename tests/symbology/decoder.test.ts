/**
 * The page's end of the decoder: one frame in flight, frames transferred and closed, failures
 * passed on.
 */
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';

import type { DecoderAnswer, DecoderRequest, Frame } from '../../src/symbology/decoder.ts';
import { openDecoder } from '../../src/symbology/decoder.ts';
import { sheet } from './pictures.ts';

/** A worker that answers when told to. */
class SlowWorker {
  onmessage: ((event: { data: DecoderAnswer }) => void) | null = null;
  onerror: ((event: unknown) => void) | null = null;
  readonly requests: DecoderRequest[] = [];
  readonly transferred: Transferable[] = [];
  terminated = false;

  postMessage(request: DecoderRequest, transfer: Transferable[]): void {
    this.requests.push(request);
    this.transferred.push(...transfer);
  }

  terminate(): void {
    this.terminated = true;
  }

  answer(answer: DecoderAnswer): void {
    this.onmessage?.({ data: answer });
  }
}

const reading: DecoderAnswer = {
  kind: 'frame',
  width: 4,
  height: 4,
  found: { kind: 'qr', text: 'TES1:ABC' },
};

function setUp() {
  const worker = new SlowWorker();
  return { worker, decoder: openDecoder(worker as unknown as Worker) };
}

/** A frame that remembers whether it was closed. */
function bitmap(): { closed: boolean } & Frame {
  const frame = {
    width: 4,
    height: 4,
    closed: false,
    close() {
      frame.closed = true;
    },
  };
  return frame;
}

describe('frames', () => {
  test('are transferred, and answered with what was found', async () => {
    const { worker, decoder } = setUp();
    const frame = bitmap();
    const answer = decoder.read(frame);
    expect(worker.requests).toEqual([{ kind: 'frame', frame }]);
    expect(worker.transferred).toEqual([frame]);
    worker.answer(reading);
    await expect(answer).resolves.toMatchObject({ found: { text: 'TES1:ABC' } });
  });

  test('of a canvas go by their buffer', () => {
    const { worker, decoder } = setUp();
    const frame = sheet(4, 4);
    void decoder.read(frame);
    expect(worker.transferred).toEqual([frame.data.buffer]);
  });

  test('are dropped and closed while one is in flight, then taken again', async () => {
    const { worker, decoder } = setUp();
    const first = decoder.read(bitmap());
    const second = bitmap();
    expect(decoder.read(second)).toBeUndefined();
    expect(second.closed).toBe(true);
    expect(worker.requests).toHaveLength(1);
    worker.answer(reading);
    await first;
    expect(decoder.read(bitmap())).toBeDefined();
  });
});

describe('pixels that come from a canvas of the page', () => {
  test('are refused where the browser gives other ones', async () => {
    const worker = new SlowWorker();
    const roundTrip = vi.fn(({ data }: { data: Uint8ClampedArray }) => data.map(() => 255));
    const decoder = openDecoder(worker as unknown as Worker, roundTrip);
    for (const answer of [decoder.read(sheet(4, 4)), decoder.readStill(sheet(4, 4))])
      await expect(answer).rejects.toMatchObject({ code: 'PICTURES_FALSIFIED' });
    expect(worker.requests).toEqual([]);
    expect(roundTrip).toHaveBeenCalledOnce();
    void decoder.read(bitmap());
    expect(worker.requests).toHaveLength(1);
  });

  test('are handed over where it gives the same', () => {
    const worker = new SlowWorker();
    const decoder = openDecoder(worker as unknown as Worker, ({ data }) => data);
    void decoder.read(sheet(4, 4));
    expect(worker.requests).toHaveLength(1);
  });
});

describe('stills', () => {
  test('wait for the frame in flight', async () => {
    const { worker, decoder } = setUp();
    const frame = decoder.read(bitmap());
    const still = decoder.readStill(bitmap());
    expect(worker.requests).toHaveLength(1);
    worker.answer(reading);
    await frame;
    await Promise.resolve();
    expect(worker.requests.at(-1)?.kind).toBe('still');
    worker.answer({ kind: 'still', found: [{ kind: 'qr', text: 'A' }] });
    await expect(still).resolves.toEqual([{ kind: 'qr', text: 'A' }]);
  });
});

describe('failures', () => {
  test('a worker that stops rejects what is in flight, and frames are taken again', async () => {
    const { worker, decoder } = setUp();
    const answer = decoder.read(bitmap());
    worker.onerror?.({ message: 'out of memory' });
    await expect(answer).rejects.toThrow('The decoder stopped');
    expect(decoder.read(bitmap())).toBeDefined();
  });

  test('a frame that the worker cannot read is rejected', async () => {
    const { worker, decoder } = setUp();
    const answer = decoder.read(bitmap());
    worker.answer({ kind: 'failed', message: 'No 2d context in a worker' });
    await expect(answer).rejects.toThrow('The decoder failed');
  });

  test('closing ends what is in flight at once, and the worker when it has closed its frame', async () => {
    const { worker, decoder } = setUp();
    const answer = decoder.read(bitmap());
    decoder.close();
    await expect(answer).rejects.toThrow('The decoder was closed');
    expect(worker.terminated).toBe(false);
    worker.answer(reading);
    expect(worker.terminated).toBe(true);
  });

  test('closing ends an idle worker at once, and one that stops by itself', () => {
    const idle = setUp();
    idle.decoder.close();
    expect(idle.worker.terminated).toBe(true);
    const { worker, decoder } = setUp();
    void decoder.read(bitmap())?.catch(() => undefined);
    decoder.close();
    worker.onerror?.({ message: 'out of memory' });
    expect(worker.terminated).toBe(true);
  });

  test('a frame that comes after the end, or cannot be handed over, is closed', async () => {
    const { worker, decoder } = setUp();
    worker.postMessage = () => {
      throw new DOMException('', 'DataCloneError');
    };
    const [unsent, late, still] = [bitmap(), bitmap(), bitmap()];
    await expect(decoder.read(unsent)).rejects.toThrow('could not be handed over');
    decoder.close();
    await expect(decoder.read(late)).rejects.toThrow('The decoder was closed');
    await expect(decoder.readStill(still)).rejects.toThrow('The decoder was closed');
    expect([unsent.closed, late.closed, still.closed]).toEqual([true, true, true]);
  });

  test('a still that waits when the decoder is closed is closed', async () => {
    const { decoder } = setUp();
    const frame = decoder.read(bitmap());
    const waits = bitmap();
    const still = decoder.readStill(waits);
    decoder.close();
    await expect(frame).rejects.toThrow();
    await expect(still).rejects.toThrow('The decoder was closed');
    expect(waits.closed).toBe(true);
  });
});

describe('a worker that never answers', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  test('is ended, and what it was given is rejected', async () => {
    const { worker, decoder } = setUp();
    const answer = decoder.read(bitmap());
    const rejected = expect(answer).rejects.toThrow('does not answer');
    await vi.advanceTimersByTimeAsync(20_000);
    await rejected;
    expect(worker.terminated).toBe(true);
    const next = bitmap();
    await expect(decoder.read(next)).rejects.toThrow('The decoder was closed');
    expect(next.closed).toBe(true);
  });

  test('is ended after it was closed, too', async () => {
    const { worker, decoder } = setUp();
    void decoder.read(bitmap())?.catch(() => undefined);
    decoder.close();
    await vi.advanceTimersByTimeAsync(20_000);
    expect(worker.terminated).toBe(true);
  });
});
