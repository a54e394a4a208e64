/** How scenes look in a brand: what the gallery's page is told to wear. */
import type { AppConfig } from '../core/app-config.ts';
import { brandProperties } from '../core/brand-colours.ts';
import type { View } from '../core/view.ts';
import type { LanguageTag } from '../i18n/languages.ts';
import { LANGUAGE_TAGS } from '../i18n/languages.ts';
import type { Names } from './scene-accounts.ts';
import { SHORT_NAMES } from './scene-accounts.ts';

export interface Look {
  readonly config: AppConfig;
  /** Address of the picture in the mark's place. */
  readonly logo?: string;
  readonly language: LanguageTag;
  /** Absent: the browser's. */
  readonly scheme?: 'light' | 'dark';
  /** 1: the browser's own size; 2: twice that. */
  readonly textSize: 1 | 2;
}

/** Puts colours, scheme and text size on a page and its app. */
export function wear({ config, scheme, textSize }: Look, page: HTMLElement, app: Element): void {
  for (const [name, value] of brandProperties(config.brandColor))
    page.style.setProperty(name, value);
  page.style.fontSize = `${textSize * 100}%`;
  if (scheme === undefined) {
    delete page.dataset['scheme'];
    app.removeAttribute('scheme');
  } else {
    page.dataset['scheme'] = scheme;
    app.setAttribute('scheme', scheme);
  }
}

/** The names in the scenes: a trusted issuer's where there is one. */
export function namesFor({ config }: Look): Names {
  const [issuer] = config.trustedIssuers;
  return issuer ? { ...SHORT_NAMES, issuer: issuer.name } : SHORT_NAMES;
}

/** The view as the configuration would have it. */
export function configured(view: View, { config, logo }: Look): View {
  return {
    ...view,
    about: { ...view.about, name: config.name, ...(logo !== undefined && { logo }) },
    pinLength: config.pinLength,
    otherAccounts: config.otherAccounts,
    requestsDetailed: config.homeDetails || view.navigation.lock.is === 'unlocked',
    biometrics: config.biometrics ? view.biometrics : 'not-allowed',
    notifications: config.notifications
      ? view.notifications
      : { is: 'not-allowed', titles: false, accounts: {} },
    language: { ...view.language, offered: config.languages ?? LANGUAGE_TAGS },
    accounts: view.accounts.map((account) =>
      account.kind === 'issuer' && config.trustedIssuers.length > 0
        ? { ...account, issuerVerified: true }
        : account,
    ),
  };
}
