/**
 * Requests of the page against the bank's application: how each end is told, and that none is lost
 * in between.
 */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

import { createBank } from '../../src/bank/server/bank.ts';
import { openBank } from '../../src/bank/server/open.ts';
import { pushSender } from '../../src/bank/server/push-sender.ts';
import { readText } from '../../src/core/codec/message-text.ts';
import ENGLISH from '../../src/i18n/locales/en/page.json';
import type { PageRequest } from '../../src/issuer/http/page-api.ts';
import { DeviceChanges } from '../../src/page-kit/device-changes.ts';
import type { Visit } from '../../src/page-kit/visit.ts';
import { VisitRequests } from '../../src/page-kit/visit-requests.ts';
import { responseTo } from '../issuer/authenticator-fixture.ts';
import type { Bound, IssuerFixture } from '../issuer/issuer-fixture.ts';
import { activate, createIssuerFixture, granted, mistyped } from '../issuer/issuer-fixture.ts';
import { bankVisit } from './bank-visit.ts';

const CUSTOMER = 'c'.repeat(32);
let at: IssuerFixture;
let bound: Bound;
let visit: Visit;
let asking: VisitRequests;
let online: boolean;
/** What names the browser session. */
let cookie: string;

beforeEach(async () => {
  at = createIssuerFixture();
  bound = await activate(at, granted(await at.issuer.begin({ owner: CUSTOMER })));
  const bank = createBank({ issuer: at.issuer });
  online = true;
  cookie = '';
  vi.stubGlobal('fetch', async (path: string, init: RequestInit) => {
    if (!online) throw new TypeError('Failed to fetch');
    const named = { ...(init.headers as Record<string, string>), Customer: CUSTOMER };
    const response = await bank.request(path, { ...init, headers: { ...named, Cookie: cookie } });
    cookie = response.headers.get('Set-Cookie')?.split(';')[0] ?? cookie;
    return response;
  });
  visit = bankVisit();
  asking = new VisitRequests(visit);
  await visit.refresh();
});
afterEach(() => vi.unstubAllGlobals());

async function asked(): Promise<{ request: PageRequest; code: string }> {
  await asking.ask(bound.id, { kind: 'login' });
  const { request } = visit.view;
  if (!request) throw new Error(visit.view.error?.code);
  return { request, code: await responseTo(bound.account, readText(request.text)) };
}

const told = (): unknown => [visit.view.feedback?.about, visit.view.feedback?.name];

