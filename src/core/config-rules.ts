/**
 * What the schema of the configuration cannot say: mistakes that the build refuses, and choices
 * that it warns of.
 */
import type { AppConfig, BrandWords } from './app-config.ts';
import { brandProperties, contrast, DARK_GROUNDS, LIGHT_GROUNDS } from './brand-colours.ts';
import { columnsOf } from './columns.js';
import { LANGUAGE_TAGS } from './language-tags.ts';

export interface ConfigFinding {
  /** Keys and indexes joined by dots, as `trustedIssuers.0.key`. */
  readonly path: string;
  /** An error ends the build. */
  readonly level: 'error' | 'warning';
  /** A sentence in English, or more: what is so, why that matters, and what to do. */
  readonly text: string;
}

type Findings = Iterable<ConfigFinding>;

/**
 * Fewer than are cut off anywhere: Chrome's advice for `short_name` is 12 characters, and iOS shows
 * as many of usual width.
 */
const SHORT_NAME_COLUMNS = 12;
/** What fits beside the buttons of Home in a window of 320 px; measured in Chromium. */
const NAME_COLUMNS = 20;
/** A colour is another one to the eye (WCAG 1.4.11 asks for as much between graphics). */
const CLEARLY_DIFFERENT = 3;
const LONG_GRACE_SECONDS = 300;
/** NIST SP 800-63B-4, 3.2.10: the most failures in a row. */
const USUAL_WIPE = 10;
/** The most columns of a brand's words: those of English, and as much more as translations have. */
const MOST_COLUMNS: Readonly<Record<keyof BrandWords, number>> = {
  welcome: 60,
  welcomeText: 200,
  help: 120,
};

/** Returns what is wrong or unwise in a configuration that its schema accepts. */
export function judgeConfig(config: AppConfig): readonly ConfigFinding[] {
  return RULES.flatMap((rule) => [...rule(config)]);
}

/** In the order of the schema's keys. */
const RULES: readonly ((config: AppConfig) => Findings)[] = [
  namesTooLong,
  coloursMoved,
  languageNotOffered,
  wordsMissing,
  wordsTooLong,
  pinTooShort,
  graceUnusual,
  wipeTooSoon,
  shownWhileLocked,
  othersBesideTrusted,
  nobodyTrusted,
  keyNamedTwice,
  issuerNamedTwice,
  servicesOutOfReach,
];

function warning(path: string, text: string): ConfigFinding {
  return { path, level: 'warning', text };
}

function error(path: string, text: string): ConfigFinding {
  return { path, level: 'error', text };
}

function* namesTooLong({ name, shortName }: AppConfig): Findings {
  const columns = columnsOf(name);
  if (columns > NAME_COLUMNS)
    yield warning(
      'name',
      `“${name}” takes ${columns} columns. In a window of 320 px, about ${NAME_COLUMNS} fit beside the buttons of Home, which otherwise stand on a line of their own. A shorter name keeps them together.`,
    );
  const short = columnsOf(shortName);
  if (short > SHORT_NAME_COLUMNS)
    yield warning(
      'shortName',
      `“${shortName}” takes ${short} columns, as wide characters take two. Home screens show about ${SHORT_NAME_COLUMNS} and cut off the rest. Choose a shorter one.`,
    );
}

/** The brand's colour where text would not be readable in it, and how far away that is. */
function* coloursMoved({ brandColor }: AppConfig): Findings {
  const made = brandProperties(brandColor);
  const schemes = [
    { on: 'light', ground: LIGHT_GROUNDS[0], other: 'darker' },
    { on: 'dark', ground: DARK_GROUNDS[1], other: 'lighter' },
  ] as const;
  for (const { on, ground, other } of schemes) {
    const used = made.get(`--brand-on-${on}`) ?? brandColor;
    if (contrast(used, brandColor) < CLEARLY_DIFFERENT) continue;
    const [before, after] = [brandColor, used].map((colour) => contrast(colour, ground).toFixed(1));
    yield warning(
      'brandColor',
      `On ${on} screens, buttons and links are ${used}: ${brandColor} has a contrast of ${before} : 1 there, and text needs 4.5 : 1 (WCAG 2.2, 1.4.3); ${used} has ${after} : 1. If that does not look like the brand, choose a ${other} colour of it.`,
    );
  }
}

function* languageNotOffered({ language, languages }: AppConfig): Findings {
  if (language === undefined || !languages) return;
  if (!languages.includes(language))
    yield error('language', `“${language}” is not among the languages that are offered.`);
  else if (languages.length === 1)
    yield warning(
      'language',
      `“${language}” is the only language that is offered, so that to preset it changes nothing. Remove the key, or offer more languages.`,
    );
}

function* wordsMissing({ words = {}, languages }: AppConfig): Findings {
  const given = Object.keys(words);
  for (const tag of given)
    if (languages && !languages.includes(tag))
      yield warning(
        `words.${tag}`,
        `“${tag}” is not among the languages that are offered, so that nobody sees these words. Remove them, or offer the language.`,
      );
  const offered: readonly string[] = languages ?? LANGUAGE_TAGS;
  for (const key of Object.keys(MOST_COLUMNS) as (keyof BrandWords)[]) {
    if (given.every((tag) => words[tag]?.[key] === undefined)) continue;
    const missing = offered.filter((tag) => words[tag]?.[key] === undefined);
    if (missing.length > 0)
      yield warning(
        'words',
        `“${key}” is missing in ${missing.join(', ')}, where the app says its own words. Add it in these languages, or do not offer them.`,
      );
  }
}

