/**
 * Storage that fails or is shared: two tabs at once, no space, no storage, lost connections
 * (docs/vault.md, rules 5 and 7).
 */
import type { Page } from '@playwright/test';
import { expect } from '@playwright/test';

import { granted } from '../issuer/issuer-fixture.ts';
import {
  activateFirst,
  choosePin,
  exchange,
  newIssuer,
  paste,
  PIN,
} from './support/authenticator-page.ts';
import { codeOn, enterPin, expectStep } from './support/environment.ts';
import { test, WITHOUT_WORKER } from './support/fixtures.ts';
import { activateFurther, codeFor, expectRightCode, walk } from './support/journeys.ts';
import {
  alert,
  beginPinChange,
  beginRemoval,
  button,
  changePin,
  goHome,
  prove,
} from './support/menu-actions.ts';
import { deleteKeysRow } from './support/vault-rows.ts';

test.use({ phoneOptions: WITHOUT_WORKER, pins: 'cheap' });

const NEW = '864209';

test.describe('two tabs', () => {
  let tab: Page;
  let openTab: () => Promise<void>;
  /** Tabs in the background are drawn seldom. */
  const show = (page: Page): Promise<void> => page.bringToFront();
  // The second one, where the first is open.
  test.beforeEach(({ phone, url }) => {
    openTab = async () => {
      tab = await phone.newPage();
      await tab.goto(url);
      await expectStep(tab, 'home');
    };
  });

  test('scan two images at once: one activation is pending, the other asks before it replaces it; sealed in both at once, it is one account, and right', async ({
    app,
    issuer,
    url,
  }) => {
    await app.goto(url);
    await openTab();
    const [one, two] = [granted(await issuer.begin()), granted(await issuer.begin())];
    await test.step('scanned', async () => {
      await show(app);
      await paste(app, one.firstMessage);
      await expectStep(app, 'device-code');
      await show(tab);
      await paste(tab, two.firstMessage);
      await expectStep(tab, 'replace-pending');
      await button(tab, 'Use the new code').click();
      await expectStep(tab, 'device-code');
      // What the first tab waits for is gone: it says so at once, and takes nothing from the other.
      await expect(alert(app, 'ACTIVATION_REPLACED')).toBeVisible();
      await show(app);
      await button(app, 'Done').click();
      await expectStep(app, 'home');
    });
    await test.step('sealed', async () => {
      await show(tab);
      const accepted = granted(await issuer.acceptDeviceCode(two.id, await codeOn(tab, 'device')));
      await button(tab, 'Scan the second code').click();
      await expectStep(tab, 'scan-second');
      await app.reload();
      await paste(app, accepted.secondMessage);
      await paste(tab, accepted.secondMessage);
      await Promise.all([choosePin(app, NEW), choosePin(tab, NEW)]);
      const sealed = (page: Page) => page.locator('[data-step="picture"], [data-step="failed"]');
      await expect(sealed(app)).toBeVisible();
      await expect(sealed(tab)).toBeVisible();
    });
    await app.reload();
    await walk(app, issuer, two.id, NEW);
    await expect(app.getByRole('button').filter({ hasText: two.serial })).toHaveCount(1);
    await expectRightCode(app, issuer, two, NEW);
  });

  test('a PIN changed, an account activated or removed, and all erased in one: the other goes on with what there is', async ({
    app,
    issuer,
    openWithAccount,
  }) => {
    const mine = await openWithAccount();
    await openTab();
    await test.step('a PIN: the other goes on, and asks for the new one next time', async () => {
      await show(tab);
      await expectRightCode(tab, issuer, mine);
      await show(app);
      await changePin(app, PIN, NEW);
      await show(tab);
      await goHome(tab);
      await expectRightCode(tab, issuer, mine);
      await tab.reload();
      await expectRightCode(tab, issuer, mine, NEW);
    });
    await test.step('an account: it is there in the other; removed here, its code goes there', async () => {
      await show(app);
      const other = await activateFurther(app, await newIssuer('Contoso'), NEW);
      await show(tab);
      await codeFor(tab, other, NEW);
      await show(app);
      await beginRemoval(app, other.serial);
      await prove(app, NEW);
      await expectStep(app, 'accounts');
      await show(tab);
      await expect(tab.getByText('This account is no longer here.')).toBeVisible();
      await expect(tab.locator('[data-code]')).toHaveCount(0);
      await goHome(tab);
      await expect(tab.getByText(other.serial)).toBeHidden();
      await expectRightCode(tab, issuer, mine, NEW);
    });
    await test.step('all, and begun anew: the other is locked, and gives no code of the old keys', async () => {
      await show(app);
      await beginRemoval(app, mine.serial);
      await prove(app, NEW);
      await expectStep(app, 'accounts');
      await goHome(app);
      const fresh = await activateFirst(app, issuer);
      await show(tab);
      await expectStep(tab, 'home');
      await tab.getByRole('button').filter({ hasText: fresh.serial }).click();
      await expectStep(tab, 'authenticate');
      await enterPin(tab, PIN);
      await expectStep(tab, 'otp');
      await expectRightCode(tab, issuer, fresh);
    });
  });
});

