/**
 * A database that is refused, or whose connection is lost: reopened once, else reported, and no
 * data lost (docs/vault.md, rule 7).
 */
import type { Page } from '@playwright/test';
import { expect } from '@playwright/test';

import { PIN } from './support/authenticator-page.ts';
import { expectStep } from './support/environment.ts';
import { test, WITHOUT_WORKER } from './support/fixtures.ts';
import { codeFor, expectRightCode } from './support/journeys.ts';
import {
  alert,
  beginRemoval,
  button,
  changePin,
  goHome,
  prove,
  reopen,
} from './support/menu-actions.ts';

test.use({ phoneOptions: WITHOUT_WORKER, pins: 'cheap' });

const NEW = '864209';

test.beforeEach(async ({ phone }) => {
  await phone.addInitScript(keepConnections);
});

/** Runs before the app: lets the test close what it opens, and refuse its next openings. */
function keepConnections(): void {
  const world = globalThis as unknown as { open: IDBDatabase[]; refused?: boolean };
  world.open = [];
  const { open } = IDBFactory.prototype;
  IDBFactory.prototype.open = function (this: IDBFactory, ...given) {
    if (world.refused) throw new DOMException('Not here.', 'SecurityError');
    const opening = open.apply(this, given);
    opening.addEventListener('success', () => world.open.push(opening.result));
    return opening;
  };
}

/** As iOS does to an app in the background. With `event` the app is told, without it finds out. */
function closeConnection(app: Page, { event }: { event: boolean }): Promise<void> {
  return app.evaluate((told) => {
    const { open } = globalThis as unknown as { open: IDBDatabase[] };
    for (const connection of open.splice(0)) {
      connection.close();
      if (told) connection.dispatchEvent(new Event('close'));
    }
  }, event);
}

function refuse(app: Page, refused: boolean): Promise<void> {
  return app.evaluate((is) => void Object.assign(globalThis, { refused: is }), refused);
}

for (const event of [true, false])
  test(`lost ${event ? 'with a word' : 'silently'}, it is opened again, and nobody notices`, async ({
    app,
    issuer,
    openWithAccount,
  }) => {
    const mine = await openWithAccount();
    await closeConnection(app, { event });
    await expectRightCode(app, issuer, mine);
    await closeConnection(app, { event });
    await changePin(app, PIN, NEW);
    await closeConnection(app, { event });
    await reopen(app);
    await expectRightCode(app, issuer, mine, NEW);
    await closeConnection(app, { event });
    await beginRemoval(app, mine.serial);
    await closeConnection(app, { event });
    await prove(app, NEW);
    await expectStep(app, 'accounts');
  });

test('lost for good while a code is wanted, that is said; opened again, everything is there', async ({
  app,
  issuer,
  openWithAccount,
}) => {
  const mine = await openWithAccount();
  await codeFor(app, mine);
  await goHome(app);
  await refuse(app, true);
  await closeConnection(app, { event: true });
  await button(app, 'One-time Password').click();
  await expect(alert(app, 'STORAGE_BLOCKED')).toBeVisible();
  await refuse(app, false);
  await button(app, 'Continue').click();
  await expectRightCode(app, issuer, mine);
});

test('refused from the start, the app says what to do, and tries again', async ({ app, url }) => {
  await app.addInitScript(() => {
    if (sessionStorage.getItem('allowed')) return;
    IDBFactory.prototype.open = () => {
      throw new DOMException('Not here.', 'SecurityError');
    };
  });
  await app.goto(url);
  await expectStep(app, 'unusable');
  await expect(alert(app, 'STORAGE_BLOCKED')).toContainText('Open the app in a normal window');
  await app.evaluate(() => sessionStorage.setItem('allowed', 'yes'));
  await button(app, 'Try again').click();
  await expectStep(app, 'home');
});

test('an opening that fails in the browser is said too', async ({ app, url }) => {
  await app.addInitScript(() => {
    const { open } = IDBFactory.prototype;
    IDBFactory.prototype.open = function (this: IDBFactory, name) {
      // A version under the stored one is refused by the browser itself.
      const opening = open.call(this, name, 9);
      opening.onsuccess = () => opening.result.close();
      return open.call(this, name, 1);
    };
  });
  await app.goto(url);
  await expect(alert(app, 'VAULT_NEWER')).toContainText('too old for its accounts');
});
