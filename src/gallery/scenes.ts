/** Every screen and state as a hand-made snapshot, by name. */
import type { Account } from '../core/account.ts';
import type { Activation, PendingView, WaitingView } from '../core/activation/types.ts';
import type { Authentication, PinHandle } from '../core/authentication.ts';
import type { CameraView } from '../core/camera-view.ts';
import type { ErrorCode } from '../core/errors.ts';
import type { Route } from '../core/navigation/route-types.ts';
import type { SupportFacts } from '../core/support.ts';
import type { NotificationsView, Platform, View } from '../core/view.ts';
import { LANGUAGE_TAGS } from '../i18n/languages.ts';
import { language } from '../i18n/strings.ts';
import { codeScenes } from './code-scenes.ts';
import { confirmScenes } from './confirm-scenes.ts';
import { homeScenes } from './home-scenes.ts';
import { joinScenes } from './join-scenes.ts';
import { pinScenes } from './pin-scenes.ts';
import { requestScenes } from './request-scenes.ts';
import { transferBackUpScenes } from './transfer-back-up-scenes.ts';
import { transferBringInScenes } from './transfer-bring-in-scenes.ts';
import { transferCardScenes } from './transfer-card-scenes.ts';
import { refused, transferCodesScenes } from './transfer-codes-scenes.ts';
import { transferEnrolScenes } from './transfer-enrol-scenes.ts';
import { moveScenes } from './transfer-move-scenes.ts';

export interface Scene {
  readonly view: View;
  readonly camera?: CameraView<true>;
}

const MINUTE_MS = 60_000;
/** The id of an account that cannot be read. */
const DAMAGED = '9f3a00c1e5d27b44';
const PIN: PinHandle = { opaque: 'pin' };
/** A list of two packages, as the build writes it. */
const LICENCES = new URL('./licences.js', import.meta.url).href;
/** As long as the protocol allows: 40 characters. */
const LONG = 'Sparkassenverband Mittelweserberglandtal';

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

export interface Names {
  readonly issuer: string;
  readonly label: string;
}

export const SHORT_NAMES: Names = { issuer: 'Northwind Bank', label: 'Current account' };
export const LONG_NAMES: Names = {
  issuer: LONG,
  label: 'Gemeinschaftsgirokonto für Haushaltsführungsangelegenheiten',
};

