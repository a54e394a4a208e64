/** The language that a customer's browser is served in. */
import { parse } from 'hono/utils/cookie';

import type { LanguageTag } from '../../i18n/languages.ts';
import { isLanguageTag, matchLanguage } from '../../i18n/languages.ts';
import { acceptedLanguages } from '../../issuer/http/accept-language.ts';
import { LANGUAGE_COOKIE } from '../api.ts';

/** Returns the language that was chosen in the page's menu, else the browser's. */
export function customerLanguage({ headers }: Pick<Request, 'headers'>): LanguageTag {
  const chosen = parse(headers.get('Cookie') ?? '', LANGUAGE_COOKIE)[LANGUAGE_COOKIE];
  if (isLanguageTag(chosen)) return chosen;
  return matchLanguage(acceptedLanguages(headers.get('Accept-Language')));
}
