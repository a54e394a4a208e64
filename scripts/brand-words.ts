/** Puts a brand's own words into catalogues, before they are compiled. */
import type { AppConfig, BrandWords } from '../src/core/app-config.ts';
import { BRAND_MESSAGES, brandWords } from '../src/i18n/brand-words.ts';
import { placeholdersOf } from './catalogue-types.mjs';

/** A catalogue as written: messages, and groups of them. */
export interface Catalogue {
  readonly [name: string]: string | Catalogue;
}

/** Returns the catalogue of a consumer in a language, with other messages in it. */
export type ChangeCatalogue = (tag: string, consumer: string, catalogue: Catalogue) => Catalogue;

/** Returns what changes catalogues to have a brand's words. */
export function brandMessages(config: Pick<AppConfig, 'words'>): ChangeCatalogue {
  return (tag, consumer, catalogue) => {
    let changed = catalogue;
    for (const [key, text] of Object.entries(brandWords(config, tag))) {
      const place = BRAND_MESSAGES[key as keyof BrandWords];
      if (place.consumer === consumer) changed = replaced(changed, place, text as string);
    }
    return changed;
  };
}

function replaced(
  catalogue: Catalogue,
  { group, name }: { readonly group: string; readonly name: string },
  text: string,
): Catalogue {
  const messages = catalogue[group];
  const message = typeof messages === 'object' ? messages[name] : undefined;
  if (typeof messages !== 'object' || typeof message !== 'string')
    throw new Error(`No message ${group}.${name} stands where a brand's text would`);
  return { ...catalogue, [group]: { ...messages, [name]: asMessage(text, message) } };
}

/**
 * Writes a plain text in ICU MessageFormat, with the placeholder of the message whose place it
 * takes: that is compiled to a function, as its callers expect.
 */
function asMessage(text: string, message: string): string {
  const escaped = text.replaceAll("'", "''");
  const [placeholder] = placeholdersOf(message).keys();
  return placeholder === undefined ? escaped : `{${placeholder}, select, other {${escaped}}}`;
}
