/**
 * Details for support: beside every error and in About, copied or shown to be copied by hand, and
 * free of all that names or proves something.
 */
import type { Page } from '@playwright/test';
import { expect, test as base } from '@playwright/test';

import { toLink } from '../../src/core/codec/message-text.ts';
import type { ErrorCode } from '../../src/core/errors.ts';
import { ERRORS } from '../../src/core/errors.ts';
import { isShared } from '../chance.ts';
import { granted } from '../issuer/issuer-fixture.ts';
import { activateFirst, newIssuer, otpOf, paste, PIN } from './support/authenticator-page.ts';
import { codeOn, expectStep } from './support/environment.ts';
import { test, WITHOUT_WORKER } from './support/fixtures.ts';
import { serveGallery } from './support/gallery-page.ts';
import { alert, button, fromMenu, goHome } from './support/menu-actions.ts';
import { SCENE_ERRORS } from './support/scene-errors.ts';
import { sceneNames, showAtOnce } from './support/screen-probes.ts';

const COPY = 'Copy details for support';

/** What the root element shows. */
interface Snapshots {
  view: unknown;
  camera: unknown;
}

type Details = Element & { readonly error?: string };

test.describe('beside an error', () => {
  /** Each visible error without details of its own, and every code that was seen. */
  interface Sight {
    readonly without: string[];
    readonly seen: string[];
  }

  /** Shows a scene with each code in the place of its own. */
  function sightOf(page: Page, own: string, codes: readonly string[]): Promise<Sight> {
    return page.evaluate(
      async ([ownCode, all]) => {
        const app = document.querySelector('tessera-app') as unknown as Snapshots;
        const swap = <T>(value: T, code: string): T => {
          if (value === ownCode) return code as T;
          if (value instanceof MediaStream || typeof value !== 'object' || value === null)
            return value;
          if (Array.isArray(value)) return value.map((each: unknown) => swap(each, code)) as T;
          const entries = Object.entries(value).map(([key, each]) => [key, swap(each, code)]);
          return Object.fromEntries(entries) as T;
        };
        const isSeen = (element: Element) => element.checkVisibility();
        const { view, camera } = app;
        const without: string[] = [];
        const seen: string[] = [];
        for (const code of all) {
          app.view = swap(view, code);
          app.camera = swap(camera, code);
          await window.rendered();
          for (const shown of window.everything().filter((each) => each.matches('[data-error]'))) {
            const error = shown.getAttribute('data-error')!;
            const root = shown.getRootNode() as ShadowRoot;
            const details = root.querySelector<Details>('tessera-support-details');
            const offered = details?.shadowRoot?.querySelector('[data-action="copy-details"]');
            if (!offered || !isSeen(offered) || details?.error !== error)
              without.push(`${code}: ${error}`);
            if (isSeen(shown)) seen.push(error);
          }
        }
        app.view = view;
        app.camera = camera;
        return { without, seen };
      },
      [own, codes] as const,
    );
  }

  base('whichever it is and wherever it stands, the details are offered', async ({ page }) => {
    base.setTimeout(300_000);
    const gallery = await serveGallery();
    try {
      // Nothing here hangs on the size, and little is painted in so small a window.
      await page.setViewportSize({ width: 320, height: 240 });
      await page.goto(gallery.url);
      const codes = Object.keys(ERRORS) as ErrorCode[];
      const without: string[] = [];
      const seen = new Set<string>();
      const empty: string[] = [];
      await sceneNames(page);
      for (const [place, [name, error]] of Object.entries(SCENE_ERRORS).entries()) {
        await showAtOnce(page, name);
        // Each place with a share of the codes, each code in a share of the places.
        const some = codes.filter((_, i) => isShared(i + place, 3));
        const sight = await sightOf(page, error, some);
        if (sight.seen.length === 0) empty.push(name);
        without.push(...sight.without.map((each) => `${name}: ${each}`));
        sight.seen.forEach((code) => seen.add(code));
      }
      expect(without).toEqual([]);
      expect([...seen].sort()).toEqual([...codes].sort());
      expect(empty).toEqual([]);
    } finally {
      gallery.close();
    }
  });
});

