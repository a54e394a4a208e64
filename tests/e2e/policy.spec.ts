/**
 * What the page may do and what it leaves behind, over a whole journey: the policy is there and
 * never violated, no other host is called, nothing is stored where it should not be
 * (docs/threat-model.md).
 */
import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

import type { BrowserContext, Page } from '@playwright/test';
import { expect } from '@playwright/test';

import { FLAGS } from '../../scripts/find-browser.mjs';
import { expectStep } from './support/environment.ts';
import { test } from './support/fixtures.ts';
import { live } from './support/full-journey.ts';

test.use({
  pins: 'cheap',
  // A camera, so that the scan screen has a picture and its worker frames to look at.
  launchOptions: async ({ launchOptions }, use) =>
    use({
      ...launchOptions,
      args: [...FLAGS, '--use-fake-ui-for-media-stream', '--use-fake-device-for-media-stream'],
    }),
});

const APP = fileURLToPath(new URL('../../dist/app/', import.meta.url));

/** Everything that is forbidden and tried all the same, in any page of this phone. */
async function violationsOf(phone: BrowserContext): Promise<readonly string[]> {
  const violations: string[] = [];
  await phone.exposeFunction('violated', (what: string) => violations.push(what));
  await phone.addInitScript(() => {
    addEventListener('securitypolicyviolation', ({ effectiveDirective, blockedURI, sample }) => {
      const { violated } = globalThis as unknown as { violated: (what: string) => void };
      violated(`${effectiveDirective} ${blockedURI} ${sample}`);
    });
  });
  return violations;
}

/** Every request that is not for the app's own host. */
function strangersOf(phone: BrowserContext, { origin }: URL): readonly string[] {
  const strangers: string[] = [];
  phone.on('request', (request) => {
    const asked = request.url();
    const own = [`${origin}/`, `blob:${origin}/`, 'data:'];
    if (!own.some((prefix) => asked.startsWith(prefix))) strangers.push(asked);
  });
  return strangers;
}

/** All that a browser keeps for a page, outside the vault. */
function keptBy(app: Page) {
  return app.evaluate(async () => {
    const cached: string[] = [];
    for (const name of await caches.keys())
      for (const request of await (await caches.open(name)).keys()) cached.push(request.url);
    const files: string[] = [];
    for await (const name of (await navigator.storage.getDirectory()).keys()) files.push(name);
    return {
      local: { ...localStorage },
      session: { ...sessionStorage },
      cookie: document.cookie,
      databases: (await indexedDB.databases()).map(({ name }) => name),
      files,
      address: location.href,
      name: window.name,
      history: history.state as unknown,
      cached,
    };
  });
}

test('over a whole life the policy is never broken, nobody else is asked for anything, and nothing is kept but the vault and the app’s own files', async ({
  phone,
  app,
  url,
}) => {
  const violations = await violationsOf(phone);
  const strangers = strangersOf(phone, new URL(url));
  await live(app, url, `${APP}icons/icon-192.png`);
  expect(violations).toEqual([]);
  expect(strangers).toEqual([]);

  const { cached, ...kept } = await keptBy(app);
  expect(kept).toEqual({
    local: {},
    session: {},
    cookie: '',
    databases: ['tessera'],
    files: [],
    address: url,
    name: '',
    history: null,
  });
  const built = readdirSync(APP, { recursive: true }).map(String);
  const strange = cached.filter((address) => !built.includes(new URL(address).pathname.slice(1)));
  expect(cached.length).toBeGreaterThan(10);
  expect(strange).toEqual([]);
});

/** A policy as a table of directives. */
function parsed(policy: string): Record<string, string> {
  return Object.fromEntries(
    policy.split('; ').map((directive) => {
      const [name, ...values] = directive.split(' ');
      return [name, values.join(' ')];
    }),
  );
}

test('the policy comes with the answer and lies in the page, and both say the same', async ({
  app,
  url,
}) => {
  const answer = await app.goto(url);
  const header = parsed(answer!.headers()['content-security-policy'] ?? '');
  const meta = app.locator('meta[http-equiv="Content-Security-Policy"]');
  // Only an answer can forbid being framed.
  const { 'frame-ancestors': ancestors, ...others } = header;
  expect(ancestors).toBe("'none'");
  expect(parsed((await meta.getAttribute('content')) ?? '')).toEqual(others);
  expect(others).toMatchObject({
    'default-src': "'none'",
    'script-src': "'self'",
    // What is built for a host knows no demonstration.
    'connect-src': "'self'",
    'base-uri': "'none'",
    'form-action': "'none'",
    'require-trusted-types-for': "'script'",
  });
  // Nothing is loaded before the policy.
  const before = await app.evaluate(() =>
    [...document.head.children].slice(0, 2).map(({ tagName }) => tagName),
  );
  expect(before).toEqual(['META', 'META']);
});

test('the policy holds: no text becomes script or markup, and nothing goes elsewhere', async ({
  phone,
  app,
  url,
  complaints,
}) => {
  const violations = await violationsOf(phone);
  await app.goto(url);
  await expectStep(app, 'home');
  const outcomes = await app.evaluate(async () => {
    const outcome = async (attempt: () => unknown): Promise<string> => {
      try {
        await attempt();
        return 'went through';
      } catch (thrown) {
        return (thrown as Error).name;
      }
    };
    const { trustedTypes } = globalThis as unknown as {
      trustedTypes: { createPolicy: (name: string, rules: object) => void };
    };
    const script = document.createElement('script');
    script.append('globalThis.injected = true');
    return {
      markup: await outcome(() => (document.createElement('p').innerHTML = '<b>bold</b>')),
      address: await outcome(() => (document.createElement('script').src = './other.js')),
      worker: await outcome(() => new Worker('./other.js')),
      policy: await outcome(() => trustedTypes.createPolicy('another', {})),
      inline: await outcome(() => document.body.append(script)),
      injected: 'injected' in globalThis,
      elsewhere: await outcome(() => fetch('https://example.invalid/')),
    };
  });
  expect(outcomes).toEqual({
    markup: 'TypeError',
    address: 'TypeError',
    worker: 'TypeError',
    policy: 'TypeError',
    inline: 'went through',
    injected: false,
    elsewhere: 'TypeError',
  });
  // Each of them was noticed, as any would be in the life above.
  await expect.poll(() => violations.length).toBeGreaterThanOrEqual(6);
  expect(complaints.splice(0).length).toBeGreaterThanOrEqual(6);
});
