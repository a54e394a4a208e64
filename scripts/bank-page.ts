/** Writes the bank's page in each language, so that its first words are the reader's. */
import type { Plugin } from 'vite';

import type { LanguageTag } from '../src/i18n/languages.ts';
import { languageOf, LANGUAGES, REFERENCE_LANGUAGE } from '../src/i18n/languages.ts';
import { fillWords } from './start-page.ts';

const PAGE = 'index.html';

/** Vite plugin: `index.html` in English, and `index.<tag>.html` for each language. */
export function bankPages(): Plugin {
  return {
    name: 'bank-pages',
    transformIndexHtml: {
      order: 'pre',
      handler: (html, { server }) => (server ? bankPage(html, REFERENCE_LANGUAGE) : html),
    },
    generateBundle: {
      order: 'post',
      handler(_, bundle) {
        const page = bundle[PAGE];
        if (page?.type !== 'asset') throw new Error(`${PAGE} was not built`);
        const html = String(page.source);
        page.source = bankPage(html, REFERENCE_LANGUAGE);
        for (const { tag } of LANGUAGES)
          this.emitFile({
            type: 'asset',
            fileName: `index.${tag}.html`,
            source: bankPage(html, tag),
          });
      },
    },
  };
}

/**
 * Returns the page in a language.
 * @throws Error for a path without a message
 */
function bankPage(html: string, tag: LanguageTag): string {
  const options = LANGUAGES.map((each) => option(each, tag)).join('');
  return fillWords(html, {}, tag)
    .replace('%languages%', options)
    .replace('<html ', `<html dir="${languageOf(tag).dir}" `);
}

/** Each language is offered in its own name. */
function option({ tag, name, dir }: (typeof LANGUAGES)[number], chosen: LanguageTag): string {
  const selected = tag === chosen ? ' selected' : '';
  return `<option value="${tag}" lang="${tag}" dir="${dir}"${selected}>${name}</option>`;
}
