/** Puts pieces of text together as the language in use does. */
import { languageOf } from '../i18n/languages.ts';
import { language } from '../i18n/strings.ts';

/** FIRST STRONG ISOLATE, LEFT-TO-RIGHT ISOLATE, POP DIRECTIONAL ISOLATE. */
const [FSI, LRI, PDI] = ['\u2068', '\u2066', '\u2069'];

/** Returns what stands between two sentences: nothing in Japanese and Chinese, else a blank. */
export function sentenceGap(): string {
  return language === 'ja' || language === 'zh-Hans' ? '' : ' ';
}

/** Joins sentences, without those that are empty. */
export function sentences(...texts: readonly string[]): string {
  return texts.filter((text) => text !== '').join(sentenceGap());
}

/**
 * Joins names and facts by dots, at none of which a line begins; each keeps its own direction, the
 * first is where lines begin.
 */
export function dotted(parts: readonly string[]): string {
  return parts.map((part) => inRtl(part, FSI)).join('\u00a0· ');
}

/** Returns an amount, or what else is written from the left in every language. */
export function leftToRight(text: string): string {
  return inRtl(text, LRI);
}

/** Isolates a text where lines run from the right; elsewhere it needs no marks. */
function inRtl(text: string, mark: string | undefined): string {
  return languageOf(language).dir === 'rtl' ? `${mark}${text}${PDI}` : text;
}
