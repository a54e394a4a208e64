/** Names a character that codes don't use, so that a person finds it among those that they do. */

/** A character that a typed code can't contain. */
export interface ForeignCharacter {
  /**
   * The character, so that it is seen: on a dotted circle where it combines, as `U+0007` where it
   * is invisible.
   */
  readonly text: string;
  /** Its script (ISO 15924), for example `Cyrl`; absent for Latin letters, and where unknown. */
  readonly script?: string;
}

const INVISIBLE = /[\p{C}\p{Z}\p{Default_Ignorable_Code_Point}\u2800]/u;
/** On which a combining mark is shown alone (Unicode Standard §2.11). */
const DOTTED_CIRCLE = '\u25cc';
const HEX = 16;
/** Least digits of a code point in U+ notation. */
const HEX_DIGITS = 4;

/**
 * The scripts whose characters are named: those of keyboards, and those with letters that look
 * like Latin ones (UTS #39). Each is known to the oldest engine that the app runs in.
 */
const SCRIPTS = [
  ...['Cyrl', 'Grek', 'Armn', 'Hebr', 'Arab', 'Syrc', 'Thaa', 'Nkoo', 'Deva', 'Beng', 'Guru'],
  ...['Gujr', 'Orya', 'Taml', 'Telu', 'Knda', 'Mlym', 'Sinh', 'Thai', 'Laoo', 'Tibt', 'Mymr'],
  ...['Geor', 'Hang', 'Ethi', 'Cher', 'Cans', 'Ogam', 'Runr', 'Khmr', 'Mong', 'Hira', 'Kana'],
  ...['Bopo', 'Hani', 'Yiii', 'Ital', 'Goth', 'Dsrt', 'Tfng', 'Copt', 'Glag', 'Lisu', 'Vaii'],
  ...['Bamu', 'Lyci', 'Cari', 'Lydi', 'Plrd', 'Elba', 'Wara', 'Osge', 'Adlm'],
];

/** Describes one code point that a code can't contain. */
export function describeForeign(character: string): ForeignCharacter {
  const script = SCRIPTS.find((name) => new RegExp(`\\p{Script=${name}}`, 'u').test(character));
  return { text: toVisible(character), ...(script !== undefined && { script }) };
}

/** The name of a script in a language: `Cyrillic` for `Cyrl`. */
export function scriptName(script: string, language: string): string {
  return new Intl.DisplayNames(language, { type: 'script' }).of(script) ?? script;
}

function toVisible(character: string): string {
  if (/\p{M}/u.test(character) && !INVISIBLE.test(character)) return DOTTED_CIRCLE + character;
  if (!INVISIBLE.test(character)) return character;
  const digits = character.codePointAt(0)!.toString(HEX).toUpperCase();
  return `U+${digits.padStart(HEX_DIGITS, '0')}`;
}
