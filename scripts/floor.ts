/** The oldest supported browsers: package.json's `browserslist`, for the compiler and in words. */
import { readFileSync } from 'node:fs';

import browserslist from 'browserslist';
import browserslistToEsbuild from 'browserslist-to-esbuild';

import { formatMessage, readCatalogue, REFERENCE_TAG } from './catalogues.mjs';

const NAMES: Readonly<Record<string, string>> = {
  ios_saf: 'iOS',
  safari: 'Safari',
  chrome: 'Chrome',
  firefox: 'Firefox',
  samsung: 'Samsung Internet',
};

const { browserslist: queries } = JSON.parse(
  readFileSync(new URL('../package.json', import.meta.url), 'utf8'),
) as { browserslist: readonly string[] };

/** What Vite's `build.target` takes. */
export const TARGET: string[] = browserslistToEsbuild([...queries]);

/**
 * Returns the lowest version of each browser, in the list's order.
 * @throws Error for a browser without a name here
 */
export function oldestBrowsers(): readonly { readonly name: string; readonly version: string }[] {
  return queries.map((query) => {
    const [browser = '', ...versions] = (browserslist(query).at(-1) ?? '').split(/[ -]/);
    const name = NAMES[browser];
    if (name === undefined) throw new Error(`package.json, browserslist: no name for ${query}`);
    return { name, version: versions[0] ?? '' };
  });
}

/**
 * "iOS 16.4, Chrome 112, or newer", in a language; a name and its version stay on one line.
 * @param tag BCP 47
 */
export function oldestBrowsersInWords(tag: string = REFERENCE_TAG): string {
  const browsers = oldestBrowsers().map(
    ({ name, version }) => `${name.replaceAll(' ', '\u00a0')}\u00a0${version}`,
  );
  const { newer } = readCatalogue(tag, 'start') as { readonly newer: string };
  const list = new Intl.ListFormat(tag, { type: 'unit', style: 'short' }).format(browsers);
  return formatMessage(tag, newer, { browsers: list });
}
