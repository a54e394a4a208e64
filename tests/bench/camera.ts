/**
 * Measures the time from the first frame that shows a first message's image to the recognised
 * message, through the browser's own camera path.
 */
import { expect } from '@playwright/test';

import { toQrText } from '../../src/core/codec/message-text.ts';
import { cryptogramPixels } from '../../src/symbology/cryptogram-write.ts';
import { qrPixels } from '../../src/symbology/qr-write.ts';
import { newIssuer } from '../e2e/support/authenticator-page.ts';
import { granted } from '../issuer/issuer-fixture.ts';
import type { CameraStage } from './camera-stage.ts';
import { openCameraStage } from './camera-stage.ts';

const RUNS = 15;

/** The camera has been running for a while when a person has found the image. */
const SETTLE_MS = 600;

/** Pixels a module, as on the bank's page, so near that a screen's pixel is one of the camera. */
const IMAGES = {
  'QR code': (message: Uint8Array) => qrPixels(toQrText(message), 6),
  'colour image': (message: Uint8Array) => cryptogramPixels(message, 8),
};

/** Goals for the median, milliseconds, by throttle. */
const GOALS = [
  [1, 150],
  [4, 500],
] as const;

/** What the page measures by itself, milliseconds since its first frame with the image. */
interface Recognition {
  readonly recognised: number;
  readonly shown: number;
}

declare global {
  interface Window {
    recognition?: Promise<Recognition>;
  }
}

export async function run(): Promise<void> {
  const stage = await openCameraStage();
  try {
    const issuer = await newIssuer();
    console.log('  image          throttle   recognised   slowest    goal   code on screen   (medians of 15, ms)'); // oxfmt-ignore
    for (const [name, draw] of Object.entries(IMAGES))
      for (const [throttle, goal] of GOALS) {
        const runs: Recognition[] = [];
        while (runs.length < RUNS) {
          const { firstMessage } = granted(await issuer.begin());
          runs.push(await recognition(stage, throttle, () => stage.show(draw(firstMessage))));
        }
        row(name, throttle, goal, runs);
      }
  } finally {
    await stage.close();
  }
}

function row(name: string, throttle: number, goal: number, runs: readonly Recognition[]): void {
  const recognised = runs.map((each) => each.recognised).sort((a, b) => a - b);
  const shown = runs.map((each) => each.shown).sort((a, b) => a - b);
  const cells = [
    name.padEnd(13),
    `${throttle}×`.padStart(9),
    median(recognised).toFixed(0).padStart(12),
    recognised.at(-1)!.toFixed(0).padStart(9),
    String(goal).padStart(7),
    median(shown).toFixed(0).padStart(16),
  ];
  console.log(`  ${cells.join(' ')}`);
}

async function recognition(
  stage: CameraStage,
  throttle: number,
  show: () => void,
): Promise<Recognition> {
  stage.show();
  const app = await stage.scan();
  const devtools = await app.context().newCDPSession(app);
  await devtools.send('Emulation.setCPUThrottlingRate', { rate: throttle });
  await expect.poll(() => app.workers().length).toBe(1);
  if (throttle > 1) await app.workers()[0]!.evaluate(slowDown, throttle);
  await app.evaluate(watch);
  await app.waitForTimeout(SETTLE_MS);
  show();
  const measured = await app.evaluate(() => window.recognition!);
  await app.context().close();
  return measured;
}

/**
 * Runs in the decoder's worker, since the browser slows a page's main thread only: delays each
 * answer by as long as a slower processor would still have taken.
 */
function slowDown(rate: number): void {
  const worker = self as unknown as {
    onmessage: (event: MessageEvent) => void;
    postMessage: (answer: unknown) => void;
  };
  const [read, post] = [worker.onmessage, worker.postMessage.bind(worker)];
  let began = 0;
  worker.onmessage = (event) => {
    began = performance.now();
    read.call(self, event);
  };
  worker.postMessage = (answer) => {
    setTimeout(() => post(answer), (performance.now() - began) * (rate - 1));
  };
}

/** Waits for the video's first frame that is not grey, then the step after it, then the code. */
function watch(): void {
  const inside = (root: ParentNode, selector: string): Element | undefined => {
    const found = root.querySelector(selector);
    if (found) return found;
    for (const each of root.querySelectorAll('*')) {
      const deeper = each.shadowRoot && inside(each.shadowRoot, selector);
      if (deeper) return deeper;
    }
    return undefined;
  };
  const video = inside(document, 'video') as HTMLVideoElement;
  const screen = document.querySelector('tessera-app')!.shadowRoot!;
  const canvas = new OffscreenCanvas(8, 8);
  const context = canvas.getContext('2d', { willReadFrequently: true })!;
  const isGrey = (): boolean => {
    context.drawImage(video, 600, 320, 80, 80, 0, 0, 8, 8);
    const { data } = context.getImageData(0, 0, 8, 8);
    return data.every((value, i) => i % 4 === 3 || Math.abs(value - 128) < 12);
  };
  window.recognition = new Promise((resolve) => {
    let first: number | undefined;
    let recognised: number | undefined;
    const look: VideoFrameRequestCallback = (now) => {
      if (isGrey()) video.requestVideoFrameCallback(look);
      else first = now;
    };
    video.requestVideoFrameCallback(look);
    new MutationObserver(() => {
      const step = inside(screen, '[data-step]')?.getAttribute('data-step');
      if (step === 'scan-first' || first === undefined) return;
      recognised ??= performance.now() - first;
      if (step === 'device-code') resolve({ recognised, shown: performance.now() - first });
    }).observe(screen, { subtree: true, childList: true, attributes: true });
  });
}

function median(sorted: readonly number[]): number {
  return sorted[Math.floor(sorted.length / 2)]!;
}
