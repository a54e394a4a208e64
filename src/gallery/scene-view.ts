/** The snapshot that all scenes begin with. */
import type { Route } from '../core/navigation/route-types.ts';
import type { NotificationsView, Platform, View } from '../core/view.ts';
import { LANGUAGE_TAGS } from '../i18n/languages.ts';
import { language } from '../i18n/strings.ts';
import type { Names } from './scene-accounts.ts';
import { threeAccounts } from './scene-accounts.ts';

/** A list of two packages, as the build writes it. */
const LICENCES = new URL('./licences.js', import.meta.url).href;

/** At a route, with what is not as usual; `moment` in milliseconds since 1970. */
export function sceneView(names: Names, moment: number, route: Route, more: Partial<View>): View {
  return {
    navigation: { route, lock: { is: 'unlocked', picture: 14 } },
    activation: { step: 'idle' },
    transfer: undefined,
    accounts: threeAccounts(names),
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

export function notified(
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
