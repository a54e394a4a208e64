/** APIs that never answer: each wait ends by itself, with an error that the app has words for. */
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';

import { showBadge } from '../../src/platform/badge.ts';
import { webauthnBiometrics } from '../../src/platform/biometrics.ts';
import { cameraPermission, openCamera } from '../../src/platform/camera.ts';
import { canReadClipboard, copyText, readClipboard } from '../../src/platform/clipboard.ts';
import { shownNotifications, watchPermission } from '../../src/platform/notifications.ts';
import { createPush } from '../../src/platform/push.ts';
import { takeSharedFile } from '../../src/platform/shared-file.ts';
import { isPersisted } from '../../src/platform/storage.ts';
import { watchUpdates } from '../../src/platform/updates.ts';
import { keepAwake } from '../../src/platform/wake-lock.ts';

vi.mock('workbox-window', () => ({
  Workbox: class {
    addEventListener = (): void => undefined;
    register = silent;
    update = silent;
  },
}));

const silent = (): Promise<never> => new Promise(() => undefined);
const code = (wanted: string): unknown => expect.objectContaining({ code: wanted });
/** Longer than any limit, milliseconds. */
const LONG_MS = 120_000;

const SCRIPT = 'https://auth.example/service-worker.js';
const BASE = 'https://auth.example/';
const KEY = 'BA';

function browser(navigator: object, more: Record<string, unknown> = {}): void {
  vi.stubGlobal('navigator', navigator);
  for (const [name, value] of Object.entries(more)) vi.stubGlobal(name, value);
}

/** The result of a wait, or its error. */
async function outcome(wait: Promise<unknown>): Promise<unknown> {
  const ended = wait.catch((thrown: unknown) => thrown);
  await vi.advanceTimersByTimeAsync(LONG_MS);
  return Promise.race([ended, 'still waiting']);
}

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal('isSecureContext', true);
  vi.stubGlobal('location', { hostname: 'auth.example' });
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

test('a badge that is never taken, or taken away', async () => {
  browser({ setAppBadge: silent, clearAppBadge: silent });
  expect(await outcome(showBadge(2))).toBeUndefined();
  expect(await outcome(showBadge(0))).toBeUndefined();
});

test('a clipboard that does not answer has not copied', async () => {
  browser({ clipboard: { writeText: silent } });
  expect(await outcome(copyText('1234'))).toBe(false);
});

test('a clipboard that is never handed over has nothing; without one there is no way', async () => {
  browser({ clipboard: { readText: silent } });
  expect(canReadClipboard()).toBe(true);
  expect(await outcome(readClipboard())).toBeUndefined();
  browser({
    clipboard: { readText: () => Promise.reject(new DOMException('', 'NotAllowedError')) },
  });
  expect(await outcome(readClipboard())).toBeUndefined();
  browser({ clipboard: { readText: async () => 'TES1.AAAA' } });
  expect(await outcome(readClipboard())).toBe('TES1.AAAA');
  browser({ clipboard: {} });
  expect(canReadClipboard()).toBe(false);
  browser({});
  expect(canReadClipboard()).toBe(false);
});

test('a promise of storage that is not given is unknown', async () => {
  browser({ storage: { persisted: silent } });
  expect(await outcome(isPersisted())).toBeUndefined();
});

test('a picture that the service worker does not hand over', async () => {
  browser({ serviceWorker: { controller: { postMessage: () => undefined } } });
  expect(await outcome(takeSharedFile())).toBeUndefined();
});

test('a screen that is not kept awake; a lock that comes too late is released', async () => {
  const release = vi.fn(async () => undefined);
  const late = new Promise((resolve) => setTimeout(() => resolve({ release }), 10_000));
  browser(
    { wakeLock: { request: () => late } },
    { document: { addEventListener: vi.fn(), removeEventListener: vi.fn() } },
  );
  keepAwake(true);
  await vi.advanceTimersByTimeAsync(LONG_MS);
  expect(release).toHaveBeenCalledTimes(1);
  keepAwake(false);
});

test('a service worker that is never registered, and a host that does not answer', async () => {
  browser({ serviceWorker: new EventTarget() });
  const ignore = (): void => undefined;
  const updates = (await outcome(watchUpdates(SCRIPT, ignore, ignore))) as {
    check(): Promise<void>;
  };
  expect(await outcome(updates.check())).toBeUndefined();
});

describe('notifications', () => {
  test('that are not listed are left', async () => {
    const registration = { getNotifications: silent } as unknown as ServiceWorkerRegistration;
    expect(await outcome(shownNotifications([registration]))).toEqual([]);
  });

  test('whose permission is not told', async () => {
    browser({ permissions: { query: silent } });
    expect(await outcome(watchPermission(() => undefined))).toBeUndefined();
  });
});

