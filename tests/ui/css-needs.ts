/**
 * Finds what a style sheet needs of a browser, by the keys of MDN's browser-compat-data, and the
 * supported browsers that lack it.
 */
import { createRequire } from 'node:module';

import type {
  BrowserName,
  CompatData,
  CompatStatement,
  Identifier,
  SimpleSupportStatement,
} from '@mdn/browser-compat-data/types';
import type { AtRule, Declaration, Rule } from 'postcss';
import postcss from 'postcss';

import { oldestBrowsers } from '../../scripts/floor.ts';

/** The names of MDN for each of ours: phones' editions have the same versions. */
const EDITIONS: Readonly<Record<string, readonly BrowserName[]>> = {
  iOS: ['safari_ios'],
  Safari: ['safari'],
  Chrome: ['chrome', 'chrome_android', 'webview_android'],
  Firefox: ['firefox', 'firefox_android'],
  'Samsung Internet': ['samsunginternet_android'],
};

/** The oldest browsers that the app runs in. */
const FLOOR: Partial<Record<BrowserName, number>> = Object.fromEntries(
  oldestBrowsers().flatMap(({ name, version }) =>
    EDITIONS[name]!.map((edition) => [edition, Number(version)]),
  ),
);

export interface Need {
  /** As in `text-wrap: pretty`, `:has`, `@property` or `color-mix()`. */
  readonly feature: string;
  /** Browsers of the floor without it. */
  readonly lacking: readonly string[];
}

// Past the bundler, which would read these many megabytes for seconds.
const bcd = createRequire(import.meta.url)('@mdn/browser-compat-data') as CompatData;
const { properties, selectors, types, 'at-rules': atRules } = bcd.css as Record<string, Identifier>;

/** Functions of values, wherever the data keep them. */
const FUNCTIONS = functionsOf(types!);

const UNITS: readonly (readonly [RegExp, Identifier | undefined])[] = [
  [/\dcq\w/, types!['length']!['container_query_length_units']],
  [/\dd(v\w+)/, types!['length']!['viewport_percentage_units_dynamic']],
  [/\ds(v\w+)/, types!['length']!['viewport_percentage_units_small']],
  [/\dl(v\w+)/, types!['length']!['viewport_percentage_units_large']],
  ...['cap', 'ch', 'ic', 'lh', 'rlh', 'rcap', 'rch', 'rex', 'ric', 'Q', 'vb', 'vi'].map(
    (unit) => [new RegExp(`\\d${unit}\\b`), types!['length']![unit]] as const,
  ),
];

/** Returns what some supported browser lacks and nothing in the style sheet makes up for. */
export function beyondFloor(css: string): Need[] {
  const found = new Map<string, Need>();
  const note = (feature: string, data: Identifier | undefined, prefixes: string[] = []): void => {
    const lacking = data?.__compat ? lackedBy(data.__compat, prefixes) : ['no data'];
    if (lacking.length > 0) found.set(feature, { feature, lacking });
  };
  const root = postcss.parse(css);
  root.walkAtRules((rule) => {
    if (isGuarded(rule)) return;
    note(`@${rule.name}`, atRules![rule.name]);
    if (rule.name === 'media') mediaNeeds(rule.params).forEach((each) => note(...each));
  });
  root.walkRules((rule) => {
    if (isGuarded(rule) || inKeyframes(rule)) return;
    if (rule.parent?.type === 'rule') note('nesting', selectors!['nesting']);
    for (const [, name] of rule.selector.matchAll(/::?([a-z-]+)/g))
      if (!name!.startsWith('-')) note(`:${name}`, selectors![name!]);
  });
  root.walkDecls((declaration) => {
    if (isGuarded(declaration) || declaration.prop.startsWith('-')) return;
    const prefixes = prefixesOf(declaration);
    const { prop } = declaration;
    note(prop, properties![prop], prefixes);
    if (hasFallback(declaration)) return;
    valueNeeds(declaration).forEach((each) => note(...each));
  });
  // A custom property's value ends up in some other: what it needs counts all the same.
  root.walkDecls(/^--/, (declaration) => {
    if (!isGuarded(declaration)) valueNeeds(declaration).forEach((each) => note(...each));
  });
  return [...found.values()];
}

