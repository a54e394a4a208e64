/**
 * Measures whether the scanner's memory grows: minutes of frames as fast as they are read, with a
 * code in view every other time, and both heaps after a collection.
 */
import type { Page } from '@playwright/test';
import { expect } from '@playwright/test';

import { qrPixels } from '../../src/symbology/qr-write.ts';
import { openCameraStage } from './camera-stage.ts';

const MINUTES = 10;
const LOOKS = 8;

/** The decoder's worker, with a count of the frames that it has answered. */
interface Counting {
  frames: number;
  postMessage: (answer: unknown) => void;
}

export async function run(): Promise<void> {
  const stage = await openCameraStage();
  try {
    const app = await stage.scan();
    await expect.poll(() => app.workers().length).toBe(1);
    await app.workers()[0]!.evaluate(countFrames);
    console.log('  minute   frames   page heap   decoder heap   (MB after a collection)');
    for (let look = 0; look <= LOOKS; look++) {
      if (look > 0) await app.waitForTimeout((MINUTES * 60_000) / LOOKS);
      row((look * MINUTES) / LOOKS, await heaps(app));
      // A code that is not ours is named, and the scan goes on.
      if (look % 2 === 0) stage.show(qrPixels('https://example.com/', 8));
      else stage.show();
    }
  } finally {
    await stage.close();
  }
}

function row(minute: number, { frames, page, decoder }: Awaited<ReturnType<typeof heaps>>): void {
  const cells = [
    minute.toFixed(1).padStart(6),
    String(frames).padStart(8),
    page.toFixed(2).padStart(11),
    decoder.toFixed(2).padStart(14),
  ];
  console.log(`  ${cells.join(' ')}`);
}

function countFrames(): void {
  const worker = self as unknown as Counting;
  const post = worker.postMessage.bind(worker);
  worker.frames = 0;
  worker.postMessage = (answer) => {
    worker.frames++;
    post(answer);
  };
}

async function heaps(app: Page): Promise<{ frames: number; page: number; decoder: number }> {
  const devtools = await app.context().newCDPSession(app);
  await devtools.send('HeapProfiler.collectGarbage');
  const { usedSize } = await devtools.send('Runtime.getHeapUsage');
  await devtools.detach();
  const worker = app.workers()[0]!;
  const frames = await worker.evaluate(() => (self as unknown as Counting).frames);
  return { frames, page: usedSize / 1e6, decoder: (await workerHeap(app)) / 1e6 };
}

/** Bytes of the decoder's heap: the worker is a target of its own, reached through its page. */
async function workerHeap(app: Page): Promise<number> {
  const devtools = await app.context().newCDPSession(app);
  const attached = new Promise<string>((resolve) =>
    devtools.once('Target.attachedToTarget', ({ sessionId }) => resolve(sessionId)),
  );
  await devtools.send('Target.setAutoAttach', { autoAttach: true, waitForDebuggerOnStart: false, flatten: false }); // oxfmt-ignore
  const sessionId = await attached;
  const ask = (id: number, method: string): Promise<{ usedSize?: number }> => {
    const answer = new Promise<{ usedSize?: number }>((resolve) => {
      devtools.on('Target.receivedMessageFromTarget', (event) => {
        const message = JSON.parse(event.message) as {
          id?: number;
          result?: { usedSize?: number };
        };
        if (message.id === id) resolve(message.result ?? {});
      });
    });
    void devtools.send('Target.sendMessageToTarget', {
      sessionId,
      message: JSON.stringify({ id, method }),
    });
    return answer;
  };
  await ask(1, 'HeapProfiler.collectGarbage');
  const { usedSize = Number.NaN } = await ask(2, 'Runtime.getHeapUsage');
  await devtools.detach();
  return usedSize;
}
