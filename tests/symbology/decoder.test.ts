/** The page's end of the decoder: one frame in flight, frames transferred and closed, failures passed on. */
import { describe, expect, test } from 'vitest';
import { openDecoder } from '../../src/symbology/decoder.ts';
import type { DecoderAnswer, DecoderRequest, Frame } from '../../src/symbology/decoder.ts';
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

  test('closing ends the worker and what is in flight', async () => {
    const { worker, decoder } = setUp();
    const answer = decoder.read(bitmap());
    decoder.close();
    expect(worker.terminated).toBe(true);
    await expect(answer).rejects.toThrow('The decoder was closed');
  });
});
