/** From the PIN's last tap to the code on screen, in the browser: how much is the key derivation and how much the rest, with 1 and with 50 accounts. */
import type { Page } from '@playwright/test';
import { activateFurther } from '../browser/journeys.ts';
import { activateFirst, launch, newIssuer, newPhone, PIN, serveApp } from '../browser/phone.ts';
import { expectStep } from '../browser/world.ts';

const RUNS = 9;
const MANY = 50;

interface Unlock {
  /** Milliseconds. */
  readonly total: number;
  readonly derivation: number;
  readonly longestGap: number;
}

/** What the page measures by itself: the clock starts with the tap, and stops with the frame that shows the code. */
declare global {
  interface Window {
    measured?: Promise<Unlock>;
    derivation: number;
  }
}

export async function run(): Promise<void> {
  const host = await serveApp();
  const browser = await launch();
  const phone = await newPhone(browser);
  await phone.addInitScript(timeDerivations);
  const app = await phone.newPage();
  try {
    await app.goto(host.url);
    const issuer = await newIssuer();
    await activateFirst(app, issuer);
    console.log('  accounts  throttle   total  derivation    rest  longest gap   (medians, ms)');
    for (const throttle of [1, 4]) await row(app, 1, throttle);
    for (let account = 1; account < MANY; account++) await activateFurther(app, issuer);
    for (const throttle of [1, 4]) await row(app, MANY, throttle);
  } finally {
    await browser.close();
    host.close();
  }
}

async function row(app: Page, accounts: number, throttle: number): Promise<void> {
  const devtools = await app.context().newCDPSession(app);
  const unlocks: Unlock[] = [];
  for (let i = 0; i < RUNS; i++)
    unlocks.push(
      await unlock(app, () => devtools.send('Emulation.setCPUThrottlingRate', { rate: throttle })),
    );
  await devtools.send('Emulation.setCPUThrottlingRate', { rate: 1 });
  await devtools.detach();
  const of = (pick: (unlock: Unlock) => number) => median(unlocks.map(pick)).toFixed(0);
  console.log(
    `  ${String(accounts).padStart(8)}  ${`${throttle}×`.padStart(8)}  ${of(({ total }) => total).padStart(6)}  ${of(({ derivation }) => derivation).padStart(10)}  ${of(({ total, derivation }) => total - derivation).padStart(6)}  ${of(({ longestGap }) => longestGap).padStart(11)}`,
  );
}

async function unlock(app: Page, throttle: () => Promise<unknown>): Promise<Unlock> {
  await app.reload();
  await expectStep(app, 'home');
  await app.getByRole('button', { name: 'One-time Password' }).click();
  await expectStep(app, 'authenticate');
  await app.getByLabel('PIN', { exact: true }).fill(PIN);
  await throttle();
  await app.evaluate(watch);
  await app.getByRole('button', { name: 'Continue', exact: true }).click();
  const measured = await app.evaluate(() => window.measured!);
  return measured;
}

/** Runs in the page. */
function timeDerivations(): void {
  window.derivation = 0;
  const { deriveBits } = SubtleCrypto.prototype;
  SubtleCrypto.prototype.deriveBits = async function (...given: Parameters<typeof deriveBits>) {
    const begin = performance.now();
    const bits = await deriveBits.apply(this, given);
    if ((given[0] as { name?: string }).name === 'PBKDF2')
      window.derivation += performance.now() - begin;
    return bits;
  };
}

/** Runs in the page. */
function watch(): void {
  const shown = (root: ParentNode): boolean => {
    if (root.querySelector('[data-code="otp"]')) return true;
    return [...root.querySelectorAll('*')].some(
      ({ shadowRoot }) => shadowRoot !== null && shown(shadowRoot),
    );
  };
  window.derivation = 0;
  window.measured = new Promise((resolve) => {
    addEventListener(
      'click',
      () => {
        const begin = performance.now();
        let last = begin;
        let longestGap = 0;
        // A channel's messages come as often as the thread is free: their gaps are the thread's.
        const { port1, port2 } = new MessageChannel();
        port1.onmessage = () => {
          const now = performance.now();
          longestGap = Math.max(longestGap, now - last);
          last = now;
          port2.postMessage(0);
        };
        port2.postMessage(0);
        const frame = (): void => {
          if (!shown(document)) return void requestAnimationFrame(frame);
          port1.close();
          resolve({ total: performance.now() - begin, derivation: window.derivation, longestGap });
        };
        requestAnimationFrame(frame);
      },
      { capture: true, once: true },
    );
  });
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[values.length >> 1]!;
}
