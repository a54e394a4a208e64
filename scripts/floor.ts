/** The oldest supported browsers: package.json's `browserslist`, for the compiler and in words. */
import { readFileSync } from 'node:fs';

import browserslist from 'browserslist';
import browserslistToEsbuild from 'browserslist-to-esbuild';

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

/** "iOS 16.4, Chrome 112, or newer"; a name and its version stay on one line. */
export function oldestBrowsersInWords(): string {
  const browsers = oldestBrowsers().map(
    ({ name, version }) => `${name.replaceAll(' ', '\u00a0')}\u00a0${version}`,
  );
  return `${browsers.join(', ')}, or newer`;
}