describe('a request', () => {
  it('is approved by its code, after slips that are told apart', async () => {
    const { request, code } = await asked();
    await asking.enterResponse('12');
    expect(visit.view).toMatchObject({
      request,
      error: { form: 'response-code', code: 'CODE_MALFORMED' },
    });
    await asking.enterResponse(mistyped(code));
    expect(visit.view).toMatchObject({ request, error: undefined });
    expect(visit.view.feedback).toMatchObject({ about: 'request', name: 'refused' });
    await asking.enterResponse(code);
    expect(told()).toEqual(['request', 'approved']);
    expect(visit.view.request).toBeUndefined();
  });

  it('is found again after a reload', async () => {
    const { request } = await asked();
    const reloaded = bankVisit();
    await reloaded.refresh();
    expect(reloaded.view.request).toEqual(request);
  });

  it.each([
    ['denied', ({ id }: PageRequest) => at.issuer.denyRequest(id)],
    ['cancelled', ({ id }: PageRequest) => at.issuer.cancelRequest(id)],
    ['cancelled', () => at.issuer.revoke(bound.id)],
  ] as const)('that was %s elsewhere is told when the page looks', async (name, act) => {
    const { request } = await asked();
    await asking.look();
    expect(visit.view.request).toEqual(request);
    granted(await act(request));
    await asking.look();
    expect(told()).toEqual(['request', name]);
    expect(visit.view.request).toBeUndefined();
  });

  it('that was answered elsewhere is not answered again', async () => {
    const { request, code } = await asked();
    granted(await at.issuer.denyRequest(request.id));
    await asking.enterResponse(code);
    expect(told()).toEqual(['request', 'denied']);
    const other = await asked();
    granted(await at.issuer.verifyResponse(other.request.id, other.code));
    await asking.cancel();
    expect(told()).toEqual(['request', 'approved']);
  });

  it('that the person never asked for is told as such', async () => {
    const { request } = await asked();
    const notMe = vi.fn(async () => ({ ...request, state: 'DENIED', reason: 'not-me' }));
    vi.stubGlobal('fetch', async () => Response.json(await notMe()));
    await asking.look();
    expect(told()).toEqual(['request', 'not-me']);
    expect(visit.view.feedback?.text(ENGLISH)).toContain('You said that you did not ask for this');
  });

  it('runs out, and can be taken back', async () => {
    await asked();
    await asking.cancel();
    expect(told()).toEqual(['request', 'cancelled']);
    await asked();
    at.clock.now += 301;
    await asking.look();
    expect(told()).toEqual(['request', 'expired']);
  });

  it('pauses the device after every fifth wrong code, and blocks it with the last', async () => {
    const enter = async (): Promise<void> => {
      const { code } = await asked();
      for (let i = 0; i < 5; i++) await asking.enterResponse(mistyped(code));
    };
    for (let i = 0; i < 4; i++) {
      await enter();
      expect(told()).toEqual(['request', 'paused']);
      expect(visit.view.devices).toMatchObject([{ totalLeft: 20 - 5 * i, attemptsLeft: 0 }]);
      await asking.cancel();
      at.clock.now += 86_400;
    }
    await enter();
    expect(told()).toEqual(['request', 'blocked']);
    expect(visit.view).toMatchObject({ request: undefined, devices: [{ state: 'BLOCKED' }] });
  });

  it('is kept while the bank cannot be reached', async () => {
    const { request, code } = await asked();
    online = false;
    await asking.look();
    await asking.enterResponse(code);
    expect(visit.view).toMatchObject({ request, error: { code: 'UNREACHABLE' }, busy: 'none' });
    online = true;
    await asking.enterResponse(code);
    expect(told()).toEqual(['request', 'approved']);
  });
});

describe('what happens elsewhere', () => {
  it('to the request while another form is busy is told after it', async () => {
    const { request } = await asked();
    const checking = visit.checkOtp(bound.id, '000');
    granted(await at.issuer.denyRequest(request.id));
    const looking = asking.look();
    expect(visit.view.busy).toBe('one-time-password');
    await Promise.all([checking, looking]);
    expect(told()).toEqual(['request', 'denied']);
    expect(visit.view.request).toBeUndefined();
  });

  it('while a look is under way is told by the next one', async () => {
    const { request } = await asked();
    const online = fetch;
    vi.stubGlobal('fetch', async (path: string, init: RequestInit) => {
      const response = await online(path, init);
      vi.stubGlobal('fetch', online);
      granted(await at.issuer.denyRequest(request.id));
      void asking.look();
      return response;
    });
    await asking.look();
    expect(told()).toEqual(['request', 'denied']);
  });

  it('does not take the place of what is being put together', async () => {
    await visit.compose(true);
    const other = new VisitRequests(bankVisit());
    await other.ask(bound.id, { kind: 'login' });
    await visit.refresh();
    expect(visit.view.request).toBeUndefined();
    expect(visit.view.elsewhere).toMatchObject([{ kind: 'login', state: 'PENDING' }]);
    await visit.compose(false);
    expect(visit.view.request).toMatchObject({ kind: 'login' });
    expect(visit.view.elsewhere).toEqual([]);
  });

  it('beside the request that is shown is named', async () => {
    const { request } = await asked();
    at.clock.now += 1;
    const other = new VisitRequests(bankVisit());
    await other.ask(bound.id, { kind: 'login' });
    await visit.refresh();
    expect(visit.view.request).toEqual(request);
    expect(visit.view.elsewhere).toHaveLength(1);
  });
});

describe('a device', () => {
  it('is revoked, and its image can be shown', async () => {
    await asked();
    const ending = new DeviceChanges(visit);
    await ending.revoke(bound.id);
    expect(told()).toEqual(['device', 'revoked']);
    expect(visit.view).toMatchObject({ request: undefined, devices: [{ state: 'REVOKED' }] });
    await ending.showDeactivation(bound.id);
    expect(visit.view.deactivation).toMatchObject({ device: bound.id });
    ending.hideDeactivation();
    expect(visit.view.deactivation).toBeUndefined();
    await ending.revoke(bound.id);
    expect(visit.view.error).toMatchObject({ form: 'revoke', code: 'WRONG_STATE' });
  });
});