/** Fills the phone's storage, or frees it. */
function fill(app: Page, full: boolean): Promise<void> {
  return app.evaluate((isFull) => {
    const store = IDBObjectStore.prototype as IDBObjectStore & { roomy?: IDBObjectStore['put'] };
    store.roomy ??= store.put;
    store.put = isFull
      ? () => {
          throw new DOMException('No room.', 'QuotaExceededError');
        }
      : store.roomy;
  }, full);
}

test('without space an activation says so, loses nothing, and goes on once there is some', async ({
  app,
  issuer,
  url,
}) => {
  await app.goto(url);
  await expectStep(app, 'home');
  const begun = granted(await issuer.begin());
  await fill(app, true);
  await paste(app, begun.firstMessage);
  await expect(alert(app, 'STORAGE_FULL')).toContainText('There’s no space left');
  await fill(app, false);
  await button(app, 'Try again').click();
  const second = await exchange(app, issuer, begun.firstMessage, begun.id);
  await paste(app, second);
  await expectStep(app, 'choose-pin');
  await fill(app, true);
  await choosePin(app, NEW);
  await expect(alert(app, 'STORAGE_FULL')).toBeVisible();
  await fill(app, false);
  await button(app, 'Try again').click();
  await walk(app, issuer, begun.id, NEW);
  await expectRightCode(app, issuer, begun, NEW);
});

test('without space no PIN is tried uncounted: that is said, and the next try goes through; none is changed, and the old one opens', async ({
  app,
  issuer,
  openWithAccount,
}) => {
  const mine = await openWithAccount();
  await test.step('tried', async () => {
    await fill(app, true);
    await button(app, 'One-time Password').click();
    await enterPin(app, PIN);
    await expect(alert(app, 'STORAGE_FULL')).toBeVisible();
    await fill(app, false);
    await enterPin(app, PIN);
    await expectStep(app, 'otp');
    await expectRightCode(app, issuer, mine);
  });
  await test.step('changed', async () => {
    await beginPinChange(app);
    await fill(app, true);
    await choosePin(app, NEW);
    await expect(alert(app, 'STORAGE_FULL')).toContainText('nothing has changed');
    await app.reload();
    await expectRightCode(app, issuer, mine);
  });
});

/** What "Clear browsing data" does: every connection is closed by force. */
async function clearData(app: Page, url: string): Promise<void> {
  const devtools = await app.context().newCDPSession(app);
  const { origin } = new URL(url);
  await devtools.send('Storage.clearDataForOrigin', { origin, storageTypes: 'indexeddb' });
  await devtools.detach();
}

test('the browser’s data cleared under the open app is said at once, and a new start begins anew; from who has nothing here it takes nothing', async ({
  app,
  issuer,
  url,
  openWithAccount,
}) => {
  const held = await openWithAccount();
  await test.step('on whatever screen', async () => {
    await codeFor(app, held);
    await clearData(app, url);
    await expect(alert(app, 'STORAGE_CLEARED')).toBeVisible();
    await expect(app.locator('[data-code]')).toHaveCount(0);
    await expect(app.getByRole('heading', { level: 1 })).toBeFocused();
    await button(app, 'Start over').click();
    await expectStep(app, 'home');
  });
  await test.step('with nothing here, the app begins anew by itself', async () => {
    const loaded = app.waitForEvent('load');
    await clearData(app, url);
    await loaded;
    await expectStep(app, 'home');
    await expect(alert(app, 'STORAGE_CLEARED')).toHaveCount(0);
  });
  await test.step('in the middle of an activation, by another page’s deletion', async () => {
    await paste(app, granted(await issuer.begin()).firstMessage);
    await expectStep(app, 'device-code');
    await app.evaluate(
      () =>
        new Promise<void>((resolve, reject) => {
          const deleting = indexedDB.deleteDatabase('tessera');
          deleting.onsuccess = () => resolve();
          deleting.onerror = () => reject(new Error('not deleted'));
        }),
    );
    await expect(alert(app, 'STORAGE_CLEARED')).toBeVisible();
    await button(app, 'Start over').click();
    await expectStep(app, 'home');
  });
  await activateFirst(app, issuer);
});

test('accounts without the row of their PIN are damaged: no other PIN is chosen beside them', async ({
  app,
  issuer,
  openWithAccount,
}) => {
  const held = await openWithAccount();
  await deleteKeysRow(app, 'pin');
  // The app that is open goes no further with a second account.
  const begun = granted(await issuer.begin());
  await goHome(app);
  await paste(app, begun.firstMessage);
  await expect(alert(app, 'VAULT_DAMAGED')).toBeVisible();
  await app.reload();
  await expect(alert(app, 'VAULT_DAMAGED')).toBeVisible();
  await expect(app.getByText(held.serial)).toHaveCount(0);
  await expect(button(app, 'Erase everything')).toBeVisible();
});
