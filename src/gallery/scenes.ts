/** Every screen and state as a hand-made snapshot, by name. */
import type { Activation } from '../core/activation/types.ts';
import type { Authentication } from '../core/authentication.ts';
import type { Route } from '../core/navigation/route-types.ts';
import type { SupportFacts } from '../core/support.ts';
import type { View } from '../core/view.ts';
import { codeScenes } from './code-scenes.ts';
import { confirmScenes } from './confirm-scenes.ts';
import { homeScenes } from './home-scenes.ts';
import { joinScenes } from './join-scenes.ts';
import { notificationScenes } from './notification-scenes.ts';
import { pinScenes } from './pin-scenes.ts';
import { requestScenes } from './request-scenes.ts';
import type { Scene } from './scene.ts';
import type { Names } from './scene-accounts.ts';
import { LONG_NAMES, manyAccounts, threeAccounts } from './scene-accounts.ts';
import { sceneView } from './scene-view.ts';
import { transferBackUpScenes } from './transfer-back-up-scenes.ts';
import { transferBringInScenes } from './transfer-bring-in-scenes.ts';
import { transferCardScenes } from './transfer-card-scenes.ts';
import { transferEnrolScenes } from './transfer-enrol-scenes.ts';
import { moveScenes } from './transfer-move-scenes.ts';
import { unlockScenes } from './unlock-scenes.ts';
import { wizardParts, wizardScenes } from './wizard-scenes.ts';

/** The id of an account that cannot be read. */
const DAMAGED = '9f3a00c1e5d27b44';

export const SUPPORT_FACTS: SupportFacts = {
  product: 'Tessera 1.0.0',
  browser: 'chrome',
  engine: 'Chromium 131.0.6778.86',
  system: 'Android 15',
  persisted: true,
  usedBytes: 1_234_567,
  quotaBytes: 123_456_789_012,
  camera: 'prompt',
  notifications: 'denied',
  installed: true,
  worker: 'controlling',
  language: 'en-GB',
  online: true,
};

