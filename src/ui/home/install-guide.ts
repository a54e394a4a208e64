/**
 * How to keep the app where its accounts stay: in each browser's own words, as far as they were
 * found. Firefox: `browser_menu_install_on_homescreen` and `browser_menu_add_app_to_homescreen` in
 * the app's strings (mozilla-mobile/firefox-android, fenix). Samsung Internet: guides of several
 * web apps; its maker's own pages name only older items. Menus of apps that show web pages: no
 * common name was found, so none is quoted.
 */
import type { TemplateResult } from 'lit';
import { html, nothing } from 'lit';

import type { View } from '../../core/view.ts';
import { t } from '../../i18n/strings.ts';
import { icon } from '../components/icons.ts';

type Place = Pick<View, 'platform' | 'browser' | 'installed'>;

/** Returns whether accounts that are activated here would not be where they are looked for. */
export function isWrongPlace({ platform, browser, installed }: Place): boolean {
  if (installed) return false;
  return platform === 'ios' || (platform === 'android' && browser === 'inside-another-app');
}

/** Renders what to do before anything else, in a place where accounts do not stay. */
export function installFirst({ platform, browser }: Place): TemplateResult {
  return platform === 'ios' ? onIos(browser) : insideAnotherApp();
}

/** iOS keeps the storage of installed apps alone; each browser has Share in another place. */
function onIos(browser: View['browser']): TemplateResult {
  const words: Readonly<Record<string, string>> = t.install.share;
  const outside = browser === 'inside-another-app';
  return html`<section class="loud">
    <h2>${t.install.title}</h2>
    <p>${t.install.why}</p>
    <ol>
      ${outside ? html`<li>${icon('outside')}<span>${t.install.outside}</span></li>` : nothing}
      <li>
        ${icon('share')}<span>${words[outside ? 'safari' : browser] ?? t.install.share.other}</span>
      </li>
      <li>${icon('add')}<span>${t.install.add}</span></li>
      <li>${icon('scan')}<span>${t.install.open}</span></li>
    </ol>
  </section>`;
}

/** A web view of Android has the storage of the app that it belongs to. */
function insideAnotherApp(): TemplateResult {
  return html`<section class="loud">
    <h2>${t.install.outsideTitle}</h2>
    <p>${t.install.outsideWhy}</p>
    <ol>
      <li>${icon('outside')}<span>${t.install.outsideAndroid}</span></li>
      <li>${icon('scan')}<span>${t.install.openThere}</span></li>
    </ol>
  </section>`;
}

/** Renders the way to the home screen where a browser of Android may not offer it by itself. */
export function installHint({ platform, browser, installed }: Place) {
  const words: Readonly<Record<string, string>> = t.install.menu;
  const way = words[browser];
  if (installed || platform !== 'android' || way === undefined) return nothing;
  return html`<aside class="offer">
    <div>
      <h2>${t.install.offer}</h2>
      <p class="soft small">${t.install.offerText}</p>
      <p class="small">${way}</p>
    </div>
  </aside>`;
}
