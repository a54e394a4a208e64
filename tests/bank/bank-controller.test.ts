/**
 * The page's controller against the bank's application: what is shown at each step, and that
 * nothing is lost in between.
 */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

import { createBank } from '../../src/bank/server/bank.ts';
import { readText } from '../../src/core/codec/message-text.ts';
import ENGLISH from '../../src/i18n/locales/en/page.json';
import type { PageActivation } from '../../src/issuer/http/page-api.ts';
import type { IssuerOptions } from '../../src/issuer/issuer-options.ts';
import type { Visit } from '../../src/page-kit/visit.ts';
import { createIssuerFixture, mistyped, phone, START, wrongOtp } from '../issuer/issuer-fixture.ts';
import { bankVisit } from './bank-visit.ts';

type Fetch = (path: string, init: RequestInit) => Promise<Response>;
let answering: Fetch;

beforeEach(() => {
  vi.stubGlobal('fetch', (path: string, init: RequestInit) => answering(path, init));
});
afterEach(() => vi.unstubAllGlobals());

function visitTo(
  options: Partial<IssuerOptions> = {},
  sessionSeconds = Infinity,
): {
  readonly visit: Visit;
  readonly at: ReturnType<typeof createIssuerFixture>;
  readonly online: Fetch;
} {
  const at = createIssuerFixture(options);
  const bank = createBank({ issuer: at.issuer, sessionSeconds });
  const online: Fetch = async (path, init) => bank.request(path, init);
  answering = online;
  return { visit: bankVisit(), at, online };
}

function pending({ view }: Visit): PageActivation {
  if (view.stage.at !== 'pending') throw new Error(view.stage.at);
  return view.stage.activation;
}

/** Up to the second image. */
async function bind(
  visit: Visit,
): Promise<Awaited<ReturnType<Awaited<ReturnType<typeof phone>>['scan']>>> {
  await visit.begin();
  const holder = await phone(readText(pending(visit).text));
  await visit.enterDeviceCode(holder.deviceCode);
  return holder.scan(readText(pending(visit).text));
}

