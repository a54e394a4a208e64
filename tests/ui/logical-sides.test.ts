/**
 * Style sheets of app and page kit name no side of the screen: start and end are left and right or
 * the other way round, as lines run. Nor do they set letters apart or slant them where a language's
 * letters are joined or upright.
 */
import postcss from 'postcss';
import { expect, it } from 'vitest';

import { styleSheets } from './style-sheets.ts';

/** File, declaration, and why it is the same in all directions. */
const ALIKE: Readonly<Record<string, string>> = {
  'src/ui/styles/shell.ts padding-left: calc(var(--gutter) + env(safe-area-inset-left))':
    'an edge of the phone',
  'src/ui/styles/shell.ts padding-right: calc(var(--gutter) + env(safe-area-inset-right))':
    'an edge of the phone',
  'src/ui/styles/start.css padding-left: calc(var(--gutter) + env(safe-area-inset-left))':
    'an edge of the phone',
  'src/ui/styles/start.css padding-right: calc(var(--gutter) + env(safe-area-inset-right))':
    'an edge of the phone',
  'src/page-kit/return-camera-styles.ts transform: scaleX(-1)': 'a mirror',
};

const PHYSICAL_PROPERTY =
  /^(?:left|right|(?:margin|padding|border|scroll-margin|scroll-padding)-(?:left|right)(?:-.+)?|border-(?:top|bottom)-(?:left|right)-radius)$/;

/** Returns what is wrong with a declaration, or nothing. */
function fault(prop: string, value: string): string | undefined {
  if (PHYSICAL_PROPERTY.test(prop)) return 'a side of the screen';
  if (/^(?:text-align|float|clear|caption-side|transform-origin)$/.test(prop))
    return /\b(?:left|right)\b/.test(value) ? 'a side of the screen' : undefined;
  if (/safe-area-inset-(?:left|right)/.test(value)) return 'a side of the screen';
  if (/translateX\(|translate\(\s*[^,)]*[1-9]|scaleX\(/.test(value))
    return value.includes('--towards-end') ? undefined : 'moves or mirrors to one side';
  if (prop === 'margin' || prop === 'padding' || prop === 'inset') {
    const parts = value.split(/\s+(?![^(]*\))/);
    return parts.length === 4 && parts[1] !== parts[3] ? 'different sides' : undefined;
  }
  if (prop === 'border-radius') {
    const [a, b, c, d] = value.split(/\s+(?![^(]*\))/);
    return d !== undefined && (a !== b || c !== d) ? 'different sides' : undefined;
  }
  if (prop === 'letter-spacing') return isApart(value) ? 'letters apart in Arabic' : undefined;
  if (prop === 'font-style') return value === 'normal' ? undefined : 'slanted letters';
  return undefined;
}

/** Of codes, which are Latin in every language, all may be apart. */
const CODES = /(?:code|digits|serial|ol)\b/;

function isApart(value: string): boolean {
  return !/var\(--tight|^0$|^normal$|--code-spacing/.test(value);
}

const found = styleSheets(['src/ui', 'src/page-kit']).flatMap(({ file, css }) => {
  const faults: string[] = [];
  postcss.parse(css).walkDecls((declaration) => {
    const { prop, parent } = declaration;
    const value = declaration.value.replace(/\s+/g, ' ');
    const what = fault(prop, value);
    const selector = parent?.type === 'rule' ? (parent as postcss.Rule).selector : '';
    if (prop === 'letter-spacing' && CODES.test(selector)) return;
    if (what !== undefined) faults.push(`${file} ${prop}: ${value} (${what}) in ${selector}`);
  });
  return faults;
});

const isAlike = (each: string): boolean =>
  Object.keys(ALIKE).some((known) => each.startsWith(known));

it('names no side of the screen', () => {
  expect(found.filter((each) => !isAlike(each))).toEqual([]);
});

it('excepts nothing that is not there', () => {
  expect(
    Object.keys(ALIKE).filter((known) => !found.some((each) => each.startsWith(known))),
  ).toEqual([]);
});

it.each([
  ['margin-left', '1rem'],
  ['left', '0'],
  ['border-right-color', 'red'],
  ['text-align', 'left'],
  ['transform', 'translateX(1rem)'],
  ['transform', 'scaleX(-1)'],
  ['margin', '0 1rem 0 2rem'],
  ['border-top-left-radius', '1px'],
  ['border-radius', '1rem 0 0 1rem'],
  ['letter-spacing', '0.1em'],
  ['font-style', 'italic'],
])('finds %s: %s', (prop, value) => {
  expect(fault(prop, value)).toBeDefined();
});

it.each([
  ['margin-inline-start', '1rem'],
  ['text-align', 'start'],
  ['transform', 'translateX(calc(var(--towards-end, 1) * 1rem))'],
  ['transform', 'translateY(1px)'],
  ['margin', '0 1rem 0 1rem'],
  ['border-radius', '1rem 1rem 0 0'],
  ['letter-spacing', 'calc(-0.015em * var(--tight, 1))'],
])('lets %s: %s be', (prop, value) => {
  expect(fault(prop, value)).toBeUndefined();
});
