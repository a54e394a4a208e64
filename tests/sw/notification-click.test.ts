/** Taps on notifications: a window is told, never navigated; only a request's name counts. */
import { expect, it } from 'vitest';

import {
  fromRequestFragment,
  OPEN_REQUEST,
  toRequestFragment,
  toRequestRef,
} from '../../src/core/request-ref.ts';
import type { AppWindow } from '../../sw/notification-click.ts';
import { openFromNotification } from '../../sw/notification-click.ts';

const base = 'https://app.example/auth/';
const name = { account: '0011223344556677', request: 'aabbccddeeff0011' };

function window(change: Partial<AppWindow> = {}) {
  const said: unknown[] = [];
  const events: string[] = [];
  return {
    url: base,
    focused: false,
    visibilityState: 'hidden',
    focus: async () => void events.push('focus'),
    postMessage: (message: unknown) => {
      events.push('message');
      said.push(message);
    },
    said,
    events,
    ...change,
  };
}

async function tap(data: unknown, ...windows: AppWindow[]) {
  const opened: string[] = [];
  await openFromNotification(data, {
    windows: async () => windows,
    openWindow: async (url) => opened.push(url),
    base,
  });
  return opened;
}

it('opens the app at the request where no window is open', async () => {
  expect(await tap(name)).toEqual([`${base}#request=0011223344556677/aabbccddeeff0011`]);
});

it('tells the window that is open, once it is in front', async () => {
  const open = window();
  expect(await tap(name, open)).toEqual([]);
  expect(open.said).toEqual([{ type: OPEN_REQUEST, ...name }]);
  expect(open.events).toEqual(['focus', 'message']);
});

it('prefers the window in use, then one that can be seen', async () => {
  const [hidden, visible, focused] = [
    window(),
    window({ visibilityState: 'visible' }),
    window({ visibilityState: 'visible', focused: true }),
  ];
  await tap(name, hidden, visible);
  await tap(name, hidden, visible, focused);
  expect([hidden, visible, focused].map(({ said }) => said.length)).toEqual([0, 1, 1]);
});

it('opens another window where none comes to the front, and tells that one alone', async () => {
  const stuck = window({ focus: () => Promise.reject(new TypeError('Not allowed')) });
  expect(await tap(name, stuck)).toHaveLength(1);
  expect(stuck.said).toEqual([]);
});

it('leaves other pages of the origin alone', async () => {
  const other = window({ url: 'https://app.example/shop/' });
  expect(await tap(name, other)).toHaveLength(1);
  expect(other.events).toEqual([]);
});

it.each([
  undefined,
  null,
  'text',
  {},
  { account: name.account },
  { ...name, request: 'AABBCCDDEEFF0011' },
  { ...name, account: '00112233445566778' },
  { ...name, account: '../../../../else' },
  { ...name, request: 7 },
])('leads from %j to the app itself', async (data) => {
  const open = window();
  expect(await tap(data)).toEqual([base]);
  expect(await tap(data, open)).toEqual([]);
  expect(open.events).toEqual(['focus']);
});

it('reads the address that it writes, and no other', () => {
  expect(fromRequestFragment(toRequestFragment(name))).toEqual(name);
  for (const fragment of ['', 'request=', 'request=a/b', `request=${name.account}`, 'scan'])
    expect(fromRequestFragment(fragment)).toBeUndefined();
  expect(fromRequestFragment(`${toRequestFragment(name)}/1`)).toBeUndefined();
  expect(fromRequestFragment(`x${toRequestFragment(name)}`)).toBeUndefined();
  expect(toRequestRef({ ...name, more: 1 })).toEqual(name);
});