describe('a visit', () => {
  it('goes from the start to an accepted one-time password', async () => {
    const { visit } = visitTo();
    expect(visit.view.stage).toEqual({ at: 'asking' });
    await visit.refresh();
    expect(visit.view.stage).toEqual({ at: 'start' });
    await visit.begin();
    const { id } = pending(visit);
    expect(pending(visit).stage).toBe('device-code');
    const holder = await phone(readText(pending(visit).text));
    await visit.enterDeviceCode(holder.deviceCode);
    expect(pending(visit)).toMatchObject({ id, stage: 'activation-code' });
    const account = await holder.scan(readText(pending(visit).text));
    await visit.enterActivationCode(account.activationCode);
    expect(visit.view).toMatchObject({
      stage: { at: 'start' },
      feedback: { about: 'activation', name: 'active' },
      devices: [{ id, state: 'ACTIVE' }],
      busy: 'none',
    });
    await visit.checkOtp(id, await account.otpAt(START));
    expect(visit.view.feedback).toMatchObject({ about: 'one-time-password', name: 'accepted' });
    await visit.checkOtp(id, await wrongOtp(account, START));
    expect(visit.view.feedback).toMatchObject({ name: 'refused' });
    expect(visit.view.feedback?.text(ENGLISH)).toContain('4 more wrong codes pause this device.');
    await visit.checkOtp(id, '12');
    expect(visit.view.feedback).toBeUndefined();
    expect(visit.view.error).toMatchObject({ form: 'one-time-password', code: 'CODE_MALFORMED' });
  });

  it('says how many wrong codes came before a right one', async () => {
    const { visit } = visitTo();
    const account = await bind(visit);
    const { id } = pending(visit);
    await visit.enterActivationCode(account.activationCode);
    for (let i = 0; i < 2; i++) await visit.checkOtp(id, await wrongOtp(account, START));
    await visit.checkOtp(id, await account.otpAt(START));
    expect(visit.view.feedback).toMatchObject({ name: 'accepted' });
    expect(visit.view.feedback?.text(ENGLISH)).toContain('2 wrong codes were given since');
    await visit.checkOtp(id, await account.otpAt(START + 30));
    expect(visit.view.feedback?.text(ENGLISH)).not.toContain('since your last right one');
  });

  it('closes a device for as long as it is paused, and tells a clock that is off', async () => {
    const { visit, at } = visitTo();
    const account = await bind(visit);
    const { id } = pending(visit);
    await visit.enterActivationCode(account.activationCode);
    for (let i = 0; i < 5; i++) await visit.checkOtp(id, await wrongOtp(account, START));
    expect(visit.view.feedback).toMatchObject({ about: 'one-time-password', name: 'paused' });
    expect(visit.view.devices).toMatchObject([{ pausedUntil: START + 900, attemptsLeft: 0 }]);
    await visit.checkOtp(id, await account.otpAt(START));
    expect(visit.view.feedback).toMatchObject({ name: 'paused' });
    at.clock.now += 900;
    await visit.refresh();
    expect(visit.view.devices[0]).not.toHaveProperty('pausedUntil');
    await visit.checkOtp(id, await account.otpAt(at.clock.now + 300));
    expect(visit.view.feedback).toMatchObject({ name: 'clock' });
    at.clock.now += 30;
    await visit.checkOtp(id, await account.otpAt(at.clock.now + 300));
    expect(visit.view.feedback).toMatchObject({ name: 'accepted' });
  });

  it('is taken up where it was after a reload', async () => {
    const { visit } = visitTo();
    const account = await bind(visit);
    const reloaded = bankVisit();
    await reloaded.refresh();
    expect(pending(reloaded)).toEqual(pending(visit));
    await reloaded.enterActivationCode(account.activationCode);
    await visit.refresh();
    expect(visit.view.stage).toEqual({ at: 'start' });
  });

  it('tells a wrong code beside its field and stays where it was', async () => {
    const { visit } = visitTo();
    await visit.begin();
    const before = pending(visit);
    const { deviceCode } = await phone(readText(before.text));
    await visit.enterDeviceCode(mistyped(deviceCode));
    expect(visit.view.error).toMatchObject({ form: 'device-code', code: 'CODE_WRONG' });
    expect(visit.view.error?.text(ENGLISH)).toContain('4 attempts left');
    expect(pending(visit)).toEqual({ ...before, attemptsLeft: 4 });
    await visit.enterDeviceCode(deviceCode);
    expect(visit.view.error).toBeUndefined();
  });

  it('tells an activation that was lost, and starts over', async () => {
    const { visit } = visitTo();
    const account = await bind(visit);
    for (let i = 0; i < 3; i++) await visit.enterActivationCode(mistyped(account.activationCode));
    expect(visit.view.stage).toEqual({ at: 'lost', why: 'ACTIVATION_CODES' });
    await visit.begin();
    expect(pending(visit).stage).toBe('device-code');
  });

  it('tells that the time has run out', async () => {
    const { visit, at } = visitTo();
    await visit.begin();
    at.clock.now += 601;
    await visit.refresh();
    expect(visit.view.stage).toEqual({ at: 'lost', why: 'EXPIRED' });
  });

  it('ends an activation when the person cancels it', async () => {
    const { visit } = visitTo();
    await visit.begin();
    await visit.cancel();
    expect(visit.view).toMatchObject({ stage: { at: 'start' }, devices: [], error: undefined });
  });

  it('whose activation another tab has ended says so', async () => {
    const { visit } = visitTo();
    await visit.begin();
    const { deviceCode } = await phone(readText(pending(visit).text));
    const otherTab = bankVisit();
    await otherTab.refresh();
    await otherTab.cancel();
    await visit.enterDeviceCode(deviceCode);
    expect(visit.view.stage).toEqual({ at: 'start' });
    expect(visit.view.error).toMatchObject({ form: 'device-code', code: 'WRONG_STATE' });
  });
});

describe('a bank that cannot be reached', () => {
  const offline: Fetch = () => Promise.reject(new TypeError('Failed to fetch'));

  it('is said at the first visit, and asked again', async () => {
    const { visit, online } = visitTo();
    answering = offline;
    await visit.refresh();
    expect(visit.view.stage).toEqual({ at: 'unreachable' });
    answering = online;
    await visit.refresh();
    expect(visit.view.stage).toEqual({ at: 'start' });
  });

  it('in the middle loses nothing', async () => {
    const { visit, online } = visitTo();
    await visit.begin();
    const before = pending(visit);
    const { deviceCode } = await phone(readText(before.text));
    answering = offline;
    await visit.enterDeviceCode(deviceCode);
    expect(pending(visit)).toEqual(before);
    expect(visit.view.error).toMatchObject({ form: 'device-code', code: 'UNREACHABLE' });
    expect(visit.view.busy).toBe('none');
    answering = online;
    await visit.enterDeviceCode(deviceCode);
    expect(pending(visit).stage).toBe('activation-code');
  });

  it.each(['<html>', '{}', 'null'])('or answers %j is the same', async (body) => {
    const { visit } = visitTo();
    answering = () => Promise.resolve(new Response(body, { status: 502 }));
    await visit.begin();
    expect(visit.view.error?.code).toBe('UNREACHABLE');
  });
});