type Noted = readonly [feature: string, data: Identifier | undefined];

function valueNeeds({ prop, value }: Declaration): Noted[] {
  const needs: Noted[] = [];
  const text = value.replace(/"[^"]*"|'[^']*'|url\([^)]*\)/g, "''");
  const own = properties![prop];
  for (const word of new Set(text.match(/[a-z][a-z0-9-]*/gi) ?? []))
    if (own?.[word]?.__compat) needs.push([`${prop}: ${word}`, own[word]]);
  for (const [, name] of text.matchAll(/([a-z][a-z0-9-]*)\(/gi))
    if (!own?.[name!]) needs.push([`${name}()`, FUNCTIONS.get(name!)]);
  for (const [pattern, data] of UNITS)
    if (pattern.test(text)) needs.push([`unit ${pattern.source.slice(2)}`, data]);
  const relative = /(\w+)\(from /.exec(text)?.[1];
  if (relative) needs.push(['relative colours', types!['color']![relative]!['relative_syntax']]);
  if (prop === 'content' && text.includes('/')) needs.push(['content: … / …', own!['alt_text']]);
  return needs;
}

function mediaNeeds(params: string): Noted[] {
  const needs: Noted[] = [...params.matchAll(/\(\s*(?:min-|max-)?([a-z-]+)/g)].map(
    ([, name]) => [`@media (${name})`, atRules!['media']![name!]] as const,
  );
  if (/[<>]/.test(params)) needs.push(['@media ranges', atRules!['media']!['range_syntax']]);
  return needs;
}

/** An engine that lacks it never gets to see it. */
function isGuarded(node: AtRule | Rule | Declaration): boolean {
  for (let at = node.parent; at; at = at.parent as typeof at)
    if (at.type === 'atrule' && (at as AtRule).name === 'supports') return true;
  return false;
}

function inKeyframes(rule: Rule): boolean {
  return rule.parent?.type === 'atrule' && (rule.parent as AtRule).name === 'keyframes';
}

/** The same property with another value before it, which engines keep that do not know this one. */
function hasFallback(declaration: Declaration): boolean {
  for (let at = declaration.prev(); at; at = at.prev())
    if (at.type === 'decl' && at.prop === declaration.prop) return true;
  return false;
}

/** Vendors' prefixes under which the same rule says the same. */
function prefixesOf({ parent, prop }: Declaration): string[] {
  return (parent?.nodes ?? []).flatMap((node) => {
    const [, prefix, name] = (node.type === 'decl' && /^(-\w+-)(.+)$/.exec(node.prop)) || [];
    return name === prop ? [prefix!] : [];
  });
}

function lackedBy({ support }: CompatStatement, prefixes: readonly string[]): string[] {
  return Object.entries(FLOOR).flatMap(([name, floor]) => {
    const statement = support[name as BrowserName] ?? { version_added: false };
    const all = (Array.isArray(statement) ? statement : [statement]) as SimpleSupportStatement[];
    const since = all.filter((each) => isWhole(each, prefixes)).map(versionOf);
    return since.some((version) => version <= floor) ? [] : [`${name} before ${since[0] ?? '∞'}`];
  });
}

function isWhole(each: SimpleSupportStatement, prefixes: readonly string[]): boolean {
  if (each.flags || each.alternative_name || each.partial_implementation) return false;
  return !each.version_removed && (!each.prefix || prefixes.includes(each.prefix));
}

function versionOf({ version_added: version }: SimpleSupportStatement): number {
  const number = typeof version === 'string' ? parseFloat(version.replace('≤', '')) : NaN;
  return Number.isNaN(number) ? Infinity : number;
}

function functionsOf(node: Identifier): Map<string, Identifier> {
  const found = new Map<string, Identifier>();
  const walk = (at: Identifier): void => {
    for (const [name, child] of Object.entries(at)) {
      if (name === '__compat' || typeof child !== 'object') continue;
      if (!found.has(name)) found.set(name, child as Identifier);
      walk(child as Identifier);
    }
  };
  walk(node);
  return found;
}
