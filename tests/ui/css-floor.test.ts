/**
 * Style sheets of app and bank: nothing that the oldest supported browsers lack, unless its absence
 * costs nothing; nothing that breaks an engine.
 */
import { readFileSync } from 'node:fs';

import { expect, it, test } from 'vitest';

import { beyondFloor } from './css-needs.ts';
import { filesIn, styleSheets } from './style-sheets.ts';

/** May be missing: the reason why that costs nothing. */
const HARMLESS: Readonly<Record<string, string>> = {
  'text-wrap': 'lines of a heading are less even',
  'text-wrap: balance': 'lines of a heading are less even',
  'forced-color-adjust': 'where it is missing no colours are forced',
  'forced-color-adjust: none': 'where it is missing no colours are forced',
  'cursor: pointer': 'a phone has no pointer',
  'cursor: default': 'a phone has no pointer',
  'cursor: progress': 'a phone has no pointer',
  resize: 'a text field keeps its height',
  'resize: vertical': 'a text field keeps its height',
  'accent-color': 'the zoom’s slider may have less contrast on a track that is its own colour',
  'text-size-adjust': 'a browser that enlarges text does so',
  '@media (scripting)':
    'where scripts are switched off, “Still loading” stands beside that sentence',
  'inline-size: fit-content': 'the two halves of a control fill the row',
};

/** A block for Chromium and Firefox: no WebKit knows either property. */
const NOT_WEBKIT =
  /@supports \(word-break: auto-phrase\) or \(-moz-orient: inline\) \{[^}]*\}\s*\}/g;

/** Never, guarded or not, but for a block that WebKit does not read: pattern and reason. */
const FORBIDDEN: readonly (readonly [pattern: RegExp, reason: string])[] = [
  [/text-wrap(-style)?:\s*pretty/, 'WebKit’s process ends while it lays out text'],
  [/hyphens:\s*auto/, 'WebKit’s process may end while it lays out text'],
];

const sources = filesIn(['src/ui', 'src/page-kit', 'src/bank/page', 'index.html']);
const sheets = styleSheets(sources);
const needs = sheets.flatMap(({ file, css }) =>
  beyondFloor(css).map(({ feature, lacking }) => ({ file, feature, lacking })),
);

it('asks for nothing that the oldest browsers lack', () => {
  const missed = needs.filter(({ feature }) => !(feature in HARMLESS));
  expect(
    missed.map(({ file, feature, lacking }) => `${file}: ${feature} (${lacking.join(', ')})`),
  ).toEqual([]);
});

it('holds nothing for harmless that is not in use', () => {
  const used = new Set(needs.map(({ feature }) => feature));
  expect(Object.keys(HARMLESS).filter((feature) => !used.has(feature))).toEqual([]);
});

it('asks for nothing that breaks an engine', () => {
  const broken = sheets.flatMap(({ file, css: whole }) => {
    const css = whole.replaceAll(NOT_WEBKIT, '');
    return FORBIDDEN.flatMap(([pattern, why]) => (pattern.test(css) ? [`${file}: ${why}`] : []));
  });
  expect(broken).toEqual([]);
});

/** WebKit reports `width="1.5rem"` of an SVG as an error: such sizes belong into style sheets. */
it('gives no element of SVG a size in units of text by an attribute', () => {
  const sized = sources.filter((file) =>
    /\b(?:width|height|x|y|r|rx|ry|cx|cy)="[\d.]+(?:rem|em|ch|ex)"/.test(
      readFileSync(file, 'utf8'),
    ),
  );
  expect(sized).toEqual([]);
});

it('reads the style sheets of both pages', () => {
  const files = new Set(sheets.map(({ file }) => file));
  expect(files.size).toBeGreaterThan(30);
  expect(files).toContain('src/ui/styles/base.ts');
  expect(files).toContain('src/bank/page/page.css');
});

test.each([
  ['a selector', 'a:has(b) { color: red }'],
  ['a direction', '.flip:dir(rtl) { color: red }'],
  ['nesting', 'a { & b { color: red } }'],
  ['a property', 'a { field-sizing: content }'],
  ['a property without its prefix', 'a { user-select: none }'],
  ['a value', 'a { grid-template-columns: subgrid }'],
  ['a value of a longhand', 'a { align-items: safe center }'],
  ['a function', 'a { color: light-dark(red, blue) }'],
  ['a function in a custom property', 'a { --x: light-dark(red, blue) }'],
  ['a colour from another', 'a { color: rgb(from red r g b) }'],
  ['words for a voice', "a::before { content: '·' / '' }"],
  ['an at-rule', '@starting-style { a { opacity: 0 } }'],
  ['a registered property', "@property --x { syntax: '*'; inherits: false }"],
  ['a unit', 'a { inline-size: 1rcap }'],
  ['a query', '@media (prefers-reduced-transparency) { a { color: red } }'],
  ['what nobody knows', 'a { shiny: very }'],
])('would see %s beyond the floor', (_, css) => {
  expect(beyondFloor(css)).not.toEqual([]);
});

test.each([
  ['behind a question', '@supports selector(a:has(b)) { a:has(b) { color: red } }'],
  ['after a value that all know', "a::before { content: '·'; content: '·' / '' }"],
  ['with its prefix', 'a { -webkit-user-select: none; user-select: none }'],
  [
    'in every browser of the floor',
    'a { color: color-mix(in srgb, red 50%, blue); overflow: clip }',
  ],
])('lets pass what stands %s', (_, css) => {
  expect(beyondFloor(css)).toEqual([]);
});
