/**
 * Names that a person could take for each other: compatibility forms, case, blanks, and the common
 * confusables of UTS #39.
 */

/**
 * A shape, then the characters that have it: from confusables.txt of UTS #39, of Latin, Greek,
 * Cyrillic, Armenian and digits; case counts, since a capital's shape may be another letter's.
 */
const SHAPES = [
  ...['3 ЗƷЭӠ', '6 б', 'A ΑА', 'AE ÆӔ', 'B ΒВ', 'C СϹ', 'E ΕЕ', 'F Ϝ', 'G Ԍ', 'H ΗН', 'J Ј'],
  ...['K ΚК', 'M ΜМ', 'N Ν', 'OE Œ', 'P ΡР', 'R Ʀ', 'S ЅՏ', 'T ΤТ', 'U Ս', 'V Ѵ', 'W Ԝ', 'X ΧХ'],
  ...['Y ΥУҮ', 'Z Ζ', 'a ɑαа', 'ae æӕ', 'b ƄЬ', 'bl Ы', 'c ᴄсϲ', 'd ԁ', 'e еҽ', 'f ẝք', 'g ɡᶃƍց'],
  ...['h һհ', 'j ϳј', 'l 1Ii|ıɪɩιіӏ١۱ƖǀΙІӀ', 'n ոռ', 'o 0OΟОՕοσоօᴏᴑ०੦૦௦౦೦൦๐໐၀٥۵߀০୦', 'oe œ'],
  ...['p ρр', 'q ԛգզ', 'r ᴦг', 's ꜱƽѕ', 'u ꞟᴜʋυս', 'v ᴠνѵ', 'w ɯᴡѡԝա', 'x х', 'y ɣᶌʏỿγуү', 'z ᴢ'],
] as const;

const SHAPE_OF: ReadonlyMap<string, string> = new Map(
  SHAPES.flatMap((entry) => {
    const [shape = '', characters = ''] = entry.split(' ');
    return Array.from(characters, (character) => [character, shape] as const);
  }),
);
/** Pairs of letters that look like one. */
const PAIRS: readonly (readonly [letter: string, pair: string])[] = [
  ['m', 'rn'],
  ['w', 'vv'],
];
const BLANK = /[\s\p{Default_Ignorable_Code_Point}]/gu;

/** Returns true if the names are the same but for case, blanks and characters that look alike. */
export function looksAlike(one: string, other: string): boolean {
  return shapeOf(one) === shapeOf(other) || shapeOf(caseless(one)) === shapeOf(caseless(other));
}

/** As it looks: capitals by their own shape, and then without case. */
function shapeOf(name: string): string {
  const letters = inShapes(inShapes(plain(name)).toLowerCase());
  return PAIRS.reduce((text, [letter, pair]) => text.replaceAll(letter, pair), letters);
}

/** Without case first: the same word in capitals, whose shapes may be other letters'. */
function caseless(name: string): string {
  return plain(name).toUpperCase().toLowerCase();
}

function plain(name: string): string {
  return name.normalize('NFKD').replace(BLANK, '');
}

function inShapes(text: string): string {
  return Array.from(text, (character) => SHAPE_OF.get(character) ?? character).join('');
}
