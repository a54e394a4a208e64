/**
 * In another page's frame the app only offers a window of its own, even on a host that sends no
 * headers (docs/threat-model.md).
 */
import type { Server } from 'node:http';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { expect } from '@playwright/test';

import { serveFiles } from '../../scripts/serve.mjs';
import { expectStep } from './support/environment.ts';
import { test } from './support/fixtures.ts';

const APP = join(fileURLToPath(new URL('../../dist/', import.meta.url)), 'app');

const addressOf = (server: Server): string =>
  `http://localhost:${(server.address() as AddressInfo).port}/`;

async function serve(html: string): Promise<Server> {
  const server = createServer((_request, response) =>
    response.writeHead(200, { 'Content-Type': 'text/html' }).end(html),
  );
  await new Promise<void>((resolve) => server.listen(0, 'localhost', resolve));
  return server;
}

let bare: Server;
test.beforeAll(async () => {
  bare = await serveFiles(APP, {}, 0);
});
test.afterAll(() => {
  bare.close();
  bare.closeAllConnections();
});

const FRAMES = {
  'a frame': (url: string) => `<iframe src="${url}" allow="camera *"></iframe>`,
  'a sandboxed frame': (url: string) => `<iframe src="${url}" sandbox="allow-scripts"></iframe>`,
  'a frame within a frame': (url: string) =>
    `<iframe srcdoc='<iframe src="${url}"></iframe>'></iframe>`,
  'an object': (url: string) => `<object data="${url}" type="text/html"></object>`,
};

test('in each kind of frame of another origin', async ({ phone, complaints }) => {
  const url = addressOf(bare);
  const page = await phone.newPage();
  for (const [name, frame] of Object.entries(FRAMES))
    await test.step(name, async () => {
      const attacker = await serve(`<body>${frame(url)}</body>`);
      await page.goto(addressOf(attacker));
      await expect.poll(() => page.frames().some((each) => each.url() === url)).toBe(true);
      const framed = page.frames().find((each) => each.url() === url)!;
      await expect(framed.getByRole('heading')).toHaveText('Tessera opens in a window of its own');
      await expect(framed.getByRole('button')).toHaveCount(0);
      await expect(framed.locator('tessera-app')).toHaveCount(0);
      const link = framed.getByRole('link');
      await expect(link).toHaveCount(1);
      await expect(link).toHaveAttribute('target', '_blank');
      await expect(link).toHaveAttribute('rel', 'noopener');
      // A window of its own at the same address finds nothing that the frame has left.
      await page.goto(`${url}icons/icon.svg`);
      expect(
        await page.evaluate(async () => ({
          databases: await indexedDB.databases(),
          workers: (await navigator.serviceWorker.getRegistrations()).length,
        })),
      ).toEqual({ databases: [], workers: 0 });
      attacker.close();
      attacker.closeAllConnections();
      complaints.splice(0);
    });
});

test('the link in the frame opens the app in a window of its own', async ({ phone }) => {
  const attacker = await serve(`<body><iframe src="${addressOf(bare)}"></iframe></body>`);
  const page = await phone.newPage();
  await page.goto(addressOf(attacker));
  const opened = phone.waitForEvent('page');
  await page.frameLocator('iframe').getByRole('link', { name: 'Open Tessera' }).click();
  const own = await opened;
  await expectStep(own, 'home');
  expect(await own.evaluate(() => opener === null)).toBe(true);
  attacker.close();
  attacker.closeAllConnections();
});
