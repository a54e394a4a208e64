/**
 * The real camera path for benches: the built app in a browser whose camera plays a video file that
 * is overwritten meanwhile.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import type { Browser, Page } from '@playwright/test';
import { chromium } from '@playwright/test';

import { findFullBrowser, FLAGS } from '../../scripts/find-browser.mjs';
import { serveApp } from '../e2e/support/authenticator-page.ts';
import { expectStep } from '../e2e/support/environment.ts';
import type { Pixels } from '../support/y4m.ts';
import { writeY4m } from '../support/y4m.ts';

export interface CameraStage {
  readonly browser: Browser;
  /** What the camera sees from its next frame on, on grey; nothing: grey alone. */
  show(image?: Pixels): void;
  /** A new phone that has never been used, its camera running at the first scan. */
  scan(): Promise<Page>;
  close(): Promise<void>;
}

export async function openCameraStage(): Promise<CameraStage> {
  const folder = mkdtempSync(join(tmpdir(), 'tessera-camera-'));
  const film = join(folder, 'camera.y4m');
  const show = (image: Pixels = grey()): void => writeY4m(film, image);
  show();
  const host = await serveApp();
  const executablePath = findFullBrowser();
  const browser = await chromium.launch({
    ...(executablePath && { executablePath }),
    args: [
      ...FLAGS,
      '--use-fake-ui-for-media-stream',
      '--use-fake-device-for-media-stream',
      `--use-file-for-fake-video-capture=${film}`,
    ],
  });
  return {
    browser,
    show,
    async scan() {
      const phone = await browser.newContext({
        viewport: { width: 390, height: 780 },
        permissions: ['camera'],
      });
      const app = await phone.newPage();
      await app.goto(host.url);
      await app.getByRole('button', { name: 'Scan Code', exact: true }).click();
      await expectStep(app, 'scan-first');
      await app.getByText('Hold the code inside the frame').waitFor();
      return app;
    },
    async close() {
      await browser.close();
      host.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function grey(): Pixels {
  return { data: new Uint8ClampedArray(16 * 16 * 4).fill(128), width: 16, height: 16 };
}
