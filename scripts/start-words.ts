/**
 * What a page has of every offered language before the app speaks: the words of the start page, in
 * start.js, since old browsers load nothing else, and the manifests.
 */
import { readFileSync } from 'node:fs';

import type { Plugin } from 'vite';

import type { AppConfig } from '../src/core/app-config.ts';
import type { LanguageTag } from '../src/i18n/languages.ts';
import { languageOf, offeredLanguages } from '../src/i18n/languages.ts';
import { manifest } from './build-config.ts';
import { catalogueId } from './catalogue-plugin.mjs';
import { pageLanguage, startTexts } from './start-page.ts';

/** What start.js knows of a language. */
interface StartLanguage {
  readonly dir: 'ltr' | 'rtl';
  /** The page's texts, as `data-text` numbers them; absent for the language of the page itself. */
  readonly texts?: readonly string[];
  /** The file of the app's words, to be fetched early. */
  readonly words?: string;
}

/** Comments and indentation, of which start.js has as much as code. */
const COMMENTS = /^\s*(?:\/\*\*[^]*?\*\/|\/\/.*)\n|^ +/gm;
/** Where public/start.js has no words before the build. */
const PLACE = /\/\*words\*\/.*?\/\*words\*\//s;

/**
 * Puts words and the names of the words' files into the built start.js, and writes a manifest for
 * each language. The dev server has neither: its start page is in one language.
 */
export function startWords(config: AppConfig, root: URL): Plugin {
  return {
    name: 'tessera-start-words',
    apply: 'build',
    generateBundle(_, bundle) {
      const chunks = Object.values(bundle).filter((part) => part.type === 'chunk');
      const html = readFileSync(new URL('index.html', root), 'utf8');
      const languages = Object.fromEntries(
        offeredLanguages(config).map((tag) => {
          const id = catalogueId(tag, 'app');
          const words = chunks.find(({ moduleIds }) => moduleIds.includes(id))?.fileName;
          if (words === undefined) this.error(`No chunk has the words of ${tag}`);
          return [tag, startLanguage(html, config, tag, words)] as const;
        }),
      );
      const script = readFileSync(new URL('public/start.js', root), 'utf8');
      const value = JSON.stringify({ languages, preset: config.language ?? '' });
      for (const tag of offeredLanguages(config))
        this.emitFile({
          type: 'asset',
          fileName: `manifest.${tag}.webmanifest`,
          source: JSON.stringify(manifest(config, tag)),
        });
      this.emitFile({
        type: 'asset',
        fileName: 'start.js',
        source: script.replace(COMMENTS, '').replace(PLACE, () => `${value};`),
      });
    },
  };
}

function startLanguage(
  html: string,
  config: AppConfig,
  tag: LanguageTag,
  words: string,
): StartLanguage {
  const { dir } = languageOf(tag);
  const texts = tag === pageLanguage(config) ? {} : { texts: startTexts(html, config, tag) };
  return { dir, words: `./${words}`, ...texts };
}
