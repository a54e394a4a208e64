/** The page kit's words in the language in use. */
export { default as t } from '../i18n/locales/en/page.json';
