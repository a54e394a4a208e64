/** What a message costs on its way through the app: decodings, verifications and hashes. */
import { beforeEach, expect, test, vi } from 'vitest';

import { startApp } from '../../src/app/app.ts';
import { issuerAccounts } from '../../src/core/account.ts';
import { equal, fromHex } from '../../src/core/codec/bytes.ts';
import * as cose from '../../src/core/codec/cose.ts';
import { toQrText } from '../../src/core/codec/message-text.ts';
import type { View } from '../../src/core/view.ts';
import WORDS from '../../src/i18n/locales/en/worker.json';
import { parseDeviceCode } from '../../src/protocol/device-code.ts';
import { deriveActivationKeys } from '../../src/protocol/key-schedule.ts';
import { writeRequest } from '../../src/protocol/request.ts';
import { writeSecondMessage } from '../../src/protocol/second-message.ts';
import { fetchRequests } from '../../src/requests/fetch-requests.ts';
import type { Vault } from '../../src/vault/types.ts';
import { openWorkerVault } from '../../src/vault/worker-vault.ts';
import { receivePush } from '../../sw/push.ts';
import { published, scanFirst, verified } from '../vault/activation-fixtures.ts';
import { boot, clock, reset } from '../vault/fake-device.ts';
import { withAccount } from '../vault/scenarios.ts';
import { appOptions } from './app-options.ts';

vi.mock('../../src/core/codec/cose.ts', async (original) => {
  const actual = await original<typeof cose>();
  return {
    ...actual,
    decodeSign1: vi.fn(actual.decodeSign1),
    decodeEncrypt0: vi.fn(actual.decodeEncrypt0),
  };
});

/** The page's address: the worker that shows notifications lies beside it. */
const PAGE = 'https://auth.example/';

beforeEach(() => {
  reset();
  vi.stubGlobal('document', { baseURI: PAGE });
  vi.stubGlobal('location', new URL(PAGE));
});

/** Counts, from here on, decoded envelopes, verified signatures, and hashes of this message. */
function counting(message: Uint8Array) {
  const verify = vi.spyOn(crypto.subtle, 'verify').mockClear();
  const digest = vi.spyOn(crypto.subtle, 'digest').mockClear();
  const decoders = [vi.mocked(cose.decodeSign1), vi.mocked(cose.decodeEncrypt0)];
  for (const decoder of decoders) decoder.mockClear();
  const isMessage = (data: BufferSource) => equal(new Uint8Array(data as ArrayBuffer), message);
  return () => ({
    decoded: decoders.reduce((sum, { mock }) => sum + mock.calls.length, 0),
    verified: verify.mock.calls.length,
    hashed: digest.mock.calls.filter(([, data]) => isMessage(data)).length,
  });
}

async function openApp(vault: Vault) {
  const views: View[] = [];
  const app = await startApp({
    vault,
    ...appOptions(),
    onView: (view) => views.push(view),
  });
  const view = () => views.at(-1)!;
  const step = (wanted: string) =>
    vi.waitFor(() => expect(view().activation.step).toBe(wanted), { timeout: 60_000 });
  const scan = (message: Uint8Array) => app.readFound([{ kind: 'qr', text: toQrText(message) }]);
  return { app, view, step, scan };
}

test('a first image: one decoding, one verification, one hash', async () => {
  const { firstMessage } = await published(0);
  const { app, step, scan } = await openApp(await boot());
  app.act({ type: 'scan' });
  await step('scan-first');
  const count = counting(firstMessage);
  scan(firstMessage);
  await step('device-code');
  expect(count()).toEqual({ decoded: 1, verified: 1, hashed: 1 });
});

/** The issuer's answer to a device code. */
async function secondMessage(firstMessage: Uint8Array, deviceCode: string) {
  const { fields, hash: h1 } = await verified(firstMessage);
  const { secret, activationId } = fields;
  const nonce = new Uint8Array(16).fill(1);
  const { c9 } = parseDeviceCode(deviceCode);
  const { message2 } = await deriveActivationKeys({ secret, c9, h1, nonce });
  const { second } = (await published(0)).account();
  return writeSecondMessage(second, { activationId, h1, nonce, message2 });
}

test('a second image: one decoding, and the first message is not verified again', async () => {
  const { firstMessage } = await published(0);
  const { app, view, step, scan } = await openApp(await boot());
  app.act({ type: 'scan' });
  await step('scan-first');
  scan(firstMessage);
  await step('device-code');
  const { activation } = view();
  if (activation.step !== 'device-code') throw new Error(activation.step);
  const second = await secondMessage(firstMessage, activation.pending.deviceCode);
  app.act({ type: 'second-wanted' });
  const count = counting(firstMessage);
  scan(second);
  await step('choose-pin');
  expect(count()).toEqual({ decoded: 1, verified: 0, hashed: 0 });
});

test('another first image: both are decoded and verified once, none when kept', async () => {
  const [pending, other] = [await published(0), await published(1)];
  const vault = await boot();
  await scanFirst(vault, pending);
  const count = counting(other.firstMessage);
  const { app, view, step, scan } = await openApp(vault);
  await step('device-code');
  expect(count()).toEqual({ decoded: 1, verified: 1, hashed: 0 });
  app.act({ type: 'second-wanted' });
  scan(other.firstMessage);
  await step('replace-pending');
  app.act({ type: 'replace-confirmed' });
  await step('device-code');
  expect(view().activation).toMatchObject({ pending: { id: other.id } });
  expect(count()).toEqual({ decoded: 2, verified: 2, hashed: 1 });
});

test('a kept first message: verified once, when it is read from storage', async () => {
  const known = await published(0);
  const vault = await boot();
  await scanFirst(vault, known);
  const count = counting(known.firstMessage);
  const { app, step, scan } = await openApp(vault);
  await step('device-code');
  expect(count()).toEqual({ decoded: 1, verified: 1, hashed: 1 });
  app.act({ type: 'second-wanted' });
  scan(known.secondMessage!);
  await step('choose-pin');
  expect(count()).toEqual({ decoded: 2, verified: 1, hashed: 1 });
});

async function someRequest() {
  const { vault, known } = await withAccount();
  const now = clock.now / 1000;
  const message = await writeRequest(
    {
      requestId: new Uint8Array(8).fill(7),
      issuedAt: now,
      expiresAt: now + 300,
      kind: 'login',
      title: 'Log in',
      fields: [],
      pinRequired: false,
    },
    { activationId: fromHex(known.id), channel: await vault.channelKey(known.id) },
  );
  return { vault, message };
}

test('a pushed request: one decoding', async () => {
  const { vault, message } = await someRequest();
  const count = counting(message);
  const shown: unknown[] = [];
  await receivePush(toQrText(message), {
    open: openWorkerVault,
    show: async (title) => void shown.push(title),
    badge: async () => undefined,
    deadline: () => new Promise(() => undefined),
    now: () => clock.now,
    words: () => WORDS,
    name: 'Tessera',
    showsTitles: false,
  });
  expect(shown).toEqual(['Northwind Bank']);
  expect(await vault.requests()).toHaveLength(1);
  expect(count().decoded).toBe(1);
});

test('a fetched request: one decoding', async () => {
  const { vault, message } = await someRequest();
  const { accounts } = await vault.snapshot();
  const count = counting(message);
  const service = { call: async () => ({ requests: [toQrText(message)] }) };
  expect(
    await fetchRequests({ vault, service, now: () => clock.now }, issuerAccounts(accounts)[0]!),
  ).toBe(0);
  expect(await vault.requests()).toHaveLength(1);
  expect(count().decoded).toBe(1);
});