function* wordsTooLong({ words = {} }: AppConfig): Findings {
  for (const [tag, texts] of Object.entries(words))
    for (const [key, text] of Object.entries(texts) as [keyof BrandWords, string][]) {
      const columns = columnsOf(text);
      if (columns > MOST_COLUMNS[key])
        yield error(
          `words.${tag}.${key}`,
          `The text takes ${columns} columns, as wide characters take two; ${MOST_COLUMNS[key]} fit a phone. Shorten it.`,
        );
    }
}

function* pinTooShort({ pinLength }: AppConfig): Findings {
  if (pinLength > 4) return;
  yield warning(
    'pinLength',
    'There are 10,000 PINs of four digits: five tries before the first pause find one in 2,000, the 25 before an issuer blocks the account one in 400. With six digits it is one in 200,000 and one in 40,000. Choose 6 unless the people need four.',
  );
}

function* graceUnusual({ graceSeconds }: AppConfig): Findings {
  if (graceSeconds === 0)
    yield warning(
      'graceSeconds',
      'The app locks the moment that it is hidden: whoever carries codes between two apps of one phone has to unlock it each time. 30 seconds spare them that.',
    );
  if (graceSeconds > LONG_GRACE_SECONDS)
    yield warning(
      'graceSeconds',
      `The app stays unlocked for ${graceSeconds} seconds after it was hidden. Whoever takes the phone meanwhile sees one-time passwords without a PIN. ${LONG_GRACE_SECONDS} or fewer are usual; 30 is enough to change between two apps.`,
    );
}

function* wipeTooSoon({ wipeAfter }: AppConfig): Findings {
  if (wipeAfter === 0 || wipeAfter >= USUAL_WIPE) return;
  yield warning(
    'wipeAfter',
    `${wipeAfter} wrong PINs in a row erase every account, and each has to be activated again; a child with the phone can do that within minutes. With ${USUAL_WIPE}, the most that NIST SP 800-63B allows, the app's waits make it a quarter of an hour. 0 never erases.`,
  );
}

function* shownWhileLocked({ notificationTitles, homeDetails }: AppConfig): Findings {
  if (notificationTitles)
    yield warning(
      'notificationTitles',
      'Lock screens show the titles of requests, of a payment its amount, to everybody who sees the phone. With false they show who asks and the kind.',
    );
  if (homeDetails)
    yield warning(
      'homeDetails',
      'Home shows amount and payee of a waiting payment, or the title of another request, before the app is unlocked, to everybody who holds the phone. With false it shows who asks and the kind.',
    );
}

function* othersBesideTrusted({ otherAccounts, trustedIssuers }: AppConfig): Findings {
  if (!otherAccounts || trustedIssuers.length === 0) return;
  yield warning(
    'otherAccounts',
    'Only listed issuers are accepted, and yet the PIN hangs on every other site whose account is added: who knows the key of one such account and copies the browser’s storage finds the PIN, and opens all accounts. A bank says false.',
  );
}

function* nobodyTrusted({ trustedIssuers }: AppConfig): Findings {
  if (trustedIssuers.length > 0) return;
  yield warning(
    'trustedIssuers',
    'Every issuer is accepted, under the name that it claims: anybody can make an image that begins an account, and with a copy of the browser’s storage try PINs on it uncounted. An organisation that hosts the app for its own accounts, as a bank does, lists its own key.',
  );
}

/** A key that two issuers, or two lists of one, have: whether it may sign would be unclear. */
function* keyNamedTwice({ trustedIssuers }: AppConfig): Findings {
  const keys = trustedIssuers.flatMap(({ key, formerKeys, retiredKeys }) => [
    key,
    ...formerKeys,
    ...retiredKeys,
  ]);
  const twice = keys.find((key, i) => keys.indexOf(key) !== i);
  if (twice === undefined) return;
  yield error(
    'trustedIssuers',
    `The key ${twice} stands there twice, so that whether it may sign is unclear. Keep it in one place.`,
  );
}

function* issuerNamedTwice({ trustedIssuers }: AppConfig): Findings {
  const names = trustedIssuers.map(({ name }) => name.normalize('NFC').trim().toLowerCase());
  const at = names.findIndex((name, i) => names.indexOf(name) !== i);
  if (at === -1) return;
  yield warning(
    `trustedIssuers.${at}.name`,
    `“${trustedIssuers[at]!.name}” stands there twice. These are two issuers, which people cannot tell apart. Further keys of one issuer belong in its entry, under formerKeys.`,
  );
}

function* servicesOutOfReach({ services, notifications }: AppConfig): Findings {
  if (services.length === 0 && notifications)
    yield warning(
      'services',
      'The app may call no service, so that no issuer can notify: requests come by scanning alone. List the origins of the issuers’ services, https://…, or set notifications to false.',
    );
  if (services.length > 0 && !services.some((origin) => origin.startsWith('https:')))
    yield warning(
      'services',
      `Only this machine is listed (${services.join(', ')}): on a phone the app reaches none of it. List the origins of the issuers’ services, https://….`,
    );
}
