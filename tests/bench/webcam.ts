/**
 * Measures the time from the first frame in which the webcam shows a device code to the filled
 * field on the bank's page, through the browser's own camera path.
 */
import type { Page } from '@playwright/test';

import { readText } from '../../src/core/codec/message-text.ts';
import { readFirstMessage } from '../../src/protocol/first-message.ts';
import { writeReturnText } from '../../src/protocol/return-text.ts';
import { qrPixels } from '../../src/symbology/qr-write.ts';
import { openBank } from '../e2e/support/bank-server.ts';
import type { Computer } from '../e2e/support/computer.ts';
import { cameraBeside, openComputer } from '../e2e/support/computer.ts';
import { phone } from '../issuer/issuer-fixture.ts';
import { median, ms } from './timing.ts';

const RUNS = 11;
/** The camera has been running for a while when a person holds the phone before it. */
const SETTLE_MS = 600;
/** For the median. */
const LIMIT_MS = 500;
/** Pixels a module: 4 cm of a phone's screen at 30 cm, and as near as a person holds it. */
const SCALES = [4, 8] as const;

declare global {
  interface Window {
    /** Milliseconds from the first frame with a picture to the filled field. */
    filled?: Promise<number>;
  }
}

export async function run(): Promise<boolean> {
  const bank = await openBank();
  const computer = await openComputer();
  try {
    console.log(`  pixels a module    median    slowest    of the limit of ${LIMIT_MS} ms`);
    const ratios: number[] = [];
    for (const scale of SCALES) {
      const times: number[] = [];
      while (times.length < RUNS) times.push(await timeOf(computer, bank.url, scale));
      const ratio = median(times) / LIMIT_MS;
      ratios.push(ratio);
      const cells = [
        String(scale).padStart(15),
        ms(median(times)).padStart(9),
        ms(Math.max(...times)).padStart(10),
        ratio.toFixed(2).padStart(16),
      ];
      console.log(`  ${cells.join(' ')}`);
    }
    return ratios.every((ratio) => ratio <= 1);
  } finally {
    await computer.close();
    bank.close();
  }
}

/** One reading on a page that was just opened. */
async function timeOf(computer: Computer, url: string, scale: number): Promise<number> {
  const { page, show } = computer;
  show();
  await page.goto(url);
  await page.evaluate(() => localStorage.clear());
  await page.reload();
  await page.getByRole('button', { name: 'Activate a new device' }).click();
  const message = await firstMessageOn(page);
  const { activationId } = (await readFirstMessage(message)).message;
  const { deviceCode } = await phone(message);
  const text = await writeReturnText('D', deviceCode.replaceAll('-', ''), { activationId });
  await cameraBeside(page, 'Device code').getByRole('button').click();
  await page.locator('tessera-return-camera video').waitFor();
  await page.evaluate(watch);
  await page.waitForTimeout(SETTLE_MS);
  show(qrPixels(text, scale));
  return page.evaluate(() => window.filled!);
}

async function firstMessageOn(page: Page): Promise<Uint8Array> {
  const image = page.locator('tessera-message-image').first();
  await image.waitFor();
  return readText(await image.evaluate((element) => (element as unknown as { text: string }).text));
}

/** Runs in the page: waits for the first frame that is not grey, then for the filled field. */
function watch(): void {
  const video = document
    .querySelector('tessera-return-camera')!
    .shadowRoot!.querySelector('video')!;
  const field = document.querySelector<HTMLInputElement>('#device-code')!;
  const context = new OffscreenCanvas(8, 8).getContext('2d', { willReadFrequently: true })!;
  const isGrey = (): boolean => {
    context.drawImage(video, 600, 320, 80, 80, 0, 0, 8, 8);
    const { data } = context.getImageData(0, 0, 8, 8);
    return data.every((value, i) => i % 4 === 3 || Math.abs(value - 128) < 12);
  };
  window.filled = new Promise((resolve) => {
    let first: number | undefined;
    const look: VideoFrameRequestCallback = (now) => {
      if (isGrey()) video.requestVideoFrameCallback(look);
      else first = now;
    };
    video.requestVideoFrameCallback(look);
    field.addEventListener('input', () => resolve(performance.now() - (first ?? Infinity)));
  });
}