test.describe('in the app', () => {
  test.use({ phoneOptions: WITHOUT_WORKER, pins: 'cheap' });

  /** What the page's clipboard has. */
  const clipboard = (app: Page) => app.evaluate(() => navigator.clipboard.readText());

  /** The button of one error: that there is no camera may be said besides. */
  const copyOf = (app: Page, code: ErrorCode) =>
    app
      .locator('tessera-notice')
      .filter({ has: alert(app, code) })
      .getByRole('button', { name: COPY });

  test('About copies facts about app and browser, or says why it cannot', async ({
    app,
    url,
    complaints,
  }) => {
    await test.step('a part of the app that does not arrive is said', async () => {
      await app.route(/support-facts-/, (route) => route.abort());
      await app.goto(url);
      await fromMenu(app, 'About');
      await button(app, COPY).click();
      await expect(app.getByText('The details couldn’t be loaded.')).toBeVisible();
      complaints.length = 0;
      await app.unrouteAll();
    });
    await app.reload();
    await test.step('copied', async () => {
      await fromMenu(app, 'About');
      await button(app, COPY).focus();
      await app.keyboard.press('Enter');
      await expect(button(app, 'Copied')).toBeVisible();
      await expect(app.locator('tessera-support-details [role="status"]')).toHaveText('Copied');
      const version = app.context().browser()!.version();
      const lines = (await clipboard(app)).split('\n');
      expect(lines[0]).toMatch(/^Tessera \d+\.\d+\.\d+/);
      expect(lines.slice(1).map((line) => line.replace(/:.*/, ''))).toEqual([
        ...['Browser', 'System', 'Runs', 'Storage', 'Permissions'],
        ...['Service worker', 'Language', 'Online'],
      ]);
      expect(lines[1]).toContain(`Chromium ${version.split('.')[0]}.`);
      expect(lines).toContain('Runs: in a tab');
      expect(lines).toContain('Online: yes');
      expect(lines[4]).toMatch(/^Storage: (kept|may be cleared), (less than )?\d\S* kB of \d+ .B$/);
    });
    await test.step('an error copies its code', async () => {
      await goHome(app);
      await paste(app, 'https://shop.example/pay?now=1');
      await expect(alert(app, 'NOT_OURS')).toBeVisible();
      await copyOf(app, 'NOT_OURS').click();
      await expect(button(app, 'Copied')).toBeVisible();
      expect((await clipboard(app)).split('\n')[1]).toBe('Error: NOT_OURS');
      // Another error in the same place is copied anew.
      await paste(app, 'TES1:THIS IS NOT BASE45 AT ALL');
      await expect(alert(app, 'DAMAGED')).toBeVisible();
      await copyOf(app, 'DAMAGED').click();
      await expect(button(app, 'Copied')).toBeVisible();
      expect((await clipboard(app)).split('\n')[1]).toBe('Error: DAMAGED');
    });
    await app.reload();
    await test.step('refused, the text stands there, selected for the hand', async () => {
      await fromMenu(app, 'About');
      await app.evaluate(() => {
        navigator.clipboard.writeText = () =>
          Promise.reject(new DOMException('As played', 'NotAllowedError'));
      });
      await button(app, COPY).click();
      await expect(app.getByText('Copying isn’t allowed here.')).toBeVisible();
      const field = app.getByLabel('Details for support');
      await expect(field).toBeFocused();
      await expect(field).toHaveValue(/^Tessera .*\n(.+: .+\n){7}Online: yes$/);
      const selected = await field.evaluate((area: HTMLTextAreaElement) => [
        area.selectionStart,
        area.selectionEnd === area.value.length,
      ]);
      expect(selected).toEqual([0, true]);
    });
  });

  test('it is copied where the vault does not open', async ({ app, url }) => {
    await app.addInitScript(() => {
      IDBFactory.prototype.open = () => {
        throw new DOMException('As played', 'SecurityError');
      };
    });
    await app.goto(url);
    await expectStep(app, 'unusable');
    await button(app, COPY).click();
    await expect(button(app, 'Copied')).toBeVisible();
    expect((await clipboard(app)).split('\n')[1]).toBe('Error: STORAGE_BLOCKED');
  });

  test('nothing in it names or proves anything', async ({ app, url }) => {
    const issuer = await newIssuer('Markedissuer');
    const label = 'Markedlabel';
    const shown: string[] = [];
    await app.goto(toLink(url, granted(await issuer.begin({ label })).firstMessage));
    await button(app, 'Not now').click();
    await goHome(app);
    const marked = { ...issuer, begin: () => issuer.begin({ serial: 'MARKED-7', label }) };
    const { id, serial } = await activateFirst(app, marked);
    shown.push(id, serial, PIN, await otpOf(app));
    await goHome(app);
    const second = granted(await issuer.begin({ label }));
    await paste(app, second.firstMessage);
    shown.push(await codeOn(app, 'device'));
    const texts: string[] = [];
    const collect = async (): Promise<void> => {
      // The last one: that there is no camera may be said above.
      await button(app, COPY).last().click();
      await expect(button(app, 'Copied')).toBeVisible();
      texts.push(await clipboard(app));
    };
    await button(app, 'Scan the second code').click();
    await paste(app, 'https://marked.example/#markedfragment');
    await collect();
    await button(app, 'Cancel').click();
    await button(app, 'Stop').click();
    await fromMenu(app, 'About');
    await collect();

    // The app knows the names.
    await expect(app.getByText(label)).toBeVisible();
    await expect(app.getByText(serial)).toBeVisible();
    const secret = [...shown, second.id, 'marked', new URL(url).host];
    for (const text of texts)
      for (const each of secret) {
        for (const form of [each, each.replaceAll(/[ -]/g, '')])
          expect(text.toLowerCase()).not.toContain(form.toLowerCase());
      }
  });
});