describe('a session', () => {
  const offline: Fetch = () => Promise.reject(new TypeError('Failed to fetch'));
  const calls: string[] = [];

  /** A visit to a bank whose sessions end, with what it calls. */
  function signedIn() {
    const { visit, online } = visitTo({}, 300);
    calls.length = 0;
    answering = (path, init) => {
      calls.push(path);
      return online(path, init);
    };
    return visit;
  }

  it('begins by the first visit itself', async () => {
    const visit = signedIn();
    await visit.refresh();
    expect(visit.view.stage).toEqual({ at: 'start' });
    expect(calls).toEqual(['/api/sign-in', '/api/overview']);
  });

  it('that has ended begins again by the person alone', async () => {
    const visit = signedIn();
    await visit.refresh();
    calls.length = 0;
    answering = (path) => {
      calls.push(path);
      return Promise.resolve(Response.json({ error: 'SIGNED_OUT' }, { status: 401 }));
    };
    await visit.refresh();
    await visit.lookForEnd();
    expect(visit.view.stage).toEqual({ at: 'signed-out' });
    expect(calls).toEqual(['/api/overview', '/api/overview']);
  });

  it('leaves nothing on the screen where its end cannot be asked for', async () => {
    const visit = signedIn();
    await visit.refresh();
    await visit.begin();
    expect(visit.view.devices).toHaveLength(1);
    answering = offline;
    await visit.refresh();
    expect(pending(visit)).toBeDefined();
    await visit.lookForEnd();
    expect(visit.view).toMatchObject({ stage: { at: 'signed-out' }, devices: [] });
  });

  it('that another window has kept alive goes on', async () => {
    const visit = signedIn();
    await visit.refresh();
    await visit.begin();
    await visit.lookForEnd();
    expect(pending(visit)).toBeDefined();
  });
});

describe('what another window does', () => {
  it('moves the activation on, and says when it is finished', async () => {
    const { visit } = visitTo();
    await visit.begin();
    const other = bankVisit();
    await other.refresh();
    const holder = await phone(readText(pending(visit).text));
    await other.enterDeviceCode(holder.deviceCode);
    await visit.refresh();
    expect(pending(visit)).toEqual(pending(other));
    const account = await holder.scan(readText(pending(visit).text));
    await other.enterActivationCode(account.activationCode);
    await visit.refresh();
    expect(visit.view).toMatchObject({
      stage: { at: 'start' },
      feedback: { about: 'activation', name: 'active' },
    });
    await visit.refresh();
    expect(visit.view.feedback).toBeDefined();
    await other.begin();
    await visit.refresh();
    expect(pending(visit).stage).toBe('device-code');
    await other.cancel();
    await visit.refresh();
    expect(visit.view.stage).toEqual({ at: 'start' });
  });

  it('is fetched once more where it comes while the overview is on its way', async () => {
    const { visit, online } = visitTo();
    await visit.refresh();
    const other = bankVisit();
    let overviews = 0;
    answering = async (path, init) => {
      const response = await online(path, init);
      if (++overviews === 1) {
        answering = online;
        await other.begin();
        void visit.refresh();
        void visit.refresh();
        answering = async (...given) => (overviews++, online(...given));
      }
      return response;
    };
    await visit.refresh();
    expect(pending(visit).stage).toBe('device-code');
    expect(overviews).toBe(2);
  });

  it('is fetched after the call of a form that is under way', async () => {
    const { visit, online } = visitTo();
    await visit.refresh();
    const other = bankVisit();
    answering = async (path, init) => {
      const response = await online(path, init);
      if (path.endsWith('overview') && visit.view.busy !== 'none') {
        answering = online;
        await other.begin();
        await visit.refresh();
      }
      return response;
    };
    await visit.begin();
    expect(pending(visit)).toEqual(pending(other));
  });
});

describe('calls that overlap', () => {
  it('are one at a time for the forms', async () => {
    const { visit } = visitTo();
    await Promise.all([visit.begin(), visit.begin(), visit.begin()]);
    expect(visit.view.devices).toHaveLength(1);
    expect(visit.view.devices[0]?.id).toBe(pending(visit).id);
  });

  it('are over when the refusal of one is told', async () => {
    const { visit } = visitTo();
    await visit.begin();
    const seen: boolean[] = [];
    const told = bankVisit(() =>
      seen.push(told.view.error !== undefined && told.view.busy !== 'none'),
    );
    await told.refresh();
    await told.enterDeviceCode('0000-0000-0000-0000');
    expect(told.view.error).toBeDefined();
    expect(seen).not.toContain(true);
  });

  it('do not bring back the past', async () => {
    const { visit, online } = visitTo();
    await visit.refresh();
    let release: () => void = () => undefined;
    const held = new Promise<void>((resolve) => (release = resolve));
    let first = true;
    answering = async (path, init) => {
      const response = await online(path, init);
      if (first) {
        first = false;
        await held;
      }
      return response;
    };
    const slow = visit.refresh();
    await visit.begin();
    release();
    await slow;
    expect(visit.view.stage.at).toBe('pending');
  });
});
