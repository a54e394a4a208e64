/**
 * Leaving at each step of an activation, also during a write, and returning by the history: it
 * continues to the end.
 */
import { afterAll, beforeAll, expect, test } from 'vitest';

import { granted } from '../../issuer/issuer-fixture.ts';
import { openElsewhere } from './bank.ts';
import type { Account } from './journeys.ts';
import { expectRightOtp, give, PIN, prove } from './journeys.ts';
import type { ScreenState } from './page-scripts.ts';
import { setStage } from './stage.ts';

/** What a person does at each step; any other screen is a transition, and is waited for. */
const ACTS: Readonly<Record<string, (account: Account) => Promise<void>>> = {
  home: fromHome,
  'scan-first': giveShown,
  'device-code': async ({ id }) => {
    const { phone, issuer } = stage;
    await issuer.acceptDeviceCode(id, await phone.code('device'));
    await phone.tap('scan-second');
  },
  'scan-second': giveShown,
  'choose-pin': () => stage.phone.pin(PIN),
  'confirm-pin': () => stage.phone.pin(PIN),
  picture: () => stage.phone.tap('continue'),
  authenticate: () => prove(stage.phone, ['picture', 'activation-code']),
  'activation-code': async ({ id }) => {
    const { phone, issuer } = stage;
    const code = await phone.code('activation');
    // The page has taken it already where the app was left before it knew.
    if ((await issuer.inspect(id))?.state !== 'ACTIVE')
      expect(await issuer.confirm(id, code)).toMatchObject({ ok: true });
    await phone.tap('page-active');
  },
};

/** Steps at which the page is left when they are first reached. */
const LEFT_AT = [
  'scan-first',
  'device-code',
  'scan-second',
  'choose-pin',
  'confirm-pin',
  'picture',
  'activation-code',
];
/** Steps whose tap is followed by leaving at once, during a write. */
const LEFT_AFTER = ['scan-first', 'scan-second', 'confirm-pin', 'activation-code'];

const stage = setStage();
let elsewhere: Awaited<ReturnType<typeof openElsewhere>>;
beforeAll(async () => {
  elsewhere = await openElsewhere();
});
afterAll(() => elsewhere.close());

test('left at each step and at each write, an activation comes to its end', async () => {
  const { phone, issuer } = stage;
  const account = granted(await issuer.begin());
  await phone.step('home');
  await phone.tap('scan');
  await phone.step('scan-first');
  const toLeave = { at: new Set(LEFT_AT), after: new Set(LEFT_AFTER) };
  for (;;) {
    const { step } = await phone.until('a step', (seen) => seen.step in ACTS);
    if (step === 'home' && (await isActive(account))) break;
    if (toLeave.at.delete(step)) {
      await leaveAndReturn();
      continue;
    }
    await ACTS[step]!(account);
    // Left at the first scan, an engine returns to it or to Home, where a message is given too.
    if (toLeave.after.delete(step === 'home' ? 'scan-first' : step)) await leaveAndReturn();
    else await phone.until('the next step', (seen) => seen.step !== step && seen.step !== '');
  }
  expect([...toLeave.at, ...toLeave.after]).toEqual([]);
  await expectRightOtp(phone, issuer, account);
});

async function isActive({ id }: Account): Promise<boolean> {
  const { actions } = await stage.phone.look();
  return (
    (await stage.issuer.inspect(id))?.state === 'ACTIVE' && !actions.includes('finish-activation')
  );
}

async function fromHome(account: Account): Promise<void> {
  if (await stage.phone.has('finish-activation')) await stage.phone.tap('finish-activation');
  else await giveShown(account);
}

/** Gives the app what the issuer's page shows. */
async function giveShown({ id }: Account): Promise<void> {
  const { message } = (await stage.issuer.inspect(id)) ?? {};
  if (!message) throw new Error('The page shows nothing.');
  await give(stage.phone, message);
}

let departures = 0;

/**
 * Milliseconds in which a page goes and another comes: to a command that is under way then
 * WebKit's driver gives no answer.
 */
const CHANGE_MS = 1_000;

/** Longer than a return takes, in milliseconds. */
const RETURN_MS = 4_000;

/** How often the history led nowhere. */
let lost = 0;

/**
 * Leaves to an empty page and to another site by turns, and returns by the history: once, also
 * where a step of the app's own in the history, still under way, has brought the app back already.
 * An engine whose history lost its place by such a step is given the address, once at most.
 */
async function leaveAndReturn(): Promise<void> {
  const { phone, app } = stage;
  departures += 1;
  const elsewhereNow = departures % 2 === 0 ? 'about:blank' : elsewhere.url;
  // That step may break off the first departure.
  await phone.driver.goto(elsewhereNow).catch(() => phone.driver.goto(elsewhereNow));
  await goBack();
  const end = Date.now() + RETURN_MS;
  const isLost = ({ url }: ScreenState) => url.startsWith(elsewhereNow) && Date.now() > end;
  const isThere = ({ url, step }: ScreenState) => url.startsWith(app.url) && step !== '';
  const seen = await phone.until('the app again', (each) => isThere(each) || isLost(each));
  if (!isThere(seen)) {
    expect(lost++).toBe(0);
    await phone.driver.goto(app.url);
    await phone.until('the app again', isThere);
  }
  // It may still be loading what it shows.
  await phone.untilSo('the page loaded', () => document.readyState === 'complete');
}

/** Unless the app is there already. */
async function goBack(): Promise<void> {
  const { phone, app, running } = stage;
  // Later, so that this call is answered while its page is there.
  await phone.driver
    .run((own) => {
      if (!location.href.startsWith(own)) setTimeout(() => history.back(), 100);
    }, app.url)
    // That step took this page away meanwhile.
    .catch(() => undefined);
  if (running.found.by === 'webdriver')
    await new Promise((resolve) => setTimeout(resolve, CHANGE_MS));
}
