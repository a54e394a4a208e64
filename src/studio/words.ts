/** The studio's own words: English alone, as the documentation. */

/** Names of the configuration's keys; another key is named by itself. */
const LABELS: Readonly<Record<string, string>> = {
  name: 'Name',
  shortName: 'Short name',
  brandColor: 'Brand colour',
  logo: 'Logo',
  languages: 'Languages offered',
  language: 'Language at first start',
  pinLength: 'PIN length',
  graceSeconds: 'Lock after, seconds',
  wipeAfter: 'Erase after wrong PINs',
  biometrics: 'Biometric unlock',
  notifications: 'Notifications',
  notificationTitles: 'Titles in notifications',
  homeDetails: 'Details on Home',
  earlierDays: 'Keep answers, days',
  poll: 'Look for requests by itself',
  otherAccounts: 'Accounts of other servers',
  trustedIssuers: 'Trusted issuers',
  key: 'Public key',
  formerKeys: 'Former keys',
  retiredKeys: 'Retired keys',
  services: 'Services',
};

/** Returns what a key is called: `pinLength` → `PIN length`, `someKey` → `Some key`. */
export function labelOf(key: string): string {
  const known = LABELS[key];
  if (known !== undefined) return known;
  const apart = key
    .replaceAll(/[-_.]/g, ' ')
    .replaceAll(/(?<=[a-z])[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
  return apart.charAt(0).toUpperCase() + apart.slice(1);
}

function count(n: number, one: string, many: string): string {
  return `${n} ${n === 1 ? one : many}`;
}

/** What is wrong or unwise in all: the status above the form. */
export function countFindings(errors: number, warnings: number): string {
  if (errors + warnings === 0) return 'No errors or warnings.';
  return [
    errors > 0 && count(errors, 'error', 'errors'),
    warnings > 0 && count(warnings, 'warning', 'warnings'),
  ]
    .filter(Boolean)
    .join(', ');
}

export const WORDS = {
  title: 'Studio',
  form: {
    heading: 'Configuration',
    error: 'Error',
    warning: 'Warning',
    wholeFile: 'Whole file',
    optional: 'optional',
    add: 'Add',
    remove: 'Remove',
    entry: (n: number) => `number ${n}`,
    range: (from: number, to: number) => `${from} to ${to}`,
    all: 'All',
    unset: 'Not set',
    notJson: 'This is not JSON yet.',
  },
  colour: {
    picker: 'Pick a colour',
    contrast: 'Contrast of text',
    exact: 'Used as it is, light and dark.',
    moved: (light: string, dark: string) =>
      `The app uses ${light} on light ground and ${dark} on dark, so that text stays readable.`,
    ratio: (ratio: number) => `${(Math.floor(ratio * 10) / 10).toFixed(1)} : 1`,
    lightness: (apca: number) => `Lc ${Math.round(Math.abs(apca))}`,
  },
  logo: {
    choose: 'Choose a picture',
    drop: 'or drop an SVG or PNG here',
    none: 'No logo: the app shows its own mark.',
    unseen: (file: string) =>
      `${file} is not in the brand’s folder: it is taken from below public/ by the build.`,
    wrongType: 'A logo is an SVG or a PNG.',
    tooLarge: 'The logo is larger than 500 KB: save it with less detail or fewer pixels.',
  },
  icons: {
    shown: 'The icons',
    ground: 'Icons',
    grounds: {
      deep: 'Made on the colour, darkened',
      brand: 'Made on the colour',
      white: 'Made on white',
      kept: 'As they are',
    },
    kept: 'The folder’s own files, or those of public/icons where it has none.',
    usual: 'Home screen',
    maskable: 'Cut by Android',
    apple: 'iPhone',
    favicon: 'Tab',
    badge: 'Badge',
    failed: (error: unknown) =>
      `no icons can be made of it. ${error instanceof Error ? error.message : String(error)}.`,
  },
  brand: {
    folder: 'Folder',
    folderHint: 'small letters, digits and hyphens, at most 41, and no hyphen first',
    open: 'Open…',
    save: 'Save',
    download: 'Download',
    unsaved: 'Not saved yet',
    notKept: 'Not saved yet, and too large to be kept over a reload: save it first.',
    saving: 'Saving…',
    savedFiles: (n: number) => `Saved, ${count(n, 'file', 'files')}`,
    needsName:
      'Give the folder a name first: small letters, digits and hyphens, at most 41, and no hyphen first.',
    refused: 'Not saved: the errors in the form come first.',
    changed:
      'Not saved: the files have changed since they were read. Open the brand again, or save once more to write over them.',
    taken: (name: string) =>
      `Not saved: there is already a brand named ${name}. Save again to replace it.`,
    failed: (why: string) => `Not saved: ${why}`,
    offline: 'The studio’s server does not answer. Is npm run studio still running?',
    restarted: 'The studio was started again: reload this page; your changes are kept.',
    downloaded: 'Downloaded',
    opened: (name: string) => `Opened ${name}`,
    unreadable: (file: string) => `${file} holds no configuration, or more than 8 MB.`,
    notOne: (file: string) =>
      `${file} is neither a configuration nor an archive; a logo is dropped on its field.`,
    replace: (file: string) => `Open ${file}? What is not saved yet will be replaced.`,
  },
  open: {
    heading: 'Open a brand',
    loses: 'What is not saved yet will be replaced.',
    brands: 'Brands here',
    none: 'There is no brand in this folder yet.',
    fresh: 'New brand',
    file: 'A file: config.json or an archive of the studio',
    close: 'Close',
  },
  screens: {
    heading: 'Screens',
    show: 'Show',
    scheme: 'Appearance',
    light: 'Light',
    dark: 'Dark',
    width: 'Width',
    pixels: (n: number) => `${n} px`,
    language: 'Language',
    text: 'Text size',
    percent: (n: number) => `${n} %`,
    compare: 'Compare with',
    nothing: 'Nothing',
    filter: 'Find a screen',
    found: (n: number) => count(n, 'screen', 'screens'),
    try: 'Try it',
    stop: 'Stop',
    tryNamed: (name: string) => `Try it: ${name}`,
    stopNamed: (name: string) => `Stop: ${name}`,
    thisBrand: 'This brand',
  },
  panes: { label: 'View', form: 'Configuration', screens: 'Screens' },
} as const;
