/**
 * The real camera path for benches: the built app in a browser whose camera plays a video file that
 * is overwritten meanwhile.
 */
import type { Browser, Page } from '@playwright/test';
import { chromium } from '@playwright/test';

import { findFullBrowser } from '../../scripts/find-browser.mjs';
import { serveApp } from '../e2e/support/authenticator-page.ts';
import { expectStep } from '../e2e/support/environment.ts';
import { openFilm } from '../e2e/support/film.ts';
import type { Pixels } from '../support/y4m.ts';

export interface CameraStage {
  readonly browser: Browser;
  /** What the camera sees from its next frame on, on grey; nothing: grey alone. */
  show(image?: Pixels): void;
  /** A new phone that has never been used, its camera running at the first scan. */
  scan(): Promise<Page>;
  close(): Promise<void>;
}

export async function openCameraStage(): Promise<CameraStage> {
  const film = openFilm();
  const host = await serveApp();
  const executablePath = findFullBrowser();
  const browser = await chromium.launch({
    ...(executablePath && { executablePath }),
    args: [...film.args],
  });
  return {
    browser,
    show: film.show,
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
      film.remove();
    },
  };
}