describe('biometrics', () => {
  const authenticator = (more: object): object => ({
    PublicKeyCredential: Object.assign(class {}, {
      isUserVerifyingPlatformAuthenticatorAvailable: async () => true,
      ...more,
    }),
  });

  test('of which the browser says nothing are missing', async () => {
    browser({}, { ...authenticator({ isUserVerifyingPlatformAuthenticatorAvailable: silent }) });
    expect(await outcome(webauthnBiometrics.availability())).toMatchObject({ is: 'missing' });
  });

  test('whose abilities are not told are tried', async () => {
    browser({}, { ...authenticator({ getClientCapabilities: silent }) });
    expect(await outcome(webauthnBiometrics.availability())).toEqual({ is: 'available' });
  });

  test('a prompt has no limit, and Cancel ends it though the browser does not', async () => {
    browser({ credentials: { create: silent, get: silent } }, { ...authenticator({}) });
    const away = new AbortController();
    const request = {
      credentialId: new Uint8Array(4),
      prfSalt: new Uint8Array(32),
      signal: away.signal,
    };
    const prompt = webauthnBiometrics.get(request);
    expect(await outcome(prompt)).toBe('still waiting');
    away.abort();
    expect(await outcome(prompt)).toEqual(code('BIOMETRICS_CANCELLED'));
  });
});

describe('the camera', () => {
  const track = () => ({
    stop: vi.fn(),
    addEventListener: vi.fn(),
    getSettings: () => ({ deviceId: 'a' }),
    getCapabilities: () => ({ torch: true }),
    applyConstraints: silent,
  });
  const streamOf = (one: object) => ({ getTracks: () => [one], getVideoTracks: () => [one] });
  const asked = (state: PermissionState) => ({ query: async () => ({ state }) });
  const open = () => openCamera({ onLost: () => undefined });

  test('whose permission is not told may ask', async () => {
    browser({ permissions: { query: silent } });
    expect(await outcome(cameraPermission())).toBeUndefined();
  });

  test('that does not start is CAMERA_BUSY, and is stopped when it does', async () => {
    const late = track();
    const stream = new Promise((resolve) => setTimeout(() => resolve(streamOf(late)), 60_000));
    browser({ permissions: asked('granted'), mediaDevices: { getUserMedia: () => stream } });
    expect(await outcome(open())).toEqual(code('CAMERA_BUSY'));
    expect(late.stop).toHaveBeenCalledTimes(1);
  });

  test('waits as long as a person looks at the question', async () => {
    browser({ permissions: asked('prompt'), mediaDevices: { getUserMedia: silent } });
    expect(await outcome(open())).toBe('still waiting');
  });

  test('is used though the others are not listed and its light does not answer', async () => {
    const mediaDevices = { getUserMedia: async () => streamOf(track()), enumerateDevices: silent };
    browser({ permissions: asked('granted'), mediaDevices });
    const camera = (await outcome(open())) as Awaited<ReturnType<typeof openCamera>>;
    expect(camera.device).toBe('a');
    expect(await outcome(camera.devices())).toEqual([]);
    expect(await outcome(camera.setTorch(true))).toBeUndefined();
  });
});

describe('a push service', () => {
  const subscription = {
    options: { applicationServerKey: new Uint8Array([4]).buffer },
    unsubscribe: silent,
  };
  const registration = (more: object = {}) => ({
    scope: BASE,
    active: {},
    pushManager: { getSubscription: async () => null, subscribe: silent },
    ...more,
  });
  function worker(more: object): void {
    const getRegistrations = async () => [registration()];
    browser({ serviceWorker: { getRegistrations, register: silent, ...more } });
  }
  const push = createPush(SCRIPT);

  test.each([
    ['lists no registrations', { getRegistrations: silent }, () => push.subscriptions()],
    [
      'tells of no subscription',
      {
        getRegistrations: async () => [registration({ pushManager: { getSubscription: silent } })],
      },
      () => push.subscriptions(),
    ],
    ['does not subscribe', {}, () => push.subscribe(KEY)],
    [
      'registers no further worker',
      { getRegistrations: async () => [] },
      () => push.subscribe(KEY),
    ],
    [
      'has a worker that is never ready',
      {
        getRegistrations: async () => [
          registration({ active: null, installing: new EventTarget() }),
        ],
      },
      () => push.subscribe(KEY),
    ],
    [
      'does not forget',
      {
        getRegistrations: async () => [
          registration({ pushManager: { getSubscription: async () => subscription } }),
        ],
      },
      () => push.unsubscribe(KEY),
    ],
  ])('that %s is PUSH_UNAVAILABLE', async (_, more, use) => {
    worker(more);
    expect(await outcome(use())).toEqual(code('PUSH_UNAVAILABLE'));
  });
});
