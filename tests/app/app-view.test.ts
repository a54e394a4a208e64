/** The view as a projection: before anything is loaded, and what follows from several parts. */
import { describe, expect, it } from 'vitest';

import type { AppState, LocalState, ViewEnvironment } from '../../src/app/app-view.ts';
import { INITIAL_LOCAL_STATE, initialView, isIdle, projectView } from '../../src/app/app-view.ts';
import { START } from '../../src/core/navigation/machine.ts';
import type { Lock, Route } from '../../src/core/navigation/route-types.ts';

const environment: ViewEnvironment = {
  config: { pinLength: 6, biometrics: true, homeDetails: false, otherAccounts: true },
  about: { name: 'Tessera', version: '1.0.0' },
  platform: 'ios',
  browser: 'safari',
  installed: false,
  canPaste: true,
};

const LANGUAGE = { inUse: 'en', offered: ['en'] };

interface Change {
  readonly environment?: Partial<ViewEnvironment['config']>;
  readonly vault?: Partial<AppState['vault']>;
  readonly route?: Route;
  readonly lock?: Lock;
  readonly local?: Partial<LocalState>;
  readonly services?: AppState['services'];
}

const project = (change: Change) =>
  projectView({
    environment: { ...environment, config: { ...environment.config, ...change.environment } },
    vault: { accounts: [], damaged: [], biometrics: false, settings: {}, ...change.vault },
    navigation: { lock: change.lock ?? START.lock, route: change.route ?? { at: 'home' } },
    local: { ...INITIAL_LOCAL_STATE, ...change.local },
    language: LANGUAGE,
    services: change.services,
  });

it('begins locked, at the start, with nothing that was not read yet', () => {
  expect(initialView(environment, LANGUAGE)).toMatchObject({
    navigation: START,
    activation: { step: 'idle' },
    accounts: [],
    pinLength: 6,
    hasPin: false,
    requests: { is: 'unknown', items: [] },
    request: undefined,
    notifications: { is: 'unknown' },
    about: { name: 'Tessera', version: '1.0.0', persisted: undefined },
    incoming: undefined,
    choices: [],
  });
});

it('takes the length of the PIN from the vault once there is one', () => {
  expect(project({ vault: { pin: { length: 8 } } })).toMatchObject({ pinLength: 8, hasPin: true });
});

it('says what requests are about once it is unlocked, or where the configuration says so', () => {
  expect(project({}).requestsDetailed).toBe(false);
  expect(project({ environment: { homeDetails: true } }).requestsDetailed).toBe(true);
  expect(project({ lock: { is: 'unlocked', picture: 3 } }).requestsDetailed).toBe(true);
});

it.each([
  ['not-allowed', { environment: { biometrics: false }, vault: { biometrics: true } }],
  ['on', { vault: { biometrics: true } }],
  ['off', { local: { biometricsAvailable: true } }],
  ['missing', {}],
] as const)('calls biometrics %s', (biometrics, change) => {
  expect(project(change).biometrics).toBe(biometrics);
});

it('offers to install until the person declines', () => {
  const local = { installOffered: true };
  expect(project({}).installOffered).toBe(false);
  expect(project({ local }).installOffered).toBe(true);
  const declined = { settings: { install: 'declined' } };
  expect(project({ local, vault: declined }).installOffered).toBe(false);
});

it('asks before a PIN goes on where the person has switched that on', () => {
  expect(project({}).askFirst).toBe(false);
  expect(project({ vault: { settings: { 'ask-first': true } } }).askFirst).toBe(true);
});

describe('a new version', () => {
  const local = { updateReady: true };
  it('is offered where nothing is under way, and only then', () => {
    expect(project({ local }).updateReady).toBe(true);
    expect(project({ local, route: { at: 'wizard' } }).updateReady).toBe(false);
    expect(project({}).updateReady).toBe(false);
  });

  it('never takes over from what would be lost', () => {
    const busy: readonly Route['at'][] = [
      'wizard',
      'authenticate',
      'choose-pin',
      'working',
      'request',
      'answering',
      'response-code',
      'erase',
    ];
    for (const at of busy) expect(isIdle({ at } as Route)).toBe(false);
  });
});

it('shows only how a code came in, and only what each of several seems to be', () => {
  const view = project({
    local: {
      incoming: { by: 'link', address: 'https://bank.example/#secret' },
      choices: [
        { found: { kind: 'qr', text: 'secret' }, choice: { is: 'other', seen: 'web' } },
      ] as unknown as LocalState['choices'],
    },
  });
  expect(view.incoming).toBe('link');
  expect(view.choices).toEqual([{ is: 'other', seen: 'web' }]);
  expect(JSON.stringify(view)).not.toContain('secret');
});

it('adds what the services know once they are loaded', () => {
  const requests = { is: 'resting', items: [], services: {} } as const;
  const notifications = { is: 'on', titles: true, accounts: {} } as const;
  const activation = { step: 'scan-first', exchange: { purpose: { kind: 'activate' } } } as const;
  const earlier = { is: 'locked', on: true, days: 90 } as const;
  const shown = { activation, requests, earlier, notifications };
  expect(
    project({
      services: { ...shown, transfer: undefined, request: undefined, codePicture: undefined },
    }),
  ).toMatchObject(shown);
});