describe('a replacement', () => {
  /** Asks for the old device's proof, and gives it. */
  async function replaced(): Promise<DeviceChanges> {
    const changes = new DeviceChanges(visit);
    changes.beginReplacement(bound.id);
    await changes.replace(await bound.account.otpAt(at.clock.now));
    expect(visit.view.stage).toMatchObject({ activation: { replaces: bound.id } });
    return changes;
  }
  const pending = () => visit.view.devices.filter(({ state }) => state === 'CREATED');

  it('that is started over is cancelled and asked for again', async () => {
    const changes = await replaced();
    await changes.startOver();
    expect(visit.view).toMatchObject({ stage: { at: 'start' }, replacing: bound.id });
    expect(pending()).toEqual([]);
    at.clock.now += 30;
    await changes.replace(await bound.account.otpAt(at.clock.now));
    expect(visit.view.stage).toMatchObject({ activation: { replaces: bound.id } });
  });

  it('is started over by taps on what is shown while its call is under way', async () => {
    const taps: Promise<void>[] = [];
    const tapped: Visit = bankVisit(() => {
      const { stage, busy } = tapped.view;
      if (stage.at !== 'pending' || busy !== 'replacement' || taps.length > 0) return;
      taps.push(changes.startOver(), changes.startOver());
    });
    const changes = new DeviceChanges(tapped);
    await tapped.refresh();
    changes.beginReplacement(bound.id);
    await changes.replace(await bound.account.otpAt(at.clock.now));
    await Promise.all(taps);
    expect(taps).toHaveLength(2);
    expect(tapped.view).toMatchObject({ stage: { at: 'start' }, replacing: bound.id });
  });

  it.each(['', ' after a reload'])('that was lost is asked for again%s', async (reloaded) => {
    await replaced();
    at.clock.now += 601;
    if (reloaded) visit = bankVisit();
    await visit.refresh();
    await visit.refresh();
    expect(visit.view.stage).toEqual({ at: 'lost', why: 'EXPIRED', replaces: bound.id });
    await new DeviceChanges(visit).startOver();
    expect(visit.view.replacing).toBe(bound.id);
    expect(pending()).toEqual([]);
  });

  it('whose device was revoked meanwhile begins an activation of its own', async () => {
    const changes = await replaced();
    await changes.revoke(bound.id);
    await changes.startOver();
    expect(visit.view).toMatchObject({ stage: { at: 'pending' }, replacing: undefined });
    expect(visit.view.stage).not.toHaveProperty('activation.replaces');
  });
});

describe('the way to push services', () => {
  it('keeps its keys', async () => {
    const kept = new Map<string, Uint8Array>();
    const secret = async (name: string, create: () => Promise<Uint8Array>): Promise<Uint8Array> =>
      kept.get(name) ?? (kept.set(name, await create()), kept.get(name)!);
    const one = await pushSender({ secret }, 'mailto:security@bank.example');
    const two = await pushSender({ secret }, 'mailto:security@bank.example');
    expect(one?.publicKey).toHaveLength(65);
    expect(two?.publicKey).toEqual(one?.publicKey);
    expect(await pushSender({ secret }, undefined)).toBeUndefined();
    await expect(pushSender({ secret }, 'somebody')).rejects.toMatchObject({
      code: 'OUT_OF_RANGE',
    });
  });

  it('is refused when the bank starts, with a sentence, where push services would refuse it', async () => {
    const places = { origin: 'http://localhost:4174', folder: '' };
    const opened = (contact: string) =>
      openBank({ BANK_STORE: 'memory', WEB_PUSH_CONTACT: contact }, places);
    for (const contact of ['mailto:me@localhost', 'somebody'])
      await expect(opened(contact)).rejects.toThrow(
        /^Notifications can't be sent, check WEB_PUSH_CONTACT: push services refuse all but a mailto:/,
      );
    await (await opened('mailto:security@bank.example')).close();
  });
});