/** All scenes at a moment, milliseconds since 1970. */
export function scenes(names: Names, now: number): Readonly<Record<string, Scene>> {
  const pending: PendingView = {
    id: '00112233aabbccdd',
    issuerName: names.issuer,
    issuerVerified: false,
    label: names.label,
    deviceCode: '7K2M-Q9VT-4XBD-0HWE',
    deadline: now + 9 * MINUTE_MS + 41_000,
  };
  const sealing = { pending, opened: 1 };
  const waiting: WaitingView = {
    account: '00112233aabbccdd',
    issuerName: names.issuer,
    code: '40718265',
  };
  const exchange = { purpose: { kind: 'activate' } } as const;
  const accounts = three(names);
  const [first] = accounts;
  const home = view(now, { at: 'home' }, { accounts: accounts.slice(0, 1) });
  const wizard = (activation: Activation, more: Partial<View> = {}): View =>
    view(now, { at: 'wizard' }, { activation, accounts: [], hasPin: false, ...more });
  const at = (route: Route, more: Partial<View> = {}): View => view(now, route, more);
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
  const scanFirst = { step: 'scan-first', exchange } as const satisfies Activation;
  const scanSecond: Activation = { step: 'scan-second', exchange, pending };
  const failed = (error: ErrorCode, back?: Extract<Activation, { step: 'activation-code' }>) =>
    wizard({ step: 'failed', error, ...(back && { back }) });
  const code: Extract<Activation, { step: 'activation-code' }> = {
    step: 'activation-code',
    waiting,
  };
  const live = { stream: true } as const;
  const requests = requestScenes(at, now, names === LONG_NAMES);
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
    'failed-dropped': {
      view: wizard({
        step: 'failed',
        error: 'ACTIVATION_DROPPED',
        lost: { by: 'dropped', begunAt: now - 30 * 24 * 3_600_000, droppedAt: now },
      }),
    },
    'failed-replaced': {
      view: wizard({
        step: 'failed',
        error: 'ACTIVATION_REPLACED',
        lost: { by: 'replaced' },
      }),
    },
    'unusable-cleared': { view: at({ at: 'unusable', error: 'STORAGE_CLEARED' }) },
    'home-empty': { view: view(now, { at: 'home' }, { accounts: [], hasPin: false }) },
    'home-empty-ios': {
      view: view(now, { at: 'home' }, { accounts: [], hasPin: false, platform: 'ios' }),
    },
    'home-empty-ios-chrome': {
      view: view(
        now,
        { at: 'home' },
        { accounts: [], hasPin: false, platform: 'ios', browser: 'chrome' },
      ),
    },
    'home-empty-ios-inside': {
      view: view(
        now,
        { at: 'home' },
        { accounts: [], hasPin: false, platform: 'ios', browser: 'inside-another-app' },
      ),
    },
    'home-damaged': {
      view: view(
        now,
        { at: 'home' },
        { accounts: accounts.slice(0, 2), damaged: [{ id: DAMAGED }] },
      ),
    },
    'home-two': { view: view(now, { at: 'home' }, { accounts: accounts.slice(0, 2) }) },
    'home-five': { view: view(now, { at: 'home' }, { accounts: many(names, 5) }) },
    'home-twelve': { view: view(now, { at: 'home' }, { accounts: many(names, 12) }) },
    'home-update-held': {
      view: { ...home, updateReady: true, updateHeld: true },
    },
    'home-one': { view: home },
    'home-install-update': { view: { ...home, installOffered: true, updateReady: true } },
    'link-offered': {
      view: view(now, { at: 'home' }, { accounts: [], hasPin: false, incoming: 'link' }),
    },
    'link-offered-ios': {
      view: view(
        now,
        { at: 'home' },
        { accounts: [], hasPin: false, incoming: 'link', platform: 'ios' },
      ),
    },
    'picture-read': {
      view: view(now, { at: 'home' }, { accounts: [], hasPin: false, incoming: 'reading' }),
    },
    choices: {
      view: wizard(scanFirst, {
        choices: [
          { is: 'first', of: { issuer: 'Contoso', label: 'Savings' } },
          { is: 'foreign' },
          { is: 'other', seen: 'web' },
          { is: 'other', seen: 'newer than us' },
        ],
      }),
    },
    'home-several': { view: view(now, { at: 'home' }, { accounts }) },
    'scan-first-starting': { view: wizard(scanFirst) },
    'scan-first': { view: wizard(scanFirst), camera: live },
    'scan-first-tools': {
      view: wizard(scanFirst),
      camera: {
        ...live,
        hint: 'further',
        torch: 'on',
        zoom: { min: 1, max: 8, step: 0.1, value: 2 },
        devices: [
          { id: 'a', label: 'Rear camera, wide' },
          { id: 'b', label: 'Front camera' },
        ],
        device: 'a',
        outline: [
          { x: 0.38, y: 0.26 },
          { x: 0.635, y: 0.2875 },
          { x: 0.62, y: 0.74 },
          { x: 0.365, y: 0.7125 },
        ],
      },
    },
    'scan-first-notice': {
      view: wizard({ ...scanFirst, problem: { code: 'NOT_OURS', seen: 'web' } }),
      camera: live,
    },
    ...transferCodesScenes((seen, more) => wizard(refused(scanFirst, seen), more), live),
    'scan-first-refused': { view: wizard(scanFirst), camera: { problem: 'CAMERA_REFUSED' } },
    'reading-first': { view: wizard({ step: 'reading-first', exchange }), camera: live },
    'replace-pending': {
      view: wizard({ step: 'replace-pending', exchange, pending, candidate: 1 }),
    },
    'device-code': { view: wizard({ step: 'device-code', exchange, pending }) },
    'device-code-clock': {
      view: wizard({
        step: 'device-code',
        exchange,
        pending: { ...pending, issuerVerified: true, clockMinutes: 73, madeAt: now - 83 * 60_000 },
      }),
    },
    'device-code-look-alike': {
      view: wizard({
        step: 'device-code',
        exchange,
        pending: { ...pending, lookAlike: pending.issuerName },
      }),
    },
    'device-code-joins': {
      view: wizard({ step: 'device-code', exchange, pending: { ...pending, joinsOthers: true } }),
    },
    'device-code-over': {
      view: wizard({ step: 'device-code', exchange, pending: { ...pending, deadline: now - 1 } }),
    },
    'device-code-concealed': {
      view: wizard({ step: 'device-code', exchange, pending }, { concealed: true }),
    },
    'scan-second': { view: wizard(scanSecond), camera: live },
    'scan-second-notice': {
      view: wizard({ ...scanSecond, problem: { code: 'DOES_NOT_OPEN' } }),
      camera: live,
    },
    'scan-second-first': {
      view: wizard({ ...scanSecond, problem: { code: 'SECOND_EXPECTED' } }),
      camera: live,
    },
    'reading-second': {
      view: wizard({ step: 'reading-second', exchange, pending }),
      camera: live,
    },
    'choose-pin': { view: wizard({ step: 'choose-pin', sealing }) },
    'choose-pin-weak': { view: wizard({ step: 'choose-pin', sealing, problem: 'run' }) },
    'choose-pin-mismatch': {
      view: wizard({ step: 'choose-pin', sealing, problem: 'mismatch' }, { pinLength: 8 }),
    },
    'confirm-pin': { view: wizard({ step: 'confirm-pin', sealing, pin: PIN }) },
    'wizard-authenticate': {
      view: wizard(
        { step: 'authenticate', sealing, auth: { at: 'pin', means: 'biometrics-or-pin' } },
        { hasPin: true, biometrics: 'on', accounts },
      ),
    },
    'wizard-forgot-pin': {
      view: wizard({ step: 'forgot-pin', sealing, means: 'pin' }, { hasPin: true, accounts }),
    },
    'wizard-forgot-pin-biometrics': {
      view: wizard(
        {
          step: 'forgot-pin',
          sealing,
          means: 'biometrics-or-pin',
          problem: 'BIOMETRICS_CANCELLED',
        },
        { hasPin: true, biometrics: 'on', accounts },
      ),
    },
    'renewing-pin': { view: wizard({ step: 'renewing-pin', sealing, proof: 1 }) },
    sealing: { view: wizard({ step: 'sealing', by: 'new-pin', sealing }) },
    picture: { view: wizard({ step: 'picture', picture: 0, biometrics: 'offered', waiting }) },
    'choose-unlock': {
      view: wizard({ step: 'choose-unlock', biometrics: 'offered', waiting }),
    },
    'choose-unlock-problem': {
      view: wizard({
        step: 'choose-unlock',
        biometrics: 'offered',
        waiting,
        problem: 'BIOMETRICS_CANCELLED',
      }),
    },
    'choose-unlock-missing': {
      view: wizard({ step: 'choose-unlock', biometrics: 'missing', waiting }),
    },
    'enabling-biometrics': { view: wizard({ step: 'enabling-biometrics', waiting }) },
    'activation-code': { view: wizard(code) },
    accepting: { view: wizard({ step: 'accepting', waiting }) },
    notifications: {
      view: wizard({ step: 'notifications', account: '1', issuerName: names.issuer }),
    },
    'notifications-refused': {
      view: wizard({
        step: 'notifications',
        account: '1',
        issuerName: names.issuer,
        problem: 'NOTIFICATIONS_REFUSED',
      }),
    },
    'notifications-dismissed': {
      view: wizard({
        step: 'notifications',
        account: '1',
        issuerName: names.issuer,
        problem: 'NOTIFICATIONS_DISMISSED',
      }),
    },
    stop: { view: wizard({ step: 'stop', from: { step: 'device-code', exchange, pending } }) },
    'stop-at-the-end': { view: wizard({ step: 'stop', from: code }) },
    stopping: { view: wizard({ step: 'stopping', thenStart: false }) },
    'failed-refused': { view: failed('PAGE_REFUSED', code) },
    'failed-signature': { view: failed('SIGNATURE_WRONG') },
    authenticate: { view: auth({ at: 'pin', means: 'pin' }) },
    'authenticate-biometrics': {
      view: auth({ at: 'pin', means: 'biometrics-or-pin' }, { biometrics: 'on' }),
    },
    'authenticate-prompt': {
      view: auth({ at: 'biometrics', means: 'biometrics-or-pin' }, { biometrics: 'on' }),
    },
    'authenticate-wrong': {
      view: auth({ at: 'pin', means: 'pin', problem: { code: 'PIN_WRONG', left: 2 } }),
    },
    'authenticate-wait': {
      view: auth({
        at: 'pin',
        means: 'pin',
        problem: { code: 'PIN_WAIT', until: now + 27_000 },
      }),
    },
    'authenticate-checking': { view: auth({ at: 'checking', means: 'pin', entry: 'first' }) },
    'authenticate-again': { view: auth({ at: 'pin-again', means: 'pin', proof: 1 }) },
    'authenticate-picture': {
      view: auth({ at: 'picture', means: 'pin', proof: 1, picture: 14 }),
    },
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
          accounts: many(names, 12),
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
    'accounts-twelve': { view: at({ at: 'accounts' }, { accounts: many(names, 12) }) },
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
    'new-pin': { view: at({ at: 'choose-pin', proof: 1 }) },
    'new-pin-again': { view: at({ at: 'confirm-pin', proof: 1, pin: PIN }) },
    'pin-changed': { view: at({ at: 'pin-changed' }) },
    'forgot-pin': { view: at({ at: 'forgot-pin', back: { at: 'home' } }) },
    'forgot-pin-biometrics': {
      view: at({ at: 'forgot-pin', back: { at: 'home' } }, { biometrics: 'on' }),
    },
    erase: { view: at({ at: 'erase' }) },
    'second-tap': { view: at({ at: 'second-tap', proof: 1 }) },
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
    biometrics: { view: at({ at: 'biometrics' }, { biometrics: 'on' }) },
    'biometrics-off': { view: at({ at: 'biometrics' }) },
    'biometrics-missing': { view: at({ at: 'biometrics' }, { biometrics: 'missing' }) },
    'notifications-page': { view: page('off') },
    'notifications-on': { view: page('on') },
    'notifications-one': {
      view: page('on', { accounts: accounts.slice(0, 1) }, { accounts: { 1: 'pushed' } }),
    },
    'notifications-turning': { view: page('turning-on') },
    'notifications-problem': { view: page('off', {}, { problem: 'PUSH_UNAVAILABLE' }) },
    'notifications-blocked': { view: page('blocked') },
    'notifications-blocked-ios': {
      view: page('blocked', { platform: 'ios', installed: true }),
    },
    'notifications-missing': { view: page('missing', { platform: 'other' }) },
    'notifications-not-installed': { view: page('not-installed', { platform: 'ios' }) },
    'notifications-nobody': { view: page('nobody') },
    'notifications-not-allowed': { view: page('not-allowed') },
    language: { view: at({ at: 'language' }) },
    help: { view: at({ at: 'help' }) },
    about: { view: at({ at: 'about' }) },
  };

  return joinScenes<Scene>(
    own,
    homeScenes(at, now, { two: accounts.slice(0, 2), nine: many(names, 9) }),
    requests,
    codeScenes(codes, names.issuer, now),
    confirmScenes({
      auth,
      wizard: (authentication) =>
        wizard({ step: 'authenticate', sealing, auth: authentication }, { hasPin: true, accounts }),
    }),
    pinScenes({ auth, at, wizard, code }, now),
    transferBackUpScenes(at, accounts, names === LONG_NAMES),
    transferBringInScenes(at, accounts, names === LONG_NAMES),
    transferCardScenes(at, now, names === LONG_NAMES),
    transferEnrolScenes(at, names === LONG_NAMES),
  );

  function notified(
    is: NotificationsView['is'],
    more: Partial<NotificationsView> = {},
  ): NotificationsView {
    const ways = (
      is === 'on'
        ? { 1: 'soon', 2: 'failed', 3: 'scanned' }
        : { 1: 'pushed', 2: 'fetched', 3: 'scanned' }
    ) as NotificationsView['accounts'];
    return { is, titles: false, accounts: ways, ...more };
  }

  function page(
    is: NotificationsView['is'],
    more: Partial<View> = {},
    notifications: Partial<NotificationsView> = {},
  ): View {
    return at({ at: 'notifications' }, { ...more, notifications: notified(is, notifications) });
  }

  function view(moment: number, route: Route, more: Partial<View>): View {
    return {
      navigation: { route, lock: { is: 'unlocked', picture: 14 } },
      activation: { step: 'idle' },
      transfer: undefined,
      accounts: three(names),
      pinLength: 6,
      hasPin: true,
      askFirst: false,
      biometrics: 'off',
      language: { inUse: language, offered: LANGUAGE_TAGS },
      platform: 'android' satisfies Platform,
      installed: false,
      installOffered: false,
      otp: undefined,
      concealed: false,
      updateReady: false,
      updateHeld: false,
      copied: undefined,
      otherAccounts: true,
      canPaste: true,
      pasted: undefined,
      clockSet: undefined,
      requests: { is: 'resting', items: [], services: {} },
      requestsDetailed: true,
      earlier: { is: 'not-allowed' },
      request: undefined,
      moved: [],
      codePicture: undefined,
      damaged: [],
      browser: 'safari',
      incoming: undefined,
      choices: [],
      about: { name: 'Tessera', version: '0.1.0', licences: LICENCES, persisted: moment > 0 },
      notifications: notified('off'),
      ...more,
    };
  }
}

