/** Loads the words of the language in use: each language's are chunks of their own. */
import type { LanguageTag } from './languages.ts';
import { formatLocale } from './languages.ts';
import type { Strings } from './strings.ts';
import { language, setStrings } from './strings.ts';
import type { TransferStrings } from './transfer-strings.ts';
import { setTransferStrings } from './transfer-strings.ts';

interface Module<Words> {
  readonly default: Words;
}

/** Counts the languages asked for: of two that are loaded at once the later one stays. */
let asked = 0;
let isTransferUsed = false;

/**
 * Loads a language and puts it in use. Resolves to false where another one was asked for since.
 * @param wanted the reader's languages, BCP 47: one of them may add a region to the formats
 * @throws where it cannot be fetched: the language in use stays
 */
export async function loadStrings(tag: LanguageTag, wanted: readonly string[]): Promise<boolean> {
  const turn = ++asked;
  const [app, transfer] = await Promise.all([
    fetchApp(tag),
    isTransferUsed ? fetchTransfer(tag) : undefined,
  ]);
  if (turn !== asked) return false;
  setStrings(app, tag, formatLocale(tag, wanted));
  if (transfer) setTransferStrings(transfer);
  // A screen may have asked for them meanwhile, in the language before.
  else if (isTransferUsed) await loadTransferStrings();
  return true;
}

/** Loads the words about other servers' accounts; from here on they follow the language. */
export async function loadTransferStrings(): Promise<void> {
  isTransferUsed = true;
  const tag = language;
  const strings = await fetchTransfer(tag);
  if (tag === language) setTransferStrings(strings);
  else await loadTransferStrings();
}

async function fetchApp(tag: LanguageTag): Promise<Strings> {
  return ((await import(`./locales/${tag}/app.json`)) as Module<Strings>).default;
}

async function fetchTransfer(tag: LanguageTag): Promise<TransferStrings> {
  return ((await import(`./locales/${tag}/transfer.json`)) as Module<TransferStrings>).default;
}
