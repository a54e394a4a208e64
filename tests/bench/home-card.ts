/**
 * Measures in the browser what the app takes to approve from a card on Home, with the issuer's
 * service on this computer: card → request, **Approve** → number, PIN → answer taken. What people
 * do, the pause after their last digit and the derivation of keys are left out.
 */
import type { Page } from '@playwright/test';

import { activateFirst, launch, newPhone, PIN } from '../e2e/support/authenticator-page.ts';
import { buildWith } from '../e2e/support/custom-builds.ts';
import { enterNumber, enterPin, expectStep } from '../e2e/support/environment.ts';
import { button } from '../e2e/support/menu-actions.ts';
import { openNotifier } from '../e2e/support/push-environment.ts';
import { freePort } from '../support/free-port.ts';
import { median, ms, timeDerivations } from './timing.ts';

const RUNS = 7;
/** Milliseconds for all three together, unthrottled. */
const GOAL_MS = 400;

declare global {
  interface Window {
    /** When the element that is waited for was first on the screen, by the page's own clock. */
    shownAt?: Promise<number>;
    /** When the page was last tapped. */
    tappedAt: number;
  }
}

export async function run(): Promise<boolean> {
  const port = await freePort();
  const build = await buildWith({ services: [`http://localhost:${String(port)}`] });
  const bank = await openNotifier('Northwind Bank', port, build.url);
  const browser = await launch();
  try {
    const phone = await newPhone(browser);
    await phone.addInitScript(timeDerivations);
    await phone.addInitScript(() =>
      addEventListener('click', () => (window.tappedAt = performance.now()), { capture: true }),
    );
    const app = await phone.newPage();
    await app.goto(build.url);
    const { id } = await activateFirst(app, bank.issuer);
    const found = { request: [] as number[], number: [] as number[], answer: [] as number[] };
    for (let i = 0; i < RUNS; i++) {
      const asked = await bank.ask(id, { title: `Payment ${String(i + 1)}` });
      // Each time the app is opened anew, locked.
      await app.reload();
      const card = app.locator('tessera-waiting-cards [data-action="open-request"]');
      await card.waitFor();
      found.request.push(
        await tap(app, '[data-action="approve"]:not([aria-disabled])', () => card.click()),
      );
      found.number.push(
        await tap(app, '[data-step="number"]', () => button(app, 'Approve').click()),
      );
      await enterNumber(app, asked.number);
      await expectStep(app, 'authenticate');
      await app.evaluate(watch, '[data-step="answered"]');
      await enterPin(app, PIN);
      found.answer.push(await app.evaluate(async () => (await window.shownAt!) - window.derivedAt));
      const row = await bank.issuer.inspectRequest(asked.id);
      if (row?.state !== 'APPROVED') throw new Error(`The answer was not taken: ${row?.state}`);
      await button(app, 'Done').click();
      await expectStep(app, 'home');
    }
    const all = Object.entries(found).map(([what, times]) => [what, median(times)] as const);
    const total = all.reduce((sum, [, time]) => sum + time, 0);
    console.log(`  card → request complete   ${ms(median(found.request))} ms`);
    console.log(`  Approve → number asked    ${ms(median(found.number))} ms`);
    console.log(`  keys derived → answered   ${ms(median(found.answer))} ms`);
    console.log(`  together                  ${ms(total)} ms of ${String(GOAL_MS)}`);
    return total <= GOAL_MS;
  } finally {
    await browser.close();
    bank.close();
    build.close();
  }
}

/** Milliseconds from a tap to the first frame in which the element is there. */
async function tap(app: Page, selector: string, click: () => Promise<void>): Promise<number> {
  await app.evaluate(watch, selector);
  await click();
  return app.evaluate(async () => (await window.shownAt!) - window.tappedAt);
}

/** Runs in the page: notes when the element is there, in whichever shadow root. */
function watch(selector: string): void {
  const isIn = (root: ParentNode): boolean =>
    root.querySelector(selector) !== null ||
    [...root.querySelectorAll('*')].some(({ shadowRoot }) => shadowRoot && isIn(shadowRoot));
  window.shownAt = new Promise((resolve) => {
    const frame = (): void => {
      if (isIn(document)) resolve(performance.now());
      else requestAnimationFrame(frame);
    };
    requestAnimationFrame(frame);
  });
}
