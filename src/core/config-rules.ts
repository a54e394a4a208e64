/**
 * What the schema of the configuration cannot say: mistakes that the build refuses, and choices
 * that it warns of.
 */
import type { AppConfig } from './app-config.ts';

export interface ConfigFinding {
  /** Keys and indexes joined by dots, as `trustedIssuers.0.key`. */
  readonly path: string;
  /** An error ends the build. */
  readonly level: 'error' | 'warning';
  /** A sentence in English. */
  readonly text: string;
}

/** Returns what is wrong or unwise in a configuration that its schema accepts. */
export function judgeConfig(config: AppConfig): readonly ConfigFinding[] {
  return [...languageNotOffered(config), ...keyNamedTwice(config)];
}

function* languageNotOffered({ language, languages }: AppConfig): Iterable<ConfigFinding> {
  if (language === undefined || !languages || languages.includes(language)) return;
  yield { path: 'language', level: 'error', text: `is not among the languages (${language})` };
}

/** A key that two issuers, or two lists of one, have: whether it may sign would be unclear. */
function* keyNamedTwice({ trustedIssuers }: AppConfig): Iterable<ConfigFinding> {
  const keys = trustedIssuers.flatMap(({ key, formerKeys, retiredKeys }) => [
    key,
    ...formerKeys,
    ...retiredKeys,
  ]);
  const twice = keys.find((key, i) => keys.indexOf(key) !== i);
  if (twice === undefined) return;
  yield { path: 'trustedIssuers', level: 'error', text: `the key ${twice} stands there twice` };
}
