/**
 * `node scripts/unicode-table.mjs`: writes `src/core/codec/unicode-data.ts`, the sets of code
 * points by which texts are judged, from the properties that this engine's regular expressions
 * know. The table is frozen: writer and reader judge by it, whatever Unicode their engines have.
 */
import { writeFileSync } from 'node:fs';
import { argv, exit, versions } from 'node:process';
import { fileURLToPath } from 'node:url';

/** The version of Unicode that the table is of; another engine's properties are not written. */
const UNICODE_VERSION = '17.0';
const TARGET = fileURLToPath(new URL('../src/core/codec/unicode-data.ts', import.meta.url));
const LAST_CODE_POINT = 0x10ffff;
const MAX_LINE = 98;

/** Living scripts that choose forms by U+200C and U+200D (the Unicode Standard, §23.2). */
const JOINING_SCRIPTS = [
  ...['Adlam', 'Arabic', 'Hanifi_Rohingya', 'Mandaic', 'Mongolian', 'Nko', 'Phags_Pa', 'Syriac'],
  ...['Balinese', 'Bengali', 'Chakma', 'Cham', 'Devanagari', 'Gujarati', 'Gurmukhi', 'Javanese'],
  ...['Kannada', 'Khmer', 'Lepcha', 'Limbu', 'Malayalam', 'Meetei_Mayek', 'Myanmar', 'Newa'],
  ...['Oriya', 'Saurashtra', 'Sinhala', 'Sundanese', 'Syloti_Nagri', 'Tamil', 'Telugu', 'Tibetan'],
  'Tirhuta',
];

/** Name and meaning of each set, and the regular expression of its members. */
const SETS = [
  {
    name: 'NOT_GRAPHIC',
    is: 'Controls, formats, surrogates, private use, unassigned, line and paragraph separators.',
    pattern: /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Cn}\p{Zl}\p{Zp}]/u,
  },
  {
    name: 'INVISIBLE',
    is: 'What leaves nothing to be seen, and separators of lines and paragraphs.',
    pattern:
      /(?=[\p{Default_Ignorable_Code_Point}\p{Cf}\p{Zl}\p{Zp}\u2800])[^\u0600-\u0605\u06dd\u070f\u0890\u0891\u08e2\u{110bd}\u{110cd}]/u,
  },
  { name: 'STACKING', is: 'Marks above, below or around a letter.', pattern: /[\p{Mn}\p{Me}]/u },
  {
    name: 'NAMING',
    is: 'Letters, digits, emoji and other pictures (U+1F000–1FAFF): a name has at least one.',
    pattern:
      /[\p{L}\p{N}\p{Extended_Pictographic}\p{Regional_Indicator}]|(?=\p{So})[\u{1f000}-\u{1faff}]/u,
  },
  {
    name: 'PICTOGRAPHIC',
    is: 'Emoji, with the code points that are reserved for those to come.',
    pattern: /\p{Extended_Pictographic}/u,
  },
  {
    name: 'JOINING',
    is: 'Letters and marks of scripts that use joiners.',
    pattern: new RegExp(
      `(?=[\\p{L}\\p{M}])(?!\\p{Default_Ignorable_Code_Point})[${JOINING_SCRIPTS.map((script) => `\\p{Script_Extensions=${script}}`).join('')}]`,
      'u',
    ),
  },
  { name: 'IDEOGRAPHIC', is: 'Han characters and their like.', pattern: /\p{Ideographic}/u },
];

/** Returns the file's text. Throws where this engine has another version of Unicode. */
export function unicodeTable() {
  if (versions.unicode !== UNICODE_VERSION)
    throw new Error(`This engine has Unicode ${versions.unicode}, not ${UNICODE_VERSION}`);
  return [
    '/**',
    ` * Sets of code points of Unicode ${UNICODE_VERSION}, made by \`node scripts/unicode-table.mjs\`: the`,
    ' * distances, in base 36, from 0 to the first member, from there to the next code point that is',
    ' * none, and so on.',
    ' */',
    '',
    '/** The version of Unicode that the sets are of. */',
    `export const UNICODE_VERSION = '${UNICODE_VERSION}';`,
    ...SETS.flatMap(({ name, is, pattern }) => [
      '',
      `/** ${is} */`,
      `export const ${name} = \``,
      ...folded(distances(pattern)),
      '`;',
    ]),
    '',
  ].join('\n');
}

function distances(pattern) {
  const found = [];
  let boundary = 0;
  let inside = false;
  for (let code = 0; code <= LAST_CODE_POINT + 1; code++) {
    const is = code <= LAST_CODE_POINT && pattern.test(String.fromCodePoint(code));
    if (is === inside) continue;
    found.push((code - boundary).toString(36));
    boundary = code;
    inside = is;
  }
  return found;
}

function folded(words) {
  const lines = [];
  let line = '';
  for (const word of words) {
    if (line !== '' && line.length + 1 + word.length > MAX_LINE) {
      lines.push(line);
      line = '';
    }
    line += line === '' ? word : ` ${word}`;
  }
  return [...lines, line];
}

if (fileURLToPath(import.meta.url) === argv[1]) {
  writeFileSync(TARGET, unicodeTable());
  exit();
}
