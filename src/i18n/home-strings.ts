/** The words of Home, apart from all others so that Home stays small; strings.ts has the whole table. */

/** `{name}` stands for a value; a table of plural forms is told apart by its key `other` (Intl.PluralRules). */
export const ENGLISH_HOME = {
  locale: 'en',
  app: {
    ready: 'A new version is ready.',
    update: 'Update now',
    updateHeld: 'Another window of this app is in the middle of something. Finish there first.',
    back: 'Back',
    menu: 'Menu',
    starting: 'Opening…',
    wait: 'One moment…',
    waitLonger: 'Still working. Please keep this open.',
    missing: 'This part of the app couldn’t be loaded',
    missingText: 'Connect to the internet for a moment, then try again. Your accounts are safe.',
    yourPicture: 'Your picture: {picture}',
    notYourPicture: 'Another one? Then the PIN was mistyped.',
    lock: 'Lock',
    startOver: 'Start over',
    tryAgain: 'Try again',
    cancel: 'Cancel',
    continue: 'Continue',
  },
  home: {
    welcome: 'Your key to the accounts you care about',
    intro:
      '{app} proves to your bank or employer that it’s really you. Everything stays on this device, and it works without a connection.',
    begin: 'Open the page that asks you to activate this device, then scan the code it shows.',
    accounts: 'Your accounts',
    scan: 'Scan Code',
    otp: 'One-time Password',
    requests: 'Pending requests',
    requestsCount: 'Pending requests, {n}',
    waitingText: '{issuer} hasn’t had its last code yet.',
    finish: 'Finish activating',
    serial: 'No. {serial}',
    damaged: {
      one: '{n} account can’t be read any more',
      other: '{n} accounts can’t be read any more',
    },
    damagedText: 'What was saved of it is incomplete, so it makes no codes. The others still work.',
    damagedSee: 'See what to do',
  },
  install: {
    title: 'First, add it to your home screen',
    why: 'An app on the home screen keeps its accounts apart and safe. Accounts activated here, in the browser, would not move along.',
    share: {
      safari: 'Tap Share in Safari’s bar. If you don’t see it, tap ••• first.',
      chrome: 'Tap Share, at the end of the address bar.',
      edge: 'Tap the menu at the bottom, then Share.',
      firefox: 'Tap the menu ☰, then Share.',
      other: 'Tap Share, in the browser’s bar or in its menu.',
    },
    outside: 'Another app shows you this page. Open it in Safari first, from that app’s menu.',
    add: 'Scroll down and choose “Add to Home Screen”, then “Add”.',
    open: 'Open it from there, and scan the code.',
    offer: 'Keep it on your home screen',
    offerText: 'It opens faster there, and the browser won’t clear it away.',
    install: 'Install',
    notNow: 'Not now',
  },
  ways: {
    picture: 'Use a picture',
    paste: 'Paste a code',
  },
};

/** The same table with other words in it. */
export type Words<T> = T extends string ? string : { readonly [K in keyof T]: Words<T[K]> };

export type HomeStrings = Words<typeof ENGLISH_HOME>;

/** The words in use; a live binding, so that every screen speaks the same language at its next render. */
export let t: HomeStrings = ENGLISH_HOME;

/** Speaks another language on Home; called by `speak` of strings.ts. */
export function speakHome(table: HomeStrings): void {
  t = table;
}
