/** One journey of a person's, in whatever language: a whole activation, a code and a request. */
import { beforeAll, expect, test } from 'vitest';

import { words } from '../support/words-of.ts';
import { activateFirst, expectRightOtp, give, goHome, PIN } from './journeys.ts';
import type { Stage } from './stage.ts';

/** The page is in this language, laid out in its direction, and the codes on it in their own. */
export async function expectLanguage({ phone }: Stage, tag: string): Promise<void> {
  const dir = tag === 'ar' ? 'rtl' : 'ltr';
  await phone.untilSo(
    `the language ${tag}`,
    (wanted) => document.documentElement.lang === wanted,
    tag,
  );
  expect(await phone.driver.run(directions)).toEqual({ page: dir, app: dir, codes: [] });
}

/** Runs in the page: how it is laid out, and each code that is not from left to right. */
function directions() {
  const codes: string[] = [];
  const look = (root: ParentNode): void => {
    for (const element of root.querySelectorAll('*')) {
      const { direction } = getComputedStyle(element);
      if (element.matches('[data-code]') && direction !== 'ltr') codes.push(element.outerHTML);
      if (element.shadowRoot) look(element.shadowRoot);
    }
  };
  look(document);
  const app = document.querySelector('tessera-app')!;
  return { page: document.documentElement.dir, app: getComputedStyle(app).direction, codes };
}

/** Opens the page of languages from wherever the app is. */
export async function openLanguages({ phone }: Stage): Promise<void> {
  await goHome(phone);
  if (!(await phone.has('language'))) await phone.tap('menu');
  await phone.tap('language');
  await phone.step('language');
}

/** Chooses a language, and stays on its page. */
export async function choose(stage: Stage, tag: string): Promise<void> {
  await openLanguages(stage);
  await stage.phone.tap(`language-${tag}`);
  await expectLanguage(stage, tag);
}

/** Declares the tests: a language is chosen on the first screen, and everything is done in it. */
export function walkIn(tag: string, stage: Stage): void {
  beforeAll(async () => {
    await stage.phone.step('home');
    await choose(stage, tag);
    await goHome(stage.phone);
  });

  test('an account is activated, gives right codes, and answers a request', async () => {
    const { phone, issuer } = stage;
    await phone.until('the welcome', (seen) => seen.words.includes(words(tag).home.welcome));
    const account = await activateFirst(phone, issuer);
    await expectLanguage(stage, tag);
    await expectRightOtp(phone, issuer, account);
    await expectLanguage(stage, tag);

    const asked = await issuer.createRequest(account.id, {
      kind: 'transaction',
      notAPayment: true,
      title: 'Transfer to Contoso Energy',
      fields: [
        ['Amount', '1,249.50 EUR'],
        ['Account', 'DE89370400440532013000'],
      ],
    });
    if (!asked.ok) throw new Error(`The issuer could not ask: ${asked.reason}`);
    await give(phone, asked.message);
    await phone.until('the amount', (seen) => seen.words.includes('1,249.50 EUR'));
    await expectLanguage(stage, tag);
    await phone.tap('code-instead');
    await phone.step('authenticate');
    await phone.pin(PIN);
    await phone.step('response-code');
    await expectLanguage(stage, tag);
    expect(await issuer.verifyResponse(asked.id, await phone.code('response'))).toMatchObject({
      ok: true,
    });
    await phone.tap('done');
    await phone.step('home');
  });

  test('the issuer’s service hears of the language', async () => {
    const { phone } = stage;
    const before = stage.languages.length;
    await phone.tap('pending-requests');
    await phone.step('requests');
    await phone.tap('check-requests');
    await expect.poll(() => stage.languages.length).toBeGreaterThan(before);
    expect(stage.languages.at(-1)).toBe(tag);
    // A call that a reload cuts off is a complaint of WebKit's.
    const { checking } = words(tag).requests;
    await phone.until(
      'the answer',
      (seen) => seen.step === 'requests' && !seen.words.includes(checking),
    );
    await expectLanguage(stage, tag);
  });

  test('it stays after a reload', async () => {
    await stage.phone.driver.reload();
    await stage.phone.step('home');
    await expectLanguage(stage, tag);
  });
}
