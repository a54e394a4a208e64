/** Which browser asks, and from where: a person recognises a login by them, or doesn't. */

/** User agents' tokens in the order in which they tell, since most name others besides. */
const BROWSERS: readonly (readonly [RegExp, string])[] = [
  [/Edg(?:A|iOS)?\//, 'Edge'],
  [/OPR\//, 'Opera'],
  [/SamsungBrowser\//, 'Samsung Internet'],
  [/(?:Firefox|FxiOS)\//, 'Firefox'],
  [/(?:Chrome|CriOS)\//, 'Chrome'],
  [/Safari\//, 'Safari'],
];
const SYSTEMS: readonly (readonly [RegExp, string])[] = [
  [/iPhone/, 'iPhone'],
  [/iPad/, 'iPad'],
  [/Android/, 'Android'],
  [/Windows/, 'Windows'],
  [/Macintosh/, 'macOS'],
  [/CrOS/, 'ChromeOS'],
  [/Linux/, 'Linux'],
];

/**
 * Returns "Firefox · Windows", or as much of it as the header `User-Agent` tells: names alone,
 * which are the same in every language. Undefined where it tells nothing.
 */
export function browserIn(userAgent: string): string | undefined {
  const names = [nameIn(BROWSERS, userAgent), nameIn(SYSTEMS, userAgent)];
  return names.filter((name) => name !== undefined).join(' · ') || undefined;
}

/** Returns an address as people write it: an IPv4 one without the prefix that sockets give it. */
export function plainAddress(address: string): string {
  return address.replace(/^::ffff:(?=\d+\.)/, '');
}

/** This computer's own: behind a proxy, that of everybody. */
export function isLoopback(address: string): boolean {
  return address === '::1' || plainAddress(address).startsWith('127.');
}

function nameIn(
  names: readonly (readonly [RegExp, string])[],
  userAgent: string,
): string | undefined {
  return names.find(([token]) => token.test(userAgent))?.[1];
}
