/** An app as small as may be: nothing is asked of a browser, and the vault alone keeps anything. */
import type { AppOptions } from '../../src/app/app-types.ts';
import { clock } from '../vault/fake-device.ts';

/** What `startApp` needs besides a vault and somebody who sees the views. */
export function appOptions(): Omit<AppOptions, 'vault' | 'onView'> {
  return {
    config: {
      pinLength: 4,
      graceSeconds: 60,
      biometrics: false,
      notifications: false,
      notificationTitles: false,
      homeDetails: false,
      otherAccounts: true,
      earlierDays: 90,
      poll: false,
      services: [],
      trustedIssuers: [],
    },
    language: { view: { inUse: 'en', offered: ['en'] }, follow: async () => undefined },
    about: { name: 'Tessera', version: '0' },
    platform: 'other',
    browser: 'other',
    installed: false,
    canPaste: false,
    biometricsAvailable: async () => false,
    persist: async () => undefined,
    isPersisted: async () => undefined,
    copy: async () => true,
    paste: async () => undefined,
    install: () => undefined,
    update: async () => true,
    busy: () => undefined,
    reload: () => undefined,
    isOnline: () => true,
    now: () => clock.now,
  };
}