/** As many as somebody may have who uses this everywhere. */
function many(names: Names, n: number): Account[] {
  const [one] = three(names);
  if (!one) return [];
  const others = ['Fabrikam Works', 'Contoso', 'Adventure Works Cycles', 'Woodgrove Bank'];
  return Array.from({ length: n }, (_, i) => ({
    ...one,
    id: String(i + 1),
    issuerName: i === 0 ? names.issuer : (others[i % others.length] ?? ''),
    issuerHue: (i * 47) % 360,
    issuerKey: `02${String(i * 7919 + 11)
      .repeat(64)
      .slice(0, 64)}`,
    label: i % 3 === 0 ? names.label : '',
    ownName: i % 3 === 1 ? `My number ${i + 1}` : '',
    serial: `A-${1000 + i * 37}`,
    position: i,
  }));
}

function three(names: Names): Account[] {
  const base = {
    issuerKey: '02a9f3517be4c86d0e2f4b6a8c1d3e5f708192a3b4c5d6e7f8091a2b3c4d5e6f70',
    issuerHue: 172,
    issuerVerified: false,
    kind: 'issuer',
    otp: { algorithm: 'SHA256', digits: 6, period: 30 },
    ocraSuite: 'OCRA-1:HOTP-SHA256-8:QH64',
    state: 'active',
    clockOffset: 0,
  } as const;
  return [
    {
      ...base,
      id: '1',
      issuerName: names.issuer,
      label: names.label,
      serial: 'NW-4417-2093',
      sequence: 1,
      vapidKey: 'BPk',
      position: 0,
    },
    {
      ...base,
      id: '2',
      issuerName: 'Fabrikam Works',
      issuerHue: 38,
      issuerKey: '03a7b1c9d2e8f4051627384950aabbccddeeff0123456789fedcba9876543210ab',
      issuerVerified: true,
      label: '',
      ownName: 'Time sheets',
      serial: 'F-81',
      sequence: 4,
      clockOffset: 134,
      position: 1,
    },
    {
      ...base,
      id: '3',
      issuerName: names.issuer,
      label: 'Savings',
      serial: 'NW-4417-2101',
      sequence: 1,
      state: 'waiting',
      position: 2,
    },
  ];
}
