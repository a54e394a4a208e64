/**
 * Names that a person could take for each other: compatibility forms, case, blanks, and the common
 * confusables of UTS #39.
 */

/**
 * A shape, then the characters that have it: from confusables.txt of UTS #39, of Latin, Greek,
 * Cyrillic, Armenian, Cherokee, Lisu and digits; case counts, since a capital's shape may be
 * another letter's.
 */
const SHAPES = [
  ...['3 ЗƷЭӠ', '4 Ꮞ', '6 б', 'A ΑАᎪꓮ', 'AE ÆӔ', 'B ΒВᏴꓐ', 'C СϹᏟꓚ', 'D Ꭰꓓ', 'E ΕЕᎬꓰ', 'F Ϝꓝ'],
  ...['G ԌᏀꓖ', 'H ΗНᎻꓧ', 'J ЈᎫꓙ', 'K ΚКᏦꓗ', 'L Ꮮꓡ', 'M ΜМᎷꓟ', 'N Νꓠ', 'OE Œ', 'P ΡРᏢꓑ', 'R ƦᎡᏒꓣ'],
  ...['S ЅՏᏚꓢ', 'T ΤТᎢꓔ', 'U Սꓴ', 'V ѴᏙꓦ', 'W ԜᎳꓪ', 'X ΧХꓫ', 'Y ΥУҮᎽꓬ', 'Z ΖᏃꓜ', 'a ɑαа'],
  ...['ae æӕ', 'b ƄЬᏏ', 'bl Ы', 'c ᴄсϲ', 'd ԁᏧ', 'e еҽ', 'f ẝք', 'g ɡᶃƍց', 'h һհᏂ', 'j ϳј'],
  ...['l 1Ii|ıɪɩιіӏ١۱ƖǀΙІӀꓲ', 'n ոռ', 'o 0OΟОՕοσоօᴏᴑ०੦૦௦౦೦൦๐໐၀٥۵߀০୦ꓳ', 'oe œ', 'p ρр', 'q ԛգզ'],
  ...['r ᴦг', 's ꜱƽѕ', 'u ꞟᴜʋυս', 'v ᴠνѵ', 'w ɯᴡѡԝա', 'x х', 'y ɣᶌʏỿγуү', 'z ᴢ'],
] as const;

const SHAPE_OF: ReadonlyMap<string, string> = /* @__PURE__ */ new Map(
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

/** Returns true for a letter of any script that has the shape of a Latin one. */
export function hasLatinShape(letter: string): boolean {
  return /[a-z]/i.test(SHAPE_OF.get(letter) ?? letter);
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