/** All scenes at a moment, milliseconds since 1970. */
export function scenes(names: Names, now: number): Readonly<Record<string, Scene>> {
  const accounts = threeAccounts(names);
  const [first] = accounts;
  const isLong = names === LONG_NAMES;
  const at = (route: Route, more: Partial<View> = {}): View => sceneView(names, now, route, more);
  const home = at({ at: 'home' }, { accounts: accounts.slice(0, 1) });
  const wizard = (activation: Activation, more: Partial<View> = {}): View =>
    at({ at: 'wizard' }, { activation, accounts: [], hasPin: false, ...more });
  const auth = (authentication: Authentication, more: Partial<View> = {}): View =>
    at(
      {
        at: 'authenticate',
        auth: authentication,
        then: { to: 'otp', account: '1' },
        back: { at: 'home' },
      },
      more,
    );
  const parts = wizardParts(names, now);
  const { code, exchange, pending, sealing } = parts;
  const requests = requestScenes(at, now, isLong);
  const codes = {
    device: wizard({ step: 'device-code', exchange, pending }),
    activation: wizard(code),
    response: requests['response-code']?.view ?? home,
    otp: at(
      { at: 'otp', account: '1' },
      { otp: { account: '1', code: '492039', validFrom: now - 11_000, validUntil: now + 19_000 } },
    ),
  };

  const own: Record<string, Scene> = {
    starting: { view: at({ at: 'starting' }) },
    unusable: { view: at({ at: 'unusable', error: 'STORAGE_BLOCKED' }) },
    'unusable-cleared': { view: at({ at: 'unusable', error: 'STORAGE_CLEARED' }) },
    'home-empty': { view: at({ at: 'home' }, { accounts: [], hasPin: false }) },
    'home-empty-ios': {
      view: at({ at: 'home' }, { accounts: [], hasPin: false, platform: 'ios' }),
    },
    'home-empty-ios-chrome': {
      view: at({ at: 'home' }, { accounts: [], hasPin: false, platform: 'ios', browser: 'chrome' }),
    },
    'home-empty-ios-inside': {
      view: at(
        { at: 'home' },
        { accounts: [], hasPin: false, platform: 'ios', browser: 'inside-another-app' },
      ),
    },
    'home-damaged': {
      view: at({ at: 'home' }, { accounts: accounts.slice(0, 2), damaged: [{ id: DAMAGED }] }),
    },
    'home-two': { view: at({ at: 'home' }, { accounts: accounts.slice(0, 2) }) },
    'home-five': { view: at({ at: 'home' }, { accounts: manyAccounts(names, 5) }) },
    'home-twelve': { view: at({ at: 'home' }, { accounts: manyAccounts(names, 12) }) },
    'home-update-held': {
      view: { ...home, updateReady: true, updateHeld: true },
    },
    'home-one': { view: home },
    'home-install-update': { view: { ...home, installOffered: true, updateReady: true } },
    'link-offered': {
      view: at({ at: 'home' }, { accounts: [], hasPin: false, incoming: 'link' }),
    },
    'link-offered-ios': {
      view: at({ at: 'home' }, { accounts: [], hasPin: false, incoming: 'link', platform: 'ios' }),
    },
    'picture-read': {
      view: at({ at: 'home' }, { accounts: [], hasPin: false, incoming: 'reading' }),
    },
    'home-several': { view: at({ at: 'home' }, { accounts }) },
    otp: {
      view: at(
        { at: 'otp', account: '1' },
        {
          accounts: accounts.slice(0, 1),
          otp: { account: '1', code: '492039', validFrom: now - 11_000, validUntil: now + 19_000 },
        },
      ),
    },
    'otp-several': {
      view: at(
        { at: 'otp', account: '2' },
        {
          accounts,
          otp: {
            account: '2',
            code: '49203981',
            validFrom: now - 26_000,
            validUntil: now + 4_000,
          },
        },
      ),
    },
    'otp-twelve': {
      view: at(
        { at: 'otp', account: '9' },
        {
          accounts: manyAccounts(names, 12),
          otp: { account: '9', code: '4920398', validFrom: now - 11_000, validUntil: now + 19_000 },
        },
      ),
    },
    'otp-making': { view: at({ at: 'otp', account: '1' }) },
    requests: { view: at({ at: 'requests' }) },
    'otp-clock-set': {
      view: at(
        { at: 'otp', account: '2' },
        {
          clockSet: 134,
          otp: { account: '2', code: '49203981', validFrom: now - 6000, validUntil: now + 24_000 },
        },
      ),
    },
    menu: { view: at({ at: 'menu' }) },
    'new-phone': { view: at({ at: 'new-phone' }, { moved: ['2'] }) },
    'new-phone-all': { view: at({ at: 'new-phone' }, { moved: ['1', '2'] }) },
    'new-phone-none': { view: at({ at: 'new-phone' }, { accounts: [] }) },
    accounts: { view: at({ at: 'accounts' }) },
    'accounts-twelve': { view: at({ at: 'accounts' }, { accounts: manyAccounts(names, 12) }) },
    'accounts-damaged': {
      view: at({ at: 'accounts' }, { accounts: accounts.slice(0, 2), damaged: [{ id: DAMAGED }] }),
    },
    'remove-damaged': {
      view: at({ at: 'remove', account: DAMAGED }, { damaged: [{ id: DAMAGED }] }),
    },
    'accounts-none': { view: at({ at: 'accounts' }, { accounts: [] }) },
    account: { view: at({ at: 'account', account: first?.id ?? '' }) },
    'account-waiting': { view: at({ at: 'account', account: '3' }) },
    remove: { view: at({ at: 'remove', account: '1' }) },
    ...moveScenes(at, names),
    working: {
      view: at({
        at: 'working',
        what: 'remove',
        next: { at: 'accounts' },
        back: { at: 'accounts' },
      }),
    },
    failed: { view: at({ at: 'failed', error: 'STORAGE_FULL', back: { at: 'menu' } }) },
    language: { view: at({ at: 'language' }) },
    help: { view: at({ at: 'help' }) },
    about: { view: at({ at: 'about' }) },
  };

  return joinScenes<Scene>(
    own,
    wizardScenes(wizard, parts, { accounts, now }),
    unlockScenes({ auth, at }, now),
    notificationScenes(at, accounts),
    homeScenes(at, now, { two: accounts.slice(0, 2), nine: manyAccounts(names, 9) }),
    requests,
    codeScenes(codes, names.issuer, now),
    confirmScenes({
      auth,
      wizard: (authentication) =>
        wizard({ step: 'authenticate', sealing, auth: authentication }, { hasPin: true, accounts }),
    }),
    pinScenes({ auth, at, wizard, code }, now),
    transferBackUpScenes(at, accounts, isLong),
    transferBringInScenes(at, accounts, isLong),
    transferCardScenes(at, now, isLong),
    transferEnrolScenes(at, isLong),
  );
}
