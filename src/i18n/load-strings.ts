/** Loads the words of the language in use: each language's are chunks of their own. */
import type { LanguageTag } from './languages.ts';
import { formatLocale } from './languages.ts';
import type { MenuStrings } from './menu-strings.ts';
import { setMenuStrings } from './menu-strings.ts';
import type { Strings } from './strings.ts';
import { language, setStrings } from './strings.ts';
import type { TransferStrings } from './transfer-strings.ts';
import { setTransferStrings } from './transfer-strings.ts';

interface Module<Words> {
  readonly default: Words;
}

/** Words that are loaded with their screens. */
export type LaterWords = 'transfer' | 'menu';

/** Each fetches a language's; the function that it resolves to puts them in use. */
const LATER: Readonly<Record<LaterWords, (tag: LanguageTag) => Promise<() => void>>> = {
  async transfer(tag) {
    const words = (await import(`./locales/${tag}/transfer.json`)) as Module<TransferStrings>;
    return () => setTransferStrings(words.default);
  },
  async menu(tag) {
    const words = (await import(`./locales/${tag}/menu.json`)) as Module<MenuStrings>;
    return () => setMenuStrings(words.default);
  },
};

/** What has been on the screen: it follows the language. */
const used = new Set<LaterWords>();

/**
 * Fetches a language. The function that it resolves to puts it in use.
 * @param wanted the reader's languages, BCP 47: one of them may add a region to the formats
 * @throws where it cannot be fetched
 */
export async function fetchStrings(
  tag: LanguageTag,
  wanted: readonly string[],
): Promise<() => void> {
  const uses = new Map<LaterWords, () => void>();
  const [app] = await Promise.all([fetchApp(tag), fetchLater(tag, uses)]);
  // A screen may have asked for more meanwhile, in the language before.
  await fetchLater(tag, uses);
  return () => {
    setStrings(app, tag, formatLocale(tag, wanted));
    for (const use of uses.values()) use();
  };
}

/** Fetches a language and puts it in use, as `fetchStrings`. */
export async function loadStrings(tag: LanguageTag, wanted: readonly string[]): Promise<void> {
  (await fetchStrings(tag, wanted))();
}

/** Loads words in the language in use; from here on they follow it. */
export async function loadLaterWords(which: LaterWords): Promise<void> {
  used.add(which);
  const tag = language;
  const use = await LATER[which](tag);
  if (tag === language) use();
  else await loadLaterWords(which);
}

async function fetchApp(tag: LanguageTag): Promise<Strings> {
  return ((await import(`./locales/${tag}/app.json`)) as Module<Strings>).default;
}

/** Adds to `uses` what is used and is not in it. */
async function fetchLater(tag: LanguageTag, uses: Map<LaterWords, () => void>): Promise<void> {
  const missing = [...used].filter((which) => !uses.has(which));
  await Promise.all(missing.map(async (which) => void uses.set(which, await LATER[which](tag))));
}
