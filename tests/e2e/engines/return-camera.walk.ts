/**
 * The bank's page reads codes by a camera in each engine: a canvas in the page stands for what the
 * camera sees, everything behind it is real. Two codes of an activation, and nothing typed.
 */
import { afterAll, beforeAll, expect, test } from 'vitest';

import { readText } from '../../../src/core/codec/message-text.ts';
import { readFirstMessage } from '../../../src/protocol/first-message.ts';
import type { ReturnKind, ReturnOf } from '../../../src/protocol/return-text.ts';
import { writeReturnText } from '../../../src/protocol/return-text.ts';
import { qrMatrix } from '../../../src/symbology/qr-write.ts';
import { phone } from '../../issuer/issuer-fixture.ts';
import type { BankServer } from '../support/bank-server.ts';
import { openBank } from '../support/bank-server.ts';
import { isThere, messageOnPage, press } from './page-scripts.ts';
import { setStage } from './stage.ts';

/** Pixels a module. */
const SCALE = 8;

const stage = setStage();
let bank: BankServer;

beforeAll(async () => {
  bank = await openBank();
  const { driver, step, untilSo } = stage.phone;
  // What loads when the app is left would be a complaint.
  await step('home');
  await untilSo('every file kept', () => navigator.serviceWorker.ready.then(() => true));
  await driver.goto(bank.url);
});
afterAll(() => bank.close());

/** Runs in the page: its camera sees a QR code from now on, in the middle of 1280×720. */
function showQr(modules: string, size: number, scale: number): void {
  const canvas = Object.assign(document.createElement('canvas'), { width: 1280, height: 720 });
  const context = canvas.getContext('2d')!;
  const draw = (): void => {
    context.fillStyle = '#999';
    context.fillRect(0, 0, 1280, 720);
    const [left, top] = [640 - (size * scale) / 2, 360 - (size * scale) / 2];
    context.fillStyle = '#fff';
    context.fillRect(left - 4 * scale, top - 4 * scale, (size + 8) * scale, (size + 8) * scale);
    context.fillStyle = '#000';
    for (let i = 0; i < modules.length; i++) {
      if (modules[i] !== '1') continue;
      const [column, row] = [i % size, Math.floor(i / size)];
      context.fillRect(left + column * scale, top + row * scale, scale, scale);
    }
  };
  draw();
  const devices = {
    getUserMedia: async () => {
      const stream = canvas.captureStream(10);
      const [track] = stream.getVideoTracks();
      // An engine that sends no frame of a canvas that stands still gets new ones.
      const timer = setInterval(
        () => (track!.readyState === 'live' ? draw() : clearInterval(timer)),
        100,
      );
      Object.assign(globalThis, { track });
      return stream;
    },
  };
  Object.defineProperty(navigator, 'mediaDevices', { value: devices, configurable: true });
}

/** Holds a code to the page's camera, and taps the button beside its field. */
async function hold(kind: ReturnKind, code: string, of: ReturnOf): Promise<void> {
  const { driver, untilSo } = stage.phone;
  const { modules, size } = qrMatrix(await writeReturnText(kind, code.replace(/[ -]/g, ''), of));
  await driver.run(showQr, modules.join(''), size, SCALE);
  // The activation's camera is the first on the page.
  await untilSo('the button', isThere, 'tessera-return-camera');
  await untilSo('the button pressed', press, '[part="button"][aria-expanded="false"]');
}

/** The message on the page, which is another one than the last. */
async function message(last = ''): Promise<string> {
  const { driver, untilSo } = stage.phone;
  await untilSo('an image', isThere, 'tessera-message-image');
  const text = await driver.run(messageOnPage);
  expect(text).not.toBe(last);
  return text;
}

test('the codes of an activation, each by a camera that is off at once', async () => {
  const { driver, untilSo } = stage.phone;
  await untilSo('the bank’s page', press, '[data-stage="start"] > .primary');
  const first = await message();
  const { activationId } = (await readFirstMessage(readText(first))).message;
  const holder = await phone(readText(first));
  await hold('D', holder.deviceCode, { activationId });
  await untilSo('the second image', isThere, '#activation-code');
  const isOff = () => (globalThis as unknown as { track: MediaStreamTrack }).track.readyState;
  expect(await driver.run(isOff)).toBe('ended');
  const account = await holder.scan(readText(await message(first)));
  await hold('A', account.activationCode, { activationId });
  await untilSo('the active device', isThere, '[data-outcome="active"]');
  expect(await driver.run(isOff)).toBe('ended');
});
